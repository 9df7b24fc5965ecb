"""Where it continues and where it may spread, from the incidents that the reader sees."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from minassa.access import Actor, door
from minassa.base import Invalid, today
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.cells import HALF_DEGREE, Cell, cell_of
from minassa.threats.months import month_of
from minassa.threats.picture.handling import handling_of
from minassa.threats.picture.kept import kept
from minassa.threats.picture.series import CHUNK, known_groups
from minassa.threats.picture.types import ListedCell, Spread
from minassa.threats.reads import filtered, refuse_odd
from minassa.threats.sources import PLACED_WELL
from minassa.threats.spread import Box, Ranked, continues, grid_of, may_spread
from minassa.threats.types import Filters


@dataclass(frozen=True, slots=True)
class Region:
    """What is ranked together, and the part of it that is listed."""

    ranked: Box
    listed: Box


_WEST: Final = Box(4, 24, -18, 24)
_AFRICA: Final = Box(-36, 38, -26, 60)
REGIONS: Final[Mapping[str, Region]] = {
    "west": Region(_WEST, _WEST),
    "gulf": Region(_WEST, Box(4, 12, -9, 16)),
    "africa": Region(_AFRICA, _AFRICA),
}
"""`gulf`, the states on the Gulf of Guinea, is ranked with the Sahel, from where violence spreads to it, and listed alone."""
MOST_LISTED: Final = 300
_ALL: Final = Filters()
_AROUND: Final = 2

Place = tuple[int, float, float, str]


def read_spread(
    actor: Actor, *, region: str = "west", filters: Filters = _ALL, most: int = 50, purpose: str = ""
) -> Spread:
    """The two lists of half-degree cells for the month that follows the last one known. Raises Invalid for no such region or filter.

    Of the filters the last day, the kind, the group and the source count. What is not placed to within about 25 km is left out.
    """
    refuse_odd(filters)
    if region not in REGIONS:
        raise Invalid(faults.BAD_FILTER, name="region")
    asked = replace(filters, first=None, country="", cell=None, area="")
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        groups = known_groups() if asked.group else ()
        question = ("spread", region, asked, max(1, min(most, MOST_LISTED)), month_of(today()), groups)
        handling = kept(opened, ("handling", asked, groups), lambda: handling_of(opened, filtered(asked)))
        return replace(kept(opened, question, lambda: _spread(region, asked, question[3])), handling=handling)


def _spread(region: str, filters: Filters, most: int) -> Spread:
    places = list(_places(filters))
    until = min(max((one[0] for one in places), default=0), month_of(today()) - 1)
    places = [one for one in places if one[0] <= until]
    box = REGIONS[region].ranked
    grid = grid_of(((month, north, east) for month, north, east, _country in places), box=box, last=until)
    counts = Counter(cell_of(north, east) for _month, north, east, _country in places)
    known = _Known(_countries(places), counts)
    rows, columns = box.shape
    ranked = {
        "continues": continues(grid, until + 1, most=rows * columns),
        "may_spread": may_spread(grid, until + 1, most=rows * columns),
    }
    lists = {name: _listed(some, region, known, most) for name, some in ranked.items()} if places else {}
    held = int(grid.before(until + 1).sum()) if places else 0
    return Spread(region, until + 1, until, held, lists.get("continues", ()), lists.get("may_spread", ()))


def _places(filters: Filters) -> Iterator[Place]:
    found = filtered(filters).filter(place_precision__in=PLACED_WELL, latitude__isnull=False, longitude__isnull=False)
    columns = found.values_list("start", "latitude", "longitude", "country")
    for day, north, east, country in columns.iterator(chunk_size=CHUNK):
        yield month_of(day), float(north or 0), float(east or 0), country


@dataclass(frozen=True, slots=True)
class _Known:
    """What is told of a cell beside its rank."""

    countries: Mapping[Cell, Counter[str]]
    counts: Mapping[Cell, int]

    def near(self, cell: Cell) -> tuple[str, ...]:
        """The countries of what happened in a cell; where nothing did, of what happened up to two cells away."""
        found = self.countries.get(cell) or sum(
            (self.countries.get(one, Counter[str]()) for one in _around(cell)), Counter[str]()
        )
        return tuple(country for country, _count in found.most_common(3))


def _around(cell: Cell) -> Iterator[Cell]:
    steps = [step * HALF_DEGREE for step in range(-_AROUND, _AROUND + 1)]
    return (Cell(cell.south + up, cell.west + across) for up in steps for across in steps)


def _countries(places: Sequence[Place]) -> Mapping[Cell, Counter[str]]:
    found: defaultdict[Cell, Counter[str]] = defaultdict(Counter)
    for _month, north, east, country in places:
        if country:
            found[cell_of(north, east)][country] += 1
    return dict(found)


def _listed(ranked: Sequence[Ranked], region: str, known: _Known, most: int) -> tuple[ListedCell, ...]:
    listed = REGIONS[region].listed
    shown = [one for one in ranked if listed.holds(one.cell.south, one.cell.west)][:most]
    return tuple(
        ListedCell(one.cell, rank, one.reasons, known.near(one.cell), known.counts.get(one.cell, 0))
        for rank, one in enumerate(shown, 1)
    )
