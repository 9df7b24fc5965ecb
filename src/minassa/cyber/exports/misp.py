"""A feed in MISP's format: `manifest.json`, `hashes.csv` and a file for each event, as MISP's own feed generator writes them.

Any web server can hold these files, and MISP takes them in as a remote feed. An event holds what came from one source under one
label, so that its tags say how all of it must be handled. Ids follow from the content: the next feed updates the same events. What has
expired or was revoked drops out, and its event then bears a later timestamp, so that whoever follows the feed looks at it again.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db.models import Max, Q

from minassa.access import Actor, Handling, Opened, door, list_agencies, marks
from minassa.base import now
from minassa.cyber.acts import INDICATOR_EXPORT_PART
from minassa.cyber.exports.leaving import Leaving, leaving, leaving_rows
from minassa.cyber.exports.lists import marked_bytes
from minassa.cyber.models import Indicator
from minassa.cyber.observables import Kind, Observable
from minassa.cyber.patterns import Named
from minassa.stix import object_bytes

NAMESPACE: Final = UUID("6a1d3f0e-5f3b-5c59-9a44-0f8a1c6f2b7e")
MOST_ATTRIBUTES: Final = 10_000
_UNDEFINED: Final = "4"
_COMPLETE: Final = "2"
_TYPES: Final[dict[Kind, tuple[str, str]]] = {
    Kind.DOMAIN: ("domain", "Network activity"),
    Kind.URL: ("url", "Network activity"),
    Kind.IPV4: ("ip-dst", "Network activity"),
    Kind.IPV6: ("ip-dst", "Network activity"),
    Kind.MD5: ("md5", "Payload delivery"),
    Kind.SHA1: ("sha1", "Payload delivery"),
    Kind.SHA256: ("sha256", "Payload delivery"),
    Kind.SHA512: ("sha512", "Payload delivery"),
    Kind.EMAIL: ("email", "Payload delivery"),
    Kind.WALLET: ("other", "Financial fraud"),
    Kind.ACCOUNT: ("other", "Social network"),
}
_BITCOIN: Final = ("btc", "Financial fraud")
_TWITTER: Final = ("twitter-id", "Social network")
_RULES: Final = {
    "stix": ("stix2-pattern", "Payload installation"),
    "yara": ("yara", "Payload installation"),
    "sigma": ("sigma", "Payload installation"),
    "snort": ("snort", "Network activity"),
    "suricata": ("suricata", "Network activity"),
}
_IN_MANIFEST: Final = ("info", "date", "timestamp", "analysis", "threat_level_id", "Orgc", "Tag")
OURS: Final = "x_minassa"
"""The member of events and attributes in which the indicators stand whole, so that a node like this one loses nothing; MISP passes it over."""


def feed(actor: Actor, *, of: Kind | None, purpose: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files of the feed by name; the manifest comes last, when all events are known."""
    names = {one.id: one.name for one in list_agencies(actor)}
    manifest: dict[str, Any] = {}
    hashes: list[bytes] = []
    for group in _groups(actor, purpose):
        found = leaving(actor, purpose=purpose, label_id=group.label_id, source=group.source)
        entries = (one for one in (_entry(one, of) for one in found) if one.attributes)
        for part, some in enumerate(_parts(entries)):
            event = _event(names, group, part, some)
            manifest[event["uuid"]] = {name: event[name] for name in _IN_MANIFEST}
            hashes += [_hashed(one["value"], event["uuid"]) for one in event["Attribute"]]
            yield f"{event['uuid']}.json", [json.dumps({"Event": event}, ensure_ascii=False).encode()]
    yield "hashes.csv", hashes
    yield "manifest.json", [json.dumps(manifest, ensure_ascii=False).encode()]


@dataclass(frozen=True, slots=True)
class _Group:
    """What comes from one source under one label. `changed` is when something last came into force in it, or dropped out."""

    label_id: int
    source: str
    owner: UUID
    marks: tuple[str, ...]
    changed: datetime


@dataclass(frozen=True, slots=True)
class _Entry:
    """One indicator in a feed: its attributes, when it was made, and what it is whole, with the markings that explain it."""

    attributes: tuple[dict[str, Any], ...]
    version: datetime
    whole: bytes
    definitions: tuple[bytes, ...]


def _groups(actor: Actor, purpose: str) -> list[_Group]:
    """Each label and source of which something leaves."""
    with door(actor, INDICATOR_EXPORT_PART, purpose=purpose) as opened:
        pairs = sorted(leaving_rows(opened).values_list("label_id", "source").distinct())
        return [_group(opened, label_id, source) for label_id, source in pairs]


