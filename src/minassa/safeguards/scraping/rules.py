"""When reading is scraping: pure rules over counts, with the bounds of the node's settings.

Each measure has a bound for an hour and one for a day. Habit lifts a bound, up to a ceiling: whoever reads much every working day,
as their colleagues do, raises no alert; whoever reads a little more each day does in the end.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import Final

from minassa.base.settings import Scraping


class Measure(StrEnum):
    """What is counted: what was opened, searched, checked, paged, pulled and exported, what was not there, and being stopped."""

    OPENED = "opened"
    SEARCHED = "searched"
    CHECKED = "checked"
    PAGED = "paged"
    PULLED = "pulled"
    EXPORTED = "exported"
    PROBED = "probed"
    STOPPED = "stopped"


class Span(StrEnum):
    """Over what time it is counted."""

    HOUR = "hour"
    DAY = "day"


OPENING: Final = frozenset(
    {
        "alert.read", "attachment.read", "incident.read", "indicator.read", "lookout.read", "practice.read", "record.read",
        "report.read", "request.read", "threat.read",
    }
)  # fmt: skip
"""Acts that open one thing each: different things are counted, not how often one of them was opened."""

_COUNTED: Final[Mapping[str, Measure]] = {
    **dict.fromkeys(OPENING, Measure.OPENED),
    "record.search": Measure.SEARCHED,
    "record.explore": Measure.SEARCHED,
    "check.ask": Measure.CHECKED,
    "observable.check": Measure.CHECKED,
    "content.check": Measure.CHECKED,
    "list.paged": Measure.PAGED,
    "taxii.read": Measure.PULLED,
    "record.export": Measure.EXPORTED,
    "indicator.export": Measure.EXPORTED,
    "content.export": Measure.EXPORTED,
    "programme.export": Measure.EXPORTED,
}
"""What is done, and what it counts as. A screening of a whole file (`check.screen`) and an export that a second person agreed to are
one allowed act each, however much they hold, and are not here."""
_STOPPING: Final = frozenset({"api.pace", "peer.refuse"})
_MISSED: Final = re.compile(r"\.(?:not-found|no-)")
"""Why something was not opened: it is absent, or hidden. What lacks a role or a purpose was not guessed at."""
ACTIONS: Final = frozenset(_COUNTED) | _STOPPING
PAGES_A_LINE: Final = 10
"""Pages of a list are told to the log ten at a time."""

USUAL_DAYS: Final = 28
FEWEST_DAYS: Final = 5
"""A person's habit is known once they have worked on so many of the last 28 days."""
FEWEST_COLLEAGUES: Final = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines of the log of one actor that are alike: how many, and about how many different things."""

    actor: str
    action: str
    outcome: str
    reason: str
    lines: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Excess:
    """More than the bound: what, over what time, how much, and what would have been the most."""

    measure: Measure
    span: Span
    count: int
    bound: int


def measured(tally: Tally) -> tuple[Measure, int] | None:
    """What these lines count as, and how much; None for what counts as nothing."""
    if tally.action in _STOPPING:
        return _stopped(tally)
    measure = _COUNTED.get(tally.action)
    if measure is None or tally.outcome == "failed":
        return None
    if tally.outcome == "refused":
        is_missed = tally.action in OPENING and _MISSED.search(tally.reason)
        return (Measure.PROBED, tally.subjects) if is_missed else None
    if measure is Measure.OPENED:
        return measure, tally.subjects
    return measure, tally.lines * (PAGES_A_LINE if measure is Measure.PAGED else 1)


def _stopped(tally: Tally) -> tuple[Measure, int] | None:
    """Being stopped by the pace; of another node, only that: what else is refused of it stands on its own page."""
    if tally.action == "peer.refuse" and tally.reason != "api.too-many":
        return None
    return Measure.STOPPED, tally.lines


def counted(tallies: Iterable[Tally]) -> dict[str, dict[Measure, int]]:
    """Each actor's counts."""
    found: dict[str, dict[Measure, int]] = {}
    for tally in tallies:
        if (what := measured(tally)) is not None:
            own = found.setdefault(tally.actor, {})
            own[what[0]] = own.get(what[0], 0) + what[1]
    return found


def usual(days: Iterable[int]) -> int:
    """What somebody does on an ordinary day of theirs: the median of the days on which they did it; 0 where too few are known."""
    known = list(days)
    return round(median(known)) if len(known) >= FEWEST_DAYS else 0


def usual_of_all(people: Iterable[int]) -> int:
    """What is usual in an agency: the median of its people's own; 0 where too few have one."""
    known = [one for one in people if one]
    return round(median(known)) if len(known) >= FEWEST_COLLEAGUES else 0


def bound(limits: Scraping, measure: Measure, span: Span, *, own: int = 0, agency: int = 0) -> int:
    """The most that raises no alert."""
    floor = int(getattr(limits, measure.value)) * (limits.day_factor if span is Span.DAY else 1)
    if measure in {Measure.PROBED, Measure.STOPPED}:  # nobody's work is to be turned away
        return floor
    lifted = max(floor, own * limits.times_own, agency * limits.times_agency)
    return min(lifted, floor * limits.ceiling)


def excesses(
    limits: Scraping,
    span: Span,
    counts: Mapping[Measure, int],
    own: Mapping[Measure, int],
    agency: Mapping[Measure, int],
) -> tuple[Excess, ...]:
    """What of these counts is beyond its bound, the farthest first."""
    found = [
        Excess(measure, span, count, most)
        for measure, count in counts.items()
        if count > (most := bound(limits, measure, span, own=own.get(measure, 0), agency=agency.get(measure, 0)))
    ]
    return tuple(sorted(found, key=lambda one: one.bound / one.count))


def is_news(before: Iterable[Excess], after: Iterable[Excess]) -> bool:
    """Whether something was dismissed too early: another measure, or twice as much as when it was looked at."""
    known = {(one.measure, one.span): one.count for one in before}
    return any(one.count > 2 * known.get((one.measure, one.span), 0) for one in after)
