"""From incidents to an overview. Pure: whoever calls it has chosen the incidents, and nothing else enters any number.

What comes after the last month is not read; what came before is, for the usual, the lists of cells and the forecast.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from minassa.threats.months import month_of
from minassa.threats.overview.foreseeing import foreseen
from minassa.threats.overview.types import (
    Because,
    Counted,
    Line,
    Month,
    Moving,
    Overview,
    Scope,
    Somewhere,
    Told,
    Usual,
    Warned,
)
from minassa.threats.sources import RADIUS_KM
from minassa.threats.spread import HALF_DEGREE, Box, Ranked, continues, grid_of, may_spread
from minassa.threats.trends import seasonal_baseline, trend

MONTHS_SHOWN: Final = 24
MONTHS_TESTED: Final = 36
MOST_LINES: Final = 20
MOST_CELLS: Final = 15
WELL_PLACED: Final = 25.0
"""Kilometres: what may be farther off belongs to no cell of half a degree."""
_AROUND: Final = 2.0

MOST_RANKED: Final = 500
Keys = Callable[[Told], Iterable[str]]
CountryAt = Callable[[float, float], str]
Corner = tuple[float, float]


def _nowhere(_longitude: float, _latitude: float) -> str:
    return ""


def counted(  # noqa: PLR0913 - what an overview is counted from, each part named
    scope: Scope,
    known: Sequence[Told],
    *,
    groups: Mapping[str, str],
    made: datetime,
    digest: str = "",
    country_at: CountryAt = _nowhere,
) -> Overview:
    """The overview of these incidents.

    `groups` gives for an actor, as written, the name of its group; `country_at` the country of a longitude and latitude, as far as
    shapes are known: what shapes do not tell, the incidents of a cell do.
    """
    read = [one for one in known if month_of(one.day) <= scope.last]
    area = [one for one in read if not scope.countries or one.country in scope.countries]
    now = [one for one in area if month_of(one.day) >= scope.first]
    earlier = [one for one in area if scope.first - scope.length <= month_of(one.day) < scope.first]
    months = _series(scope, read, area)
    placed, vague, undrawn = _placed(now)
    warned = _warned(scope, read, area, country_at)
    ahead, scores = foreseen(scope, read)
    return Overview(
        scope=scope,
        made=made,
        incidents=len(now),
        before=len(earlier),
        low=sum(one.deaths.low for one in now if one.deaths),
        high=sum(one.deaths.high for one in now if one.deaths),
        without_deaths=sum(one.deaths is None for one in now),
        by_country=_lines(now, earlier, lambda one: [one.country]),
        by_kind=_lines(now, earlier, lambda one: [one.kind]),
        groups=_lines(now, earlier, lambda one: dict.fromkeys(groups[actor] for actor in one.actors)),
        sources=_lines(now, earlier, lambda one: one.sources),
        months=months[-MONTHS_SHOWN:],
        moving=_moving(months),
        cells=placed,
        areas=vague,
        undrawn=undrawn,
        continues=warned[0],
        spreads=warned[1],
        ahead=ahead,
        scores=scores,
        used=len(read),
        digest=digest,
    )


def _lines(now: Sequence[Told], earlier: Sequence[Told], keys: Keys) -> tuple[Line, ...]:
    """A line for each key, the most incidents first."""
    found: defaultdict[str, list[Told]] = defaultdict(list)
    for one in now:
        for key in keys(one):
            found[key].append(one)
    before = Counter(key for one in earlier for key in keys(one))
    lines = (_line(key, told, before[key]) for key, told in found.items() if key)
    return tuple(sorted(lines, key=lambda one: (-one.incidents, -one.high, one.key))[:MOST_LINES])


def _line(key: str, told: Sequence[Told], before: int) -> Line:
    ranges = [one.deaths for one in told if one.deaths]
    countries = Counter(one.country for one in told if one.country)
    most = tuple(sorted(countries, key=lambda code: (-countries[code], code))[:8])
    return Line(key, len(told), sum(one.low for one in ranges), sum(one.high for one in ranges), before, most)


def _series(scope: Scope, read: Sequence[Told], area: Sequence[Told]) -> tuple[Month, ...]:
    """All months from the first of which anything is known on; a month without an incident counts none."""
    first = min((month_of(one.day) for one in read), default=scope.first)
    counts, deaths = Counter(month_of(one.day) for one in area), Counter[int]()
    for one in area:
        deaths[month_of(one.day)] += one.best
    numbers = range(min(first, scope.first), scope.last + 1)
    usual = seasonal_baseline([counts[number] for number in numbers])
    return tuple(
        Month(
            number,
            counts[number],
            deaths[number],
            Usual(round(one.low, 1), round(one.middle, 1), round(one.high, 1)) if one else None,
        )
        for number, one in zip(numbers, usual, strict=True)
    )


def _moving(months: Sequence[Month]) -> Moving:
    found = trend([one.incidents for one in months[-MONTHS_TESTED:]])
    return Moving(found.label, round(found.tau, 3), round(found.p, 4), found.months)


def _placed(now: Sequence[Told]) -> tuple[tuple[Counted, ...], tuple[Somewhere, ...], int]:
    """Incidents by cell, those that are placed less well by area, and how many can be drawn nowhere."""
    cells, areas, undrawn = Counter[Corner](), Counter[tuple[float, float, float]](), 0
    for one in now:
        radius = RADIUS_KM.get(one.precision)  # type: ignore[call-overload] # the column holds such words
        if radius is None or one.latitude is None or one.longitude is None:
            undrawn += 1
        elif radius <= WELL_PLACED:
            cells[_corner(one.latitude, one.longitude)] += 1
        else:
            areas[round(one.latitude, 2), round(one.longitude, 2), radius] += 1
    return (
        tuple(Counted(*corner, count) for corner, count in sorted(cells.items())),
        tuple(Somewhere(*where, count) for where, count in sorted(areas.items())),
        undrawn,
    )


def _corner(latitude: float, longitude: float) -> Corner:
    return latitude // HALF_DEGREE * HALF_DEGREE, longitude // HALF_DEGREE * HALF_DEGREE


def _is_placed(one: Told) -> bool:
    radius = RADIUS_KM.get(one.precision)  # type: ignore[call-overload] # the column holds such words
    return radius is not None and radius <= WELL_PLACED and one.latitude is not None and one.longitude is not None


def _warned(
    scope: Scope, read: Sequence[Told], area: Sequence[Told], country_at: CountryAt
) -> tuple[tuple[Warned, ...], tuple[Warned, ...]]:
    """Where it continues and where it may spread in the month after the last: cells of the area, ranked by what happened around it too."""
    inside = [(one.latitude or 0.0, one.longitude or 0.0) for one in area if _is_placed(one)]
    if not inside:
        return (), ()
    placed = [one for one in read if _is_placed(one)]
    events = ((month_of(one.day), one.latitude or 0.0, one.longitude or 0.0) for one in placed)
    grid = grid_of(events, box=_box(inside), last=scope.last)
    names: defaultdict[Corner, Counter[tuple[str, str]]] = defaultdict(Counter)
    for one in placed:
        names[_corner(one.latitude or 0.0, one.longitude or 0.0)][one.place, one.country] += 1
    lists = (rank(grid, scope.last + 1, most=MOST_RANKED) for rank in (continues, may_spread))
    continuing, spreading = (tuple(_of_area(scope, ranked, names, country_at)) for ranked in lists)
    return continuing, spreading


def _of_area(
    scope: Scope, ranked: Iterable[Ranked], names: Mapping[Corner, Counter[tuple[str, str]]], country_at: CountryAt
) -> Iterator[Warned]:
    """The first cells of a list that lie in the countries asked for."""
    named = (_named(one, names, country_at) for one in ranked)
    return islice((one for one in named if not scope.countries or one.country in scope.countries), MOST_CELLS)


def _box(places: Sequence[Corner]) -> Box:
    """The box around places and two degrees around them, its edges on the edges of cells."""
    south, west = _corner(min(one[0] for one in places) - _AROUND, min(one[1] for one in places) - _AROUND)
    north, east = _corner(max(one[0] for one in places) + _AROUND, max(one[1] for one in places) + _AROUND)
    return Box(max(south, -90.0), min(north + HALF_DEGREE, 90.0), max(west, -180.0), min(east + HALF_DEGREE, 180.0))


def _named(one: Ranked, names: Mapping[Corner, Counter[tuple[str, str]]], country_at: CountryAt) -> Warned:
    corner = (one.cell.south, one.cell.west)
    told = min(names[corner].items(), key=lambda each: (-each[1], each[0]))[0] if corner in names else ("", "")
    middle = (one.cell.west + HALF_DEGREE / 2, one.cell.south + HALF_DEGREE / 2)
    reasons = tuple(Because(reason.code, reason.count) for reason in one.reasons)
    return Warned(*corner, told[0][:120], told[1] or country_at(*middle) or _beside(corner, names), reasons)


def _beside(corner: Corner, names: Mapping[Corner, Counter[tuple[str, str]]]) -> str:
    """The country of most incidents within two cells, for a cell of which nothing else tells one."""
    found: Counter[str] = Counter()
    for row in range(-2, 3):
        for column in range(-2, 3):
            near = names.get((corner[0] + row * HALF_DEGREE, corner[1] + column * HALF_DEGREE), Counter())
            for (_place, country), count in near.items():
                found[country] += count
    return min(found, key=lambda code: (-found[code], code), default="")