def _group(opened: Opened, label_id: int, source: str) -> _Group:
    at, label = opened.context.at, opened.label_of(label_id)
    moments = Indicator.objects.filter(label_id=label_id, source=source).aggregate(
        version=Max("version", filter=Q(version__lte=at)),
        begun=Max("valid_from", filter=Q(valid_from__lte=at)),
        ended=Max("valid_until", filter=Q(valid_until__lte=at)),
    )
    changed = max((one for one in moments.values() if one is not None), default=at)
    return _Group(label_id, source, label.owner, marks(label), changed)


def _parts(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """Events of a bounded size; what belongs to one indicator stays together."""
    part: list[_Entry] = []
    size = 0
    for one in entries:
        if part and size + len(one.attributes) > MOST_ATTRIBUTES:
            yield part
            part, size = [], 0
        part.append(one)
        size += len(one.attributes)
    if part:
        yield part


def _entry(one: Leaving, of: Kind | None) -> _Entry:
    definitions: dict[str, dict[str, Any]] = {}
    attributes = tuple(_attribute(one, named) for named in one.named if of is None or named.observable.kind is of)
    if not one.named and of is None:
        attributes = _rule(one)
    content = marked_bytes(one, definitions)
    return _Entry(attributes, one.version, content, tuple(map(object_bytes, definitions.values())))


def _rule(one: Leaving) -> tuple[dict[str, Any], ...]:
    """A pattern that names nothing we compare: as a rule of its language, where MISP has a type for it."""
    type_ = _RULES.get(one.pattern_type)
    if type_ is None:
        return ()
    return (_attribute_of(one, type_, one.pattern, key=one.pattern_type, to_ids=True),)


def _attribute(one: Leaving, named: Named) -> dict[str, Any]:
    value = named.observable
    return _attribute_of(one, _type_of(value), value.text, key=f"{value.kind} {value.text}", to_ids=named.alone)


def _attribute_of(one: Leaving, of: tuple[str, str], value: str, *, key: str, to_ids: bool) -> dict[str, Any]:
    type_, category = of
    obliged = ", ".join(one.obligations)
    return {
        "uuid": str(uuid5(NAMESPACE, f"{one.label.owner} {one.stix_id} {key}")),
        "type": type_,
        "category": category,
        "value": value,
        "to_ids": to_ids,
        "timestamp": str(int(one.version.timestamp())),
        "comment": f"{one.name} ({obliged})" if obliged else one.name,
        "disable_correlation": False,
        "first_seen": one.valid_from.isoformat(),
        **({"last_seen": one.valid_until.isoformat()} if one.valid_until else {}),
        OURS: one.stix_id,
    }


def _type_of(one: Observable) -> tuple[str, str]:
    """MISP's type and category of an observable; what MISP has no type for is "other"."""
    if one.kind is Kind.WALLET and one.system == "bitcoin":
        return _BITCOIN
    return _TWITTER if one.kind is Kind.ACCOUNT and one.system == "twitter" else _TYPES[one.kind]


def _event(names: dict[UUID, str], group: _Group, part: int, some: list[_Entry]) -> dict[str, Any]:
    latest = max(group.changed, *(one.version for one in some))
    definitions = dict.fromkeys(each for one in some for each in one.definitions)
    return {
        "uuid": str(uuid5(NAMESPACE, f"{group.owner} {group.source} {' '.join(group.marks)} {part}")),
        "info": f"{group.source} ({', '.join(group.marks)})" + (f" {part + 1}" if part else ""),
        "date": f"{latest:%Y-%m-%d}",
        "timestamp": str(int(latest.timestamp())),
        "publish_timestamp": str(int(now().timestamp())),
        "published": True,
        "analysis": _COMPLETE,
        "threat_level_id": _UNDEFINED,
        "Orgc": {"uuid": str(group.owner), "name": names.get(group.owner, str(group.owner))},
        "Tag": [{"name": name} for name in _tags(group.marks)],
        "Attribute": [attribute for one in some for attribute in one.attributes],
        OURS: {"objects": [one.decode() for one in (*definitions, *(one.whole for one in some))]},
    }


def _tags(marked: tuple[str, ...]) -> list[str]:
    """Our marks as MISP's tags: the TLP as its taxonomy writes it, the handling codes as one of our own."""
    codes = {code.value for code in Handling}
    return [f'minassa:handling="{one}"' if one in codes else one.lower() for one in marked]


def _hashed(value: str, event: str) -> bytes:
    return f"{hashlib.md5(value.encode(), usedforsecurity=False).hexdigest()},{event}\n".encode()
