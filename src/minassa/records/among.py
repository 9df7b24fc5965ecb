"""Some records asked as if they were all: which of them does a question find? And by what they would be found, for the watch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from minassa.access import Actor, Opened, door, system_actor
from minassa.names import Hit, NameIndex
from minassa.records import shaping
from minassa.records.acts import RECORD_INDEX, RECORD_MATCH
from minassa.records.matching import hit_of
from minassa.records.models import Record
from minassa.records.types import RecordHit
from minassa.records.values import query_keys
from minassa.records.vocabulary import schema

_MOST_HITS: Final = 200
_MOST_IDS: Final = 500
Kind = Literal["person", "organisation"]


@dataclass(frozen=True, slots=True)
class Sought:
    """A question as records are asked: a name, a number, or both."""

    name: str
    identifier: str = ""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Findable:
    """By what a record is found: its names with their kind, and the keys of its numbers."""

    names: tuple[str, ...]
    kind: Kind
    keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Among:
    """What questions find among some records, in their order: records with the number that is the same; and which are seen at all."""

    found: tuple[tuple[tuple[RecordHit, str], ...], ...]
    seen: frozenset[UUID]


def findable(ids: Iterable[UUID]) -> dict[UUID, Findable]:
    """By what these records are found, whoever may see them: for finding whom they concern, who is then asked through their own door.

    A record that is not there any more is left out.
    """
    with door(system_actor("records-index"), RECORD_INDEX):
        rows = _rows(ids)
        return {row.id: _findable(row) for row in rows}


def _rows(ids: Iterable[UUID]) -> list[Record]:
    wanted = list(dict.fromkeys(ids))
    return [
        row
        for start in range(0, len(wanted), _MOST_IDS)
        for row in Record.objects.filter(id__in=wanted[start : start + _MOST_IDS])
    ]


def _findable(row: Record) -> Findable:
    of, (properties, _extra) = schema(row.schema), shaping.unpacked(row.content)
    found = shaping.names(of, properties)
    names = (*found.strong, *found.weak) if found else ()
    keys = frozenset(key for _name, key in shaping.keys(of, properties))
    return Findable(names, found.kind if found else "person", keys)


def match_among(  # noqa: PLR0913 - a search on people states purpose and case beside what is asked
    actor: Actor, *, ids: Iterable[UUID], sought: Sequence[Sought], least: float, purpose: str, case: str = ""
) -> Among:
    """For each question, those of these records that the actor sees and that it finds.

    A record's score is what a search of all records would give: names weigh the same whatever else is in an index.
    """
    with door(actor, RECORD_MATCH, purpose=purpose, case=case) as opened:
        rows = {row.id: row for row in _rows(ids)}
        index, keys = NameIndex(), dict[str, set[UUID]]()
        for row in rows.values():
            _put(index, keys, row)
        found = tuple(_found(question, index, keys, rows, opened, least) for question in sought)
        opened.note(asked=len(sought), records=len(rows))
        return Among(found, frozenset(rows))


def _found(  # noqa: PLR0913, PLR0917 - what is asked and all in which it is looked for
    question: Sought,
    index: NameIndex,
    keys: Mapping[str, set[UUID]],
    rows: Mapping[UUID, Record],
    opened: Opened,
    least: float,
) -> tuple[tuple[RecordHit, str], ...]:
    named = {UUID(hit.id): hit for hit in _alike(index, question, least)}
    same = {row: key for key in query_keys(question.identifier) for row in keys.get(key, ())}
    return tuple(
        (hit_of(rows[row], named.get(row) or Hit(str(row), 0.0, "", ()), opened), same.get(row, ""))
        for row in sorted(named.keys() | same.keys())
    )


def _put(index: NameIndex, keys: dict[str, set[UUID]], row: Record) -> None:
    of, (properties, _extra) = schema(row.schema), shaping.unpacked(row.content)
    found = shaping.names(of, properties)
    if found is not None:
        index.add(str(row.id), names=found.strong, kind=found.kind, weak=found.weak)
    for _name, key in shaping.keys(of, properties):
        keys.setdefault(key, set()).add(row.id)


def _alike(index: NameIndex, question: Sought, least: float) -> list[Hit]:
    if not question.name.strip():
        return []
    return index.search(question.name, kind=question.kind, limit=_MOST_HITS, least=least)
