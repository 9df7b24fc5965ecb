"""STIX objects and indicators for tests, each with one call. Everything is invented."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from minassa.access import Actor, Label, Tlp
from minassa.audit.models import LineRow
from minassa.base import now
from minassa.cyber import Answered, Observable, Taken, check_observables, import_indicators, observable_of
from tests.factories import a_label

PURPOSE = "cyber"
CASE = "EX-2026-014"


def stix_time(days: float = 0) -> str:
    """A STIX timestamp so many days from now."""
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def indicator(pattern: str, **given: Any) -> dict[str, Any]:
    """A STIX indicator; `name` makes its id, so that two of one name are versions of one object."""
    name = given.get("name", pattern)
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid5(NAMESPACE_URL, name)}",
        "created": stix_time(-30),
        "modified": stix_time(-30),
        "pattern": pattern,
        "pattern_type": "stix",
        "valid_from": stix_time(-30),
        **given,
    }


def bundle(*objects: Mapping[str, Any]) -> bytes:
    """A STIX bundle of these objects."""
    return json.dumps({"type": "bundle", "id": f"bundle--{uuid5(NAMESPACE_URL, 'b')}", "objects": objects}).encode()


def own_label(actor: Actor, tlp: Tlp = Tlp.AMBER, **given: Any) -> Label:
    return a_label(actor, tlp, **given)


def bring_in(
    actor: Actor, *objects: Mapping[str, Any] | str, label: Label | None = None, source: str = "EXERCISE feed"
) -> Taken:
    """Import indicators; a text is the pattern of one."""
    made = [indicator(one) if isinstance(one, str) else one for one in objects]
    return import_indicators(actor, content=bundle(*made), label=label or own_label(actor), source=source)


def of(written: str) -> Observable:
    found = observable_of(written)
    assert found is not None, written
    return found


def ask(actor: Actor, *written: str, purpose: str = PURPOSE) -> tuple[Answered, ...]:
    """What the check answers for these values."""
    observables = [of(one) for one in written]
    return check_observables(actor, observables=observables, purpose=purpose, case=CASE).answers


def known(actor: Actor, *written: str) -> Sequence[bool]:
    return [one.is_known for one in ask(actor, *written)]


def last_line(action: str) -> tuple[LineRow, dict[str, Any]]:
    """The last line of this action in the audit log, with its details."""
    line = LineRow.objects.filter(action=action).latest("id")
    return line, json.loads(line.details)


def thing(type_: str, name: str, **given: Any) -> dict[str, Any]:
    """A STIX object of any type with a name; the name makes its id."""
    return {
        "type": type_,
        "spec_version": "2.1",
        "id": f"{type_}--{uuid5(NAMESPACE_URL, name)}",
        "created": stix_time(-30),
        "modified": stix_time(-30),
        "name": name,
        **({"is_family": False} if type_ == "malware" else {}),
        **given,
    }


def technique(name: str, mark: str, *tactics: str, **given: Any) -> dict[str, Any]:
    """A technique of ATT&CK."""
    return thing(
        "attack-pattern",
        name,
        external_references=[{"source_name": "mitre-attack", "external_id": mark}],
        kill_chain_phases=[{"kill_chain_name": "mitre-attack", "phase_name": one} for one in tactics],
        **given,
    )


def relation(source: Mapping[str, Any], words: str, target: Mapping[str, Any], **given: Any) -> dict[str, Any]:
    """What one object has to do with another."""
    return {
        "type": "relationship",
        "spec_version": "2.1",
        "id": f"relationship--{uuid5(NAMESPACE_URL, source['id'] + words + target['id'])}",
        "created": stix_time(-30),
        "modified": stix_time(-30),
        "relationship_type": words,
        "source_ref": source["id"],
        "target_ref": target["id"],
        **given,
    }
