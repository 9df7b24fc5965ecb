"""What a rule finds among the incidents that its keeper sees. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from minassa.threats.cells import Cell, cell_text
from minassa.threats.months import month_of, month_text
from minassa.threats.trends import seasonal_baseline
from minassa.threats.warnings.kinds import WarningKind

MOST_FOUND: Final = 50
"""Happenings of one rule at one look: those with most incidents; an import of years of incidents must not bury a person."""
MOST_BEHIND: Final = 50
_DAYS_OF_MONTH: Final = 30.44


@dataclass(frozen=True, slots=True)
class Seen:
    """An incident as rules look at it. `groups` are the ids of the armed groups that its reports name."""

    id: UUID
    day: date
    country: str
    kind: str
    cell: Cell | None
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a rule asks. Empty `country` and `group` mean any.

    `least`: so many incidents at least. `months`: new is what was not there for so long. `days`: how far back incidents are looked at.
    """

    kind: WarningKind
    country: str = ""
    group: str = ""
    least: int = 1
    months: int = 12
    days: int = 31


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing to be warned of: what tells it from others of its rule, the parts of its sentence, and the incidents behind it."""

    key: str
    facts: Mapping[str, Any]
    incidents: tuple[UUID, ...]


def find(wanted: Wanted, incidents: Sequence[Seen], today: date) -> list[Happening]:
    """What there is to be warned of, as of the last day of which something is known (at most today). Those with most incidents first."""
    known = [one for one in incidents if one.day <= today]
    if not known:
        return []
    scope = [one for one in known if _is_within(one, wanted)]
    first, last = min(one.day for one in known), max(one.day for one in known)
    found = list(_FINDERS[wanted.kind](wanted, scope, _Span(first, last, wanted)))
    return sorted(found, key=lambda one: (-int(one.facts["count"]), one.key))[:MOST_FOUND]


def _is_within(one: Seen, wanted: Wanted) -> bool:
    return (not wanted.country or one.country == wanted.country) and (not wanted.group or wanted.group in one.groups)


@dataclass(frozen=True, slots=True)
class _Span:
    """From which day to which something is known, and what counts as late."""

    first: date
    last: date
    wanted: Wanted

    def is_late(self, one: Seen) -> bool:
        return one.day > self.last - timedelta(days=self.wanted.days)

    def is_new(self, day: date, before: Iterable[date]) -> bool:
        """Whether nothing came before it for so long; nothing is new where less than that is known."""
        since = day - timedelta(days=self.wanted.months * _DAYS_OF_MONTH)
        return self.first <= since and not any(since <= one < day for one in before)


def _rises(wanted: Wanted, scope: Sequence[Seen], span: _Span) -> Iterator[Happening]:
    """The last two months of each country, or of the group as a whole, above nine of ten months of the season before."""
    months = range(month_of(span.first), month_of(span.last) + 1)
    for place, some in _by(scope, lambda one: "" if wanted.group and not wanted.country else one.country).items():
        counted = [0] * len(months)
        for one in some:
            counted[month_of(one.day) - months[0]] += 1
        expected = seasonal_baseline(counted)
        for number in range(max(0, len(months) - 2), len(months)):
            usual, count = expected[number], counted[number]
            if usual is None or count <= usual.high or count < wanted.least:
                continue
            behind = [one for one in some if month_of(one.day) == months[number]]
            facts = {"country": place, "month": months[number], "count": count, "high": round(usual.high, 1)}
            yield _happening(f"{place}:{month_text(months[number])}", {**facts, "group": wanted.group}, behind)


def _new_cells(wanted: Wanted, scope: Sequence[Seen], span: _Span) -> Iterator[Happening]:
    placed = [one for one in scope if one.cell is not None]
    for cell, some in _by(placed, lambda one: one.cell).items():
        if isinstance(cell, Cell) and (late := _new_among(some, span)) and len(late) >= wanted.least:
            facts = {"cell": cell_text(cell), "country": late[0].country, "count": len(late), "months": wanted.months}
            yield _happening(f"{cell_text(cell)}:{_month(late)}", facts, late)


def _new_tactics(wanted: Wanted, scope: Sequence[Seen], span: _Span) -> Iterator[Happening]:
    """A kind of incident that was not there: of the group, or in the country."""
    by_group = bool(wanted.group and not wanted.country)
    for place, some in _by(scope, lambda one: ("" if by_group else one.country, one.kind)).items():
        if isinstance(place, tuple) and (late := _new_among(some, span)) and len(late) >= wanted.least:
            country, kind = place
            facts = {
                "country": country,
                "kind": kind,
                "group": wanted.group,
                "count": len(late),
                "months": wanted.months,
            }
            yield _happening(f"{country}:{kind}:{_month(late)}", facts, late)


def _new_countries(wanted: Wanted, scope: Sequence[Seen], span: _Span) -> Iterator[Happening]:
    named = [(one, group) for one in scope for group in one.groups if one.country and wanted.group in {"", group}]
    places: defaultdict[tuple[str, str], list[Seen]] = defaultdict(list)
    for one, group in named:
        places[group, one.country].append(one)
    for (group, country), some in places.items():
        late = _new_among(some, span)
        if late and len(late) >= wanted.least:
            facts = {"group": group, "country": country, "count": len(late), "months": wanted.months}
            yield _happening(f"{group}:{country}:{_month(late)}", facts, late)


def _new_among(some: Sequence[Seen], span: _Span) -> list[Seen]:
    """The late ones of these, where the first of them is new; the earliest first."""
    late = sorted((one for one in some if span.is_late(one)), key=lambda one: (one.day, str(one.id)))
    return late if late and span.is_new(late[0].day, (one.day for one in some)) else []


def _month(late: Sequence[Seen]) -> str:
    return month_text(month_of(late[0].day))


def _by(some: Iterable[Seen], key: Callable[[Seen], Hashable]) -> dict[Hashable, list[Seen]]:
    found: defaultdict[Hashable, list[Seen]] = defaultdict(list)
    for one in some:
        found[key(one)].append(one)
    return dict(found)


def _happening(key: str, facts: Mapping[str, Any], behind: Sequence[Seen]) -> Happening:
    latest = sorted(behind, key=lambda one: (one.day, str(one.id)), reverse=True)[:MOST_BEHIND]
    return Happening(key, facts, tuple(one.id for one in latest))


_FINDERS: Final[Mapping[WarningKind, Callable[[Wanted, Sequence[Seen], _Span], Iterator[Happening]]]] = {
    "rise": _rises,
    "new_cell": _new_cells,
    "new_tactic": _new_tactics,
    "new_country": _new_countries,
}
