"""Reports that lie too far from every incident to be linked, yet resemble one so much that counting them apart would be a guess.

One report in forty of another publisher lies farther than 50 km from the first one's. Such a report is not linked, nor made an incident: a
person is asked. Two ways lead to the question: an incident that no report of this source is laid to lies within 150 km and resembles
it; or the incident that it resembles was given to another report, which would as well fit one that is free (the two may have been exchanged).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minassa.threats.matching.weighing import MOST_KM, Link, Numbers, Spot, Weights

FARTHEST_KM: Final = 150.0
ALIKE: Final = -2.0
"""What days, actors and deaths must come to together: one day and the same actors allow deaths that differ by a factor of two and a half."""

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs within reach: places in the two lists, how far apart, and the four weights as columns."""

    left: Places
    right: Places
    km: Numbers
    days: Numbers
    weights: Numbers

    def of(self, kept: NDArray[np.bool_]) -> "Pairs":
        """Some of them."""
        return Pairs(self.left[kept], self.right[kept], self.km[kept], self.days[kept], self.weights[kept])


Weigh = Callable[[Sequence[Spot], Sequence[Spot], float], Pairs | None]


@dataclass(slots=True)
class _Board:
    """Who holds which incident (by the key of the report), and the questions so far."""

    holder: dict[str, str]
    asked: list[Link] = field(default_factory=list)


def distant(known: Sequence[Spot], told: Sequence[Spot], links: Iterable[Link], weigh: Weigh) -> tuple[Link, ...]:
    """Questions about the reports that `links` leave over, at most one each, those that resemble most first."""
    board = _Board({one.incident: one.report for one in links})
    linked = set(board.holder.values())
    over = [one for one in told if one.key not in linked]
    wide = _alike(known, over, weigh, FARTHEST_KM)
    rest = [report for report in sorted(wide) if not _asked_of_free(board, wide[report])]
    held = {board.holder[one.incident] for report in rest for one in wide[report]}
    near = _alike(known, [one for one in told if one.key in held], weigh, MOST_KM)
    for report in rest:
        _asked_of_exchanged(board, wide[report], near)
    return tuple(sorted(board.asked, key=lambda one: one.report))


def _alike(known: Sequence[Spot], told: Sequence[Spot], weigh: Weigh, reach: float) -> dict[str, list[Link]]:
    """For each report the incidents that it resembles, the most alike first."""
    found: defaultdict[str, list[Link]] = defaultdict(list)
    pairs = weigh(known, told, reach) if known and told else None
    for link in _links(pairs, known, told) if pairs is not None else ():
        found[link.report].append(link)
    return {report: sorted(some, key=_turn) for report, some in found.items()}


def _links(pairs: Pairs, known: Sequence[Spot], told: Sequence[Spot]) -> Iterator[Link]:
    kept = pairs.of(pairs.weights[:, 1:].sum(axis=1) >= ALIKE)
    for place in range(len(kept.left)):
        yield link_of(kept, place, known, told, 0.0)


def link_of(pairs: Pairs, place: int, known: Sequence[Spot], told: Sequence[Spot], standing: float) -> Link:
    """One pair as a link, with what was weighed."""
    incident, report = known[int(pairs.left[place])], told[int(pairs.right[place])]
    return Link(
        incident.key,
        report.key,
        float(pairs.km[place]),
        int(pairs.days[place]),
        tuple(sorted(incident.actors & report.actors)),
        (incident.deaths, report.deaths),
        Weights(*(float(part) for part in pairs.weights[place])),
        standing,
    )


def _turn(one: Link) -> tuple[float, float, str]:
    alike = one.weights.days + one.weights.actors + one.weights.deaths
    return -round(alike, 9), one.km, one.incident


def _asked_of_free(board: _Board, some: Sequence[Link]) -> bool:
    free = next((one for one in some if one.incident not in board.holder), None)
    if free is not None:
        board.holder[free.incident] = free.report
        board.asked.append(free)
    return free is not None


def _asked_of_exchanged(board: _Board, some: Sequence[Link], near: dict[str, list[Link]]) -> None:
    """Ask about an incident that another report holds, where that one would fit an incident that is free."""
    for one in some:
        other = board.holder.get(one.incident, "")
        place = next((each.incident for each in near.get(other, ()) if each.incident not in board.holder), "")
        if place:
            board.holder[place] = other
            board.holder[one.incident] = one.report
            board.asked.append(one)
            return
