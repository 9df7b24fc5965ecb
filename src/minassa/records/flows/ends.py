"""The ends of links: the agency's own records that have the identifier, or new ones.

Of several records with the same identifier the oldest is meant; that they may be about the same is proposed to a person
elsewhere. A new account gets its holder as the row names them, a new phone line those people whose record bears its number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from minassa.access import Opened
from minassa.base import Invalid
from minassa.names import fold
from minassa.records.flows import faults
from minassa.records.flows.rows import EndTold, digest
from minassa.records.items import Item, checked
from minassa.records.models import Record, RecordKey, RecordReference
from minassa.records.vocabulary import schema

_AT_ONCE: Final = 400
_MOST_USERS: Final = 5
_PAPERS: Final = ("Passport", "Identification")

Known = dict[tuple[str, str], str]


@dataclass(slots=True)
class Ends:
    """What is known of ends in one import: the reference of each by its kind and key. Grows with the ends, not with the rows."""

    opened: Opened
    own: list[int] = field(init=False)
    known: Known = field(default_factory=dict)

    def __post_init__(self) -> None:
        agency = self.opened.actor.agency
        self.own = [one for one in self.opened.writable if self.opened.label_of(one).owner == agency]

    def settle(self, told: Iterable[EndTold]) -> list[Item]:
        """Find these ends; give the new records for those that were not there, each once. What cannot be made is left unknown."""
        wanted = {(one.schema, one.key): one for one in told if (one.schema, one.key) not in self.known}
        users: dict[str, list[str]] = {}
        for some in _pieces(wanted.values()):
            self._find(some, users)
        made: list[Item] = []
        for place, one in wanted.items():
            if place not in self.known and one.properties:
                self.known[place] = one.origin
                made += self._new(one, users.get(one.key, ()))
        return made

    def origin_of(self, one: EndTold) -> str:
        """The reference of an end. Raises Invalid where there is no such record and none can be made."""
        found = self.known.get((one.schema, one.key))
        if found is None:
            raise Invalid(faults.NO_TRAVELLER)
        return found

    def _find(self, some: list[EndTold], users: dict[str, list[str]]) -> None:
        by_origin = {one.origin: (one.schema, one.key) for one in some}
        for origin in self._own_records().filter(origin__in=list(by_origin)).values_list("origin", flat=True):
            self.known[by_origin[origin]] = origin
        rows = RecordKey.objects.filter(key__in=[one.key for one in some], label_id__in=self.own)
        kinds: dict[str, set[str]] = {}
        for one in some:
            kinds.setdefault(one.key, set()).add(one.schema)
        for row in rows.select_related("record").order_by("record__created", "record_id"):
            self._take(row, kinds[row.key], users)
        self._find_places([one for one in some if one.schema == "Place" and (one.schema, one.key) not in self.known])

    def _take(self, row: RecordKey, kinds: set[str], users: dict[str, list[str]]) -> None:
        of = schema(row.record.schema)
        for kind in kinds:
            if of.is_a(kind) and (kind != "Person" or row.property in _NUMBERS_OF_PEOPLE):
                self.known.setdefault((kind, row.key), row.record.origin)
            elif kind == "Person" and of.name in _PAPERS:
                holder = RecordReference.objects.filter(record_id=row.record_id, property="holder").first()
                if holder is not None:
                    self.known.setdefault((kind, row.key), holder.target)
            elif kind == "PhoneLine" and of.is_a("LegalEntity"):
                users.setdefault(row.key, []).append(row.record.origin)

    def _find_places(self, places: list[EndTold]) -> None:
        """Places have no identifier: one of the very same name is meant."""
        names = {name: one for one in places for name in one.properties["name"]}
        found = self._own_records().filter(schema="Place", caption__in=list(names)).order_by("created", "id")
        for caption, origin in found.values_list("caption", "origin"):
            self.known.setdefault(("Place", fold(caption) or caption.casefold()), origin)

    def _own_records(self) -> "QuerySet[Record]":
        return Record.objects.filter(label_id__in=self.own)

    def _new(self, one: EndTold, users: Iterable[str]) -> Iterator[Item]:
        yield checked(Item(one.origin, one.schema, one.properties))
        if one.holder:
            holder = f"holder:{digest(one.key)}"
            yield checked(Item(holder, "LegalEntity", {"name": (one.holder,)}))
            yield _owned(holder, one)
        for user in islice(users, _MOST_USERS):
            yield _linked(user, one)


_NUMBERS_OF_PEOPLE: Final = frozenset({"passportNumber", "idNumber", "socialSecurityNumber"})


def _owned(holder: str, one: EndTold) -> Item:
    ends: Mapping[str, tuple[str, ...]] = {"owner": (holder,), "asset": (one.origin,)}
    return checked(Item(f"owns:{digest(one.key)}", "Ownership", ends))


def _linked(user: str, one: EndTold) -> Item:
    ends = {"subject": (user,), "object": (one.origin,), "role": (_("Phone number"),)}
    return checked(Item(f"uses:{digest(one.key, user)}", "UnknownLink", ends))


def _pieces(told: Iterable[EndTold]) -> Iterator[list[EndTold]]:
    waiting = iter(told)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some
