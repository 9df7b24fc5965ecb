"""How indicators and programmes stand on a day. Pure: values in, values out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from minassa.programmes.progress import (
    Direction,
    Item,
    Path,
    Rollup,
    Status,
    achieved,
    expected,
    is_stale,
    roll_up,
    status,
)
from minassa.programmes.rules import IMPLEMENTATION, RESULTS, Level
from minassa.programmes.types import ActualView, IndicatorPart, IndicatorView, Scores, Standing, TargetView

Measured = tuple[Level, IndicatorView]
NOTHING: Final = Standing(Status.NO_DATA, None, None)


def stand(
    part: IndicatorPart, targets: Sequence[TargetView], actuals: Sequence[ActualView], on: date
) -> tuple[Standing, ActualView | None]:
    """How an indicator stands on a day, and the latest value of that day or before. Targets and values come in time's order."""
    known = [one for one in actuals if one.measured_on <= on]
    latest = known[-1] if known else None
    if not targets or latest is None:
        return Standing(Status.NO_DATA, None, _expected(part, targets, on)), latest
    share = achieved(part.direction, baseline=part.baseline, target=targets[-1].value, actual=latest.value)
    stale = is_stale(latest.measured_on.toordinal(), on.toordinal(), every=part.every.days)
    by_now = _expected(part, targets, on)
    return Standing(status(share, by_now, stale=stale), share, by_now, stale), latest


def _expected(part: IndicatorPart, targets: Sequence[TargetView], on: date) -> Decimal | None:
    """What is maintained is expected whole at any time; without a baseline nothing can be expected."""
    if part.direction is Direction.MAINTAIN:
        return Decimal(1) if targets else None
    way = path_of(part, targets)
    return expected(way, on.toordinal()) if way else None


def path_of(part: IndicatorPart, targets: Sequence[TargetView]) -> Path | None:
    """The way from the baseline over the targets to the last one; None where there is no baseline or no target after it."""
    if part.baseline is None or not targets or targets[0].due <= part.baseline_on:
        return None
    whole = targets[-1].value - part.baseline
    shares = [(one.due.toordinal(), (one.value - part.baseline) / whole) for one in targets]
    return Path(((part.baseline_on.toordinal(), Decimal(0)), *shares))


def counted(share: Standing) -> Decimal | None:
    """The share that a roll-up counts: what is stale or missing is not known."""
    return None if share.status is Status.NO_DATA else share.share


def scores_of(measured: Iterable[Measured]) -> Scores:
    """The two scores of a programme. What is done never rolls up into what comes of it; context is in neither."""
    found = [(level, one) for level, one in measured if not one.part.is_context]
    return Scores(
        implementation=_rolled(found, IMPLEMENTATION),
        results=_rolled(found, RESULTS),
        counts=Counter(one.standing.status for _level, one in found),
    )


def _rolled(measured: Sequence[Measured], levels: frozenset[Level]) -> Rollup:
    return roll_up(Item(one.part.weight, counted(one.standing)) for level, one in measured if level in levels)


def whole_scores(programmes: Sequence[Sequence[Measured]]) -> Scores:
    """The scores of several programmes, each with the same weight however many indicators it has.

    A programme that has nothing to say in a score is not known there: it lowers the coverage and is never dropped.
    """
    found = [[(level, one) for level, one in measured if not one.part.is_context] for measured in programmes]
    return Scores(
        implementation=roll_up(item for measured in found for item in _even(measured, IMPLEMENTATION)),
        results=roll_up(item for measured in found for item in _even(measured, RESULTS)),
        counts=Counter(one.standing.status for measured in found for _level, one in measured),
    )


def _even(measured: Sequence[Measured], levels: frozenset[Level]) -> list[Item]:
    chosen = [one for level, one in measured if level in levels]
    whole = sum((one.part.weight for one in chosen), Decimal(0))
    if not whole:
        return [Item(Decimal(1), None)]
    return [Item(one.part.weight / whole, counted(one.standing)) for one in chosen]
