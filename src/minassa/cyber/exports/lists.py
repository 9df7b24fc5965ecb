"""Exports in one file: a plain list, a table, a STIX bundle."""

import json
from collections.abc import Iterator
from typing import Any, Final, TypeAlias
from uuid import uuid4

from minassa.access import Actor
from minassa.base import now
from minassa.cyber.exports.leaving import Leaving, leaving
from minassa.cyber.observables import Kind
from minassa.cyber.tables import line
from minassa.stix import TLP_LEVELS, Markings, marking_definitions, markings_of, object_bytes

Said: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""Marks and obligations of everything in a file."""
COLUMNS: Final = (
    "value", "kind", "system", "alone", "name", "pattern", "source", "owner", "marks", "obligations", "valid_from",
    "valid_until", "confidence", "stix_id",
)  # fmt: skip


def plain_list(actor: Actor, *, of: Kind, purpose: str, handling: Said) -> Iterator[bytes]:
    """One value a line, each once; lines that begin with # say when it was made and how it must be handled.

    Only what alone satisfies its indicator: a part of a pattern would block what is harmless by itself.
    """
    marks, obligations = handling
    yield f"# {of.value}; made {now():%Y-%m-%dT%H:%M:%SZ}; {', '.join(marks) or 'nothing leaves'}\n".encode()
    for word in obligations:
        yield f"# {word}\n".encode()
    seen: set[str] = set()
    for one in leaving(actor, purpose=purpose):
        for named in one.named:
            value = named.observable.text
            if named.alone and named.observable.kind is of and value not in seen:
                seen.add(value)
                yield f"{value}\n".encode()


def table(actor: Actor, *, of: Kind | None, purpose: str) -> Iterator[bytes]:
    """One line for each observable of each indicator."""
    yield line(COLUMNS)
    for one in leaving(actor, purpose=purpose):
        for named in one.named:
            if of is None or named.observable.kind is of:
                value = named.observable
                alone = "yes" if named.alone else "no"
                yield line([value.value, value.kind.value, value.system, alone, *_cells(one)])


def _cells(one: Leaving) -> tuple[str, ...]:
    return (
        one.name,
        one.pattern,
        one.source,
        str(one.label.owner),
        " ".join(one.marks),
        " ".join(one.obligations),
        one.valid_from.isoformat(),
        one.valid_until.isoformat() if one.valid_until else "",
        "" if one.confidence is None else str(one.confidence),
        one.stix_id,
    )


def bundle(actor: Actor, *, of: Kind | None, purpose: str) -> Iterator[bytes]:
    """A STIX 2.1 bundle: each object in its author's exact bytes, unless our label is narrower than its marks.

    Then it leaves with our marks added, since whoever receives it reads nothing else.
    """
    head = json.dumps({"type": "bundle", "id": f"bundle--{uuid4()}"})[:-1]
    yield head.encode()
    definitions: dict[str, dict[str, Any]] = {}
    begin = b', "objects": ['
    for one in leaving(actor, purpose=purpose):
        if of is None or any(named.observable.kind is of for named in one.named):
            yield begin + marked_bytes(one, definitions)
            begin = b",\n"
    for definition in definitions.values():
        yield begin + object_bytes(definition)
    yield b"]}" if begin == b",\n" else b"}"


def marked_bytes(one: Leaving, definitions: dict[str, dict[str, Any]]) -> bytes:
    """An indicator as it leaves; the definitions of our marks are added to those given."""
    wanted = Markings(
        tlp=one.label.tlp.value,
        handling=frozenset(code.value for code in one.label.handling),
        purposes=one.label.purposes,
        exercise=one.label.exercise,
    )
    made = {definition["id"]: definition for definition in marking_definitions(wanted)}
    definitions.update(made)
    content: dict[str, Any] = json.loads(one.content)
    if _says(markings_of(content, made), wanted):
        return one.content.encode()
    own = [ref for ref in content.get("object_marking_refs", ()) if ref not in made]
    return object_bytes({**content, "object_marking_refs": [*made, *own]})


def _says(found: Markings, wanted: Markings) -> bool:
    """Whether an object's own marks are at least as narrow as our label."""
    is_narrow = bool(found.tlp) and TLP_LEVELS.index(found.tlp) <= TLP_LEVELS.index(wanted.tlp)
    purposes = not wanted.purposes or (bool(found.purposes) and found.purposes <= wanted.purposes)
    return is_narrow and purposes and wanted.handling <= found.handling and found.exercise >= wanted.exercise
