"""Candidates within reach, their weights, and the one-to-one assignment that fits best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from minassa.threats.matching.distant import Pairs, Places, distant, link_of
from minassa.threats.matching.weighing import (
    MOST_DAYS,
    MOST_KM,
    Link,
    Numbers,
    Spot,
    by_actors,
    by_days,
    by_deaths,
    by_distance,
)

EARTH_KM: Final = 6371.0
LEAST: Final = -9.0
"""The weight at or below which a pair is not linked, nor asked about."""
CERTAIN: Final = 0.2
"""The standing from which a link is made without asking; of those between .2 and .3 two in three are right, of all 96 in 100."""


@dataclass(frozen=True, slots=True)
class Matching:
    """Links to make, links to ask a person about, and the keys of reports that are incidents of their own.

    `distant` are questions too, about reports that lie beyond the reach of links.
    """

    certain: tuple[Link, ...]
    doubtful: tuple[Link, ...]
    distant: tuple[Link, ...]
    alone: tuple[str, ...]


def match(incidents: Sequence[Spot], reports: Sequence[Spot]) -> Matching:
    """Lay the reports of one source to the incidents that the other sources tell of. The order of either list does not matter."""
    known = sorted(incidents, key=lambda one: one.key)
    told = sorted(reports, key=lambda one: one.key)
    pairs = _weighed(known, told, MOST_KM) if known and told else None
    links = [] if pairs is None else _linked(pairs.of(pairs.weights.sum(axis=1) > LEAST), known, told)
    asked = distant(known, told, links, _weighed)
    spoken_for = {link.report for link in (*links, *asked)}
    return Matching(
        tuple(one for one in links if one.standing >= CERTAIN),
        tuple(one for one in links if one.standing < CERTAIN),
        asked,
        tuple(one.key for one in told if one.key not in spoken_for),
    )


def _linked(pairs: Pairs, known: Sequence[Spot], told: Sequence[Spot]) -> list[Link]:
    if not len(pairs.left):
        return []
    standings = _standings(pairs, len(known), len(told))
    return [link_of(pairs, one, known, told, float(standings[one])) for one in sorted(_assigned(pairs, len(known)))]


def _within_reach(known: Sequence[Spot], told: Sequence[Spot], most: float) -> tuple[Places, Places, Numbers, Numbers]:
    """All pairs within so many km and 3 days. A tree in space and time finds them; the exact gates are applied after it."""
    from scipy.spatial import cKDTree  # noqa: PLC0415 - takes a second to load, and most commands never need it

    here, there = _points(known), _points(told)
    days_here, days_there = _days(known), _days(told)
    per_day = most / (MOST_DAYS + 0.5)
    reach = float(np.hypot(most, MOST_DAYS * per_day)) + 1e-6
    here_and_then, there_and_then = (
        cKDTree(np.column_stack([place, day * per_day])) for place, day in ((here, days_here), (there, days_there))
    )
    found = [sorted(one) for one in here_and_then.query_ball_tree(there_and_then, reach)]
    left = np.repeat(np.arange(len(known)), [len(one) for one in found])
    right = np.array([place for one in found for place in one], dtype=np.int64)
    chord = np.sqrt(((here[left] - there[right]) ** 2).sum(axis=1))
    km = 2 * EARTH_KM * np.arcsin(chord / (2 * EARTH_KM))
    days = days_there[right] - days_here[left]
    kept = (km <= most) & (np.abs(days) <= MOST_DAYS)
    return left[kept], right[kept], km[kept], days[kept]


def _points(spots: Sequence[Spot]) -> Numbers:
    latitude, longitude = np.radians([(one.latitude, one.longitude) for one in spots]).T
    across = np.cos(latitude)
    return EARTH_KM * np.column_stack([across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude)])


def _days(spots: Sequence[Spot]) -> Numbers:
    return np.array([one.day for one in spots], dtype=np.float64)


def _weighed(known: Sequence[Spot], told: Sequence[Spot], most: float) -> Pairs:
    """All pairs within so many km and 3 days, with their weights."""
    left, right, km, days = _within_reach(known, told, most)
    radius = _numbers(known, "radius_km")[left] + _numbers(told, "radius_km")[right]
    actors = [by_actors(known[one].actors, told[other].actors) for one, other in zip(left, right, strict=True)]
    deaths = by_deaths(_numbers(known, "deaths")[left], _numbers(told, "deaths")[right])
    weights = np.column_stack([by_distance(km, radius), by_days(days), np.array(actors, dtype=np.float64), deaths])
    return Pairs(left, right, km, days, weights)


def _numbers(spots: Sequence[Spot], name: str) -> Numbers:
    return np.array([getattr(one, name) for one in spots], dtype=np.float64)


def _standings(pairs: Pairs, known: int, told: int) -> Numbers:
    """Each pair against all pairs of the same incident or the same report, and against being no pair at all."""
    likely = np.exp(pairs.weights.sum(axis=1))
    rivals = np.bincount(pairs.left, likely, known)[pairs.left] + np.bincount(pairs.right, likely, told)[pairs.right]
    return np.asarray(likely / (rivals - likely + np.exp(LEAST)), dtype=np.float64)


def _assigned(pairs: Pairs, known: int) -> Iterator[int]:
    """The pairs of the best one-to-one assignment, solved apart for each group of pairs that hang together."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - takes a second to load, and most commands never need it
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - the same

    gains = pairs.weights.sum(axis=1) - LEAST
    size = known + int(pairs.right.max()) + 1
    graph = coo_matrix((np.ones(len(gains)), (pairs.left, known + pairs.right)), shape=(size, size))
    group = connected_components(graph, directed=False)[1][pairs.left]
    order = np.argsort(group, kind="stable")
    bounds = np.flatnonzero(np.diff(group[order])) + 1
    for members in np.split(order, bounds):
        if len(members) == 1:
            yield int(members[0])
        else:
            yield from _best_of(pairs, members, gains)


def _best_of(pairs: Pairs, members: Places, gains: Numbers) -> Iterator[int]:
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - takes a second to load, and most commands never need it

    rows, row = np.unique(pairs.left[members], return_inverse=True)
    columns, column = np.unique(pairs.right[members], return_inverse=True)
    table = np.zeros((len(rows), len(columns)))
    table[row, column] = gains[members]
    number = {(int(a), int(b)): int(one) for a, b, one in zip(row, column, members, strict=True)}
    for a, b in zip(*linear_sum_assignment(table, maximize=True), strict=True):
        if (int(a), int(b)) in number:
            yield number[int(a), int(b)]
