"""The measured indicators of programmes, read in four questions however many programmes there are."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from minassa.programmes import parts
from minassa.programmes.cells import hidden_if_small
from minassa.programmes.content import cell_from_json
from minassa.programmes.models import Actual, Indicator, Result, Target
from minassa.programmes.rules import Evidence, Level
from minassa.programmes.standing import Measured, stand
from minassa.programmes.types import ActualView, FormerTarget, IndicatorView, ResultView, TargetView


def framework(
    programmes: Iterable[UUID], on: date, *, own: frozenset[UUID] = frozenset()
) -> dict[UUID, tuple[ResultView, ...]]:
    """The results framework of each of these programmes as of a day.

    `own` are those whose small cells are shown: for everybody else counts of few persons are hidden.
    """
    wanted = list(programmes)
    targets, actuals = _targets(wanted), _actuals(wanted, own)
    indicators: dict[UUID, list[IndicatorView]] = defaultdict(list)
    for row in Indicator.objects.filter(programme__in=wanted).order_by("id"):
        indicators[row.result_id].append(_indicator(row, targets[row.id], actuals[row.id], on))
    found: dict[UUID, list[ResultView]] = defaultdict(list)
    for line in Result.objects.filter(programme__in=wanted):
        found[line.programme_id].append(ResultView(line.id, parts.result_of(line), tuple(indicators[line.id])))
    return {one: tuple(_in_order(found[one])) for one in wanted}


def measured(results: Iterable[ResultView]) -> list[Measured]:
    """Each indicator with the level of its result."""
    return [(Level(one.part.level), indicator) for one in results for indicator in one.indicators]


def _in_order(results: Sequence[ResultView]) -> list[ResultView]:
    """The tree from the top, each line before what stands under it, by number."""
    below: dict[UUID | None, list[ResultView]] = defaultdict(list)
    for one in results:
        below[one.part.parent].append(one)
    found: list[ResultView] = []

    def walk(parent: UUID | None) -> None:
        for one in sorted(
            below[parent], key=lambda each: (list(Level).index(each.part.level), _turn(each.part.number))
        ):
            found.append(one)
            walk(one.id)

    walk(None)
    return found


def _turn(number: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in number.split(".")]


def _indicator(row: Indicator, targets: Sequence[TargetView], actuals: Sequence[ActualView], on: date) -> IndicatorView:
    part = parts.indicator_of(row)
    standing, latest = stand(part, targets, actuals, on)
    return IndicatorView(row.id, part, tuple(targets), tuple(actuals), standing, latest)


def _targets(programmes: Sequence[UUID]) -> Mapping[UUID, list[TargetView]]:
    """Each indicator's targets in the order of their days; the last version is in force, the former ones stay with it."""
    versions: dict[UUID, dict[date, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for row in Target.objects.filter(programme__in=programmes).order_by("due", "version"):
        versions[row.indicator_id][row.due].append(row)
    return defaultdict(
        list,
        {
            indicator: [_target(due, rows) for due, rows in sorted(by_day.items())]
            for indicator, by_day in versions.items()
        },
    )


def _target(due: date, rows: Sequence[Target]) -> TargetView:
    former = tuple(FormerTarget(old.value, new.set_at, new.reason) for old, new in pairwise(rows))
    return TargetView(due, rows[-1].value, former)


def _actuals(programmes: Sequence[UUID], own: frozenset[UUID]) -> Mapping[UUID, list[ActualView]]:
    found: dict[UUID, list[ActualView]] = defaultdict(list)
    for row in Actual.objects.filter(programme__in=programmes).order_by("measured_on", "id"):
        cells = tuple(cell_from_json(one) for one in row.cells)
        shown = cells if row.programme_id in own else tuple(map(hidden_if_small, cells))
        found[row.indicator_id].append(
            ActualView(
                row.measured_on,
                row.value,
                row.numerator,
                row.denominator,
                Evidence(row.evidence),
                row.source,
                shown,
            )
        )
    return found
