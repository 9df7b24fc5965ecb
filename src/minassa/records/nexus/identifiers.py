"""Shared identifiers: the same phone, account, document or address, held by several people or organisations.

An identifier is a value that two records write the same way once it is cleaned, or a thing (a phone line, a passport, an address)
that several are linked to. Both are read through the asker's own door: a holder that is hidden does not make a thing shared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import numpy as np

from minassa.access import Actor, Opened, door
from minassa.records import shaping
from minassa.records.acts import RECORD_EXPLORE
from minassa.records.graph import Graph, Sight
from minassa.records.models import Record, RecordKey
from minassa.records.nexus.asking import EVERYTHING, rows_of, seen_of, sight_of, some_ids, ties_of
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import Holder, SharedIdentifier, Tie, Wanted
from minassa.records.values import ADDRESS_MARK, equality_key
from minassa.records.views import record_row
from minassa.records.vocabulary import schema

MOST_SHARED: Final = 50
MOST_HOLDERS: Final = 30
MOST_AT_AN_ADDRESS: Final = 12
"""An address where more than so many are known is a place of many (a bank, a camp, a market), and no link between them."""
_MOST_THINGS: Final = 500
_MOST_KEYS: Final = 2_000
_MOST_ADDRESSES: Final = 30
_MOST_OF_A_HOLDER: Final = 20
_THINGS: Final = ("Asset", "Identification", "Address")
_OF_MANY: Final = frozenset({"programId", "swiftBic", "bic", "recordId", "sourceEventId", "caseNumber", "wikidataId", "osmId", "googlePlaceId"})  # fmt: skip
"""Identifiers of a list, a bank, a row, a case or a place: that two records share one says nothing about them."""


def shared_identifiers(
    actor: Actor, *, ids: Iterable[UUID], wanted: Wanted = EVERYTHING, purpose: str, case: str = ""
) -> tuple[SharedIdentifier, ...]:
    """What these, or the things linked to them, have in common with any other person or organisation that the asker sees."""
    asked, graph = some_ids(ids), present_graph()
    with door(actor, RECORD_EXPLORE, purpose=purpose, case=case, subject=f"record:{asked[0]}") as opened:
        sight = sight_of(graph, wanted, opened)
        centres = seen_of(graph, asked, sight)
        near = np.setdiff1d(graph.walked(centres, sight).end, centres)
        rows = rows_of(graph.ids([*centres.tolist(), *graph.in_order(near)[-_MOST_THINGS:].tolist()]))
        own = {one: row for one, row in rows.items() if _is_thing(row) or one in asked}
        holders = _Holders(graph, sight, opened, wanted.without)
        found = [one for one in _gathered(own, holders) if one.is_link]
        opened.note(shared=len(found), part="identifiers")
        best = sorted(found, key=lambda one: (-len(one.holders), one.words, one.value))[:MOST_SHARED]
        return tuple(one.told() for one in best)


@dataclass(slots=True)
class _Shared:
    """One identifier while its holders are gathered: each once, by the nearest way."""

    words: str
    value: str
    is_address: bool
    holders: dict[UUID, Holder] = field(default_factory=dict)

    @property
    def is_link(self) -> bool:
        """Whether several have it, and not as many as only have an address in common."""
        return len(self.holders) > 1 and not (self.is_address and len(self.holders) > MOST_AT_AN_ADDRESS)

    def told(self) -> SharedIdentifier:
        """As it crosses the edge of the room."""
        shown = tuple(self.holders.values())[:MOST_HOLDERS]
        return SharedIdentifier(self.words, self.value, shown, len(self.holders) <= MOST_HOLDERS)


def _gathered(own: Mapping[UUID, Record], holders: "_Holders") -> Iterable[_Shared]:
    keys = RecordKey.objects.filter(record_id__in=list(own)).exclude(property__in=_OF_MANY)
    by_key: dict[str, set[UUID]] = {}
    told = set(keys.values_list("key", flat=True))
    addresses = sorted(one for one in told if one.startswith(ADDRESS_MARK))[:_MOST_ADDRESSES]
    for address in addresses:
        here = RecordKey.objects.filter(key=address).order_by("id").values_list("record_id", flat=True)
        by_key[address] = set(here[: MOST_AT_AN_ADDRESS * 2])
    same = RecordKey.objects.filter(key__in=told - set(addresses))
    for key, record in same.exclude(property__in=_OF_MANY).order_by("id").values_list("key", "record_id")[:_MOST_KEYS]:
        by_key.setdefault(key, set()).add(record)
    rows = {**rows_of({one for records in by_key.values() for one in records}), **own}
    with_key = {one for records in by_key.values() for one in records}
    for one, row in own.items():
        if one not in with_key and _is_thing(row):
            by_key[f"record:{one}"] = {one}
    for key, records in sorted(by_key.items()):
        read = {one: rows[one] for one in sorted(records) if one in rows}
        if read:
            is_address = key.startswith(ADDRESS_MARK) or all(
                schema(row.schema).is_a("Address") for row in read.values()
            )
            shared = _Shared(*_said(key, read), is_address)
            for row in read.values():
                holders.add(row, shared.holders)
            yield shared


def _said(key: str, rows: Mapping[UUID, Record]) -> tuple[str, str]:
    """What an identifier is called, and its value as the first record writes it; a thing without a number by its own name."""
    for row in rows.values():
        of, (properties, _extra) = schema(row.schema), shaping.unpacked(row.content)
        region = shaping.region_of(of, properties)
        for name, values in properties.items():
            for value in values:
                if not of.properties[name].guarded and equality_key(of.properties[name], value, region=region) == key:
                    return str(of.properties[name].label), value
    row = next(iter(rows.values()))
    return str(schema(row.schema).label), row.caption


@dataclass(slots=True)
class _Holders:
    """Who has an identifier that stands in a record: the party itself, or the parties that a thing is linked to."""

    graph: Graph
    sight: Sight
    opened: Opened
    without: frozenset[UUID]

    def add(self, row: Record, found: dict[UUID, Holder]) -> None:
        """Put the holders of this record beside those found already."""
        if row.id in self.without:
            return
        if _is_party(row):
            found[row.id] = Holder(record_row(row, self.opened))
        elif _is_thing(row):
            for party, ties in self._linked(row).items():
                found.setdefault(party.id, Holder(record_row(party, self.opened), record_row(row, self.opened), ties))

    def _linked(self, thing: Record) -> dict[Record, tuple[Tie, ...]]:
        number = self.graph.number(thing.id)
        at = np.array([] if number is None else [number], dtype=np.int64)
        steps = self.graph.walked(at[self.graph.seen(at, self.sight)], self.sight)
        ends = self.graph.in_order(np.unique(steps.end))[-_MOST_THINGS:]
        rows = {one: row for one, row in rows_of(self.graph.ids(ends.tolist())).items() if _is_party(row)}
        ties = ties_of(self.graph, steps.edge.tolist()[:_MOST_KEYS], {**rows, thing.id: thing}, self.opened)
        return {
            row: tuple(tie for tie in ties if one in {tie.source, tie.target})[-_MOST_OF_A_HOLDER:]
            for one, row in rows.items()
        }


def _is_party(row: Record) -> bool:
    return schema(row.schema).is_a("LegalEntity")


def _is_thing(row: Record) -> bool:
    of = schema(row.schema)
    return not _is_party(row) and any(map(of.is_a, _THINGS))
