"""What of a programme leaves in a file, and what stays. Pure.

Never in a file: risks, who came to training, notes, where values are from, and parts of values that count few persons; a split
with one such part stays as a whole, because the part could be computed from the others. What is not known is not there.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa.access import Handling, Tlp
from minassa.programmes.cells import by_split, hidden_if_small
from minassa.programmes.iati.types import (
    Held,
    IndicatorLeaving,
    Lack,
    Leaving,
    Outlet,
    Publication,
    ResultLeaving,
    Span,
)
from minassa.programmes.rules import MoneyKind, ProgrammeState, months_later
from minassa.programmes.types import (
    ActualView,
    Cell,
    IndicatorView,
    MoneyPart,
    PartnerPart,
    ProgrammeView,
    ResultView,
    Sharing,
)

IDENTIFIER: Final = re.compile(r"[^/&|?\s]{3,80}")
"""What IATI takes as a part of an identifier."""
_LEVELS: Final = {Outlet.PUBLIC: {Tlp.CLEAR}, Outlet.PLATFORM: {Tlp.CLEAR, Tlp.GREEN}}
_CODES: Final = {Outlet.PUBLIC: {Handling.H0}, Outlet.PLATFORM: {Handling.H0, Handling.H1}}


def may_leave(sharing: Sharing, outlet: Outlet) -> bool:
    """Whether the marks let a programme out: to everybody nothing but what is CLEAR and bears no handling code."""
    return sharing.tlp in _LEVELS[outlet] and sharing.handling <= _CODES[outlet]


def sifted(  # noqa: PLR0913 - who asks, for whom, with what
    found: ProgrammeView,
    publication: Publication | None,
    *,
    outlet: Outlet,
    reporter: str,
    asked_by: UUID | None,
    is_exercise: bool,
    with_partners: bool,
) -> Leaving:
    """A programme as it leaves. `with_partners`: also those that are in no public register."""
    counted: dict[Held, int] = defaultdict(int)
    partners = tuple(_partners(found, counted, with_all=with_partners))
    budgets, spending = _money(found, counted)
    results = tuple(_results(found, counted))
    _count_the_rest(found, counted)
    return Leaving(
        id=found.row.id,
        owner=found.row.owner,
        reporter=reporter,
        is_secondary=found.row.owner != asked_by,
        is_exercise=is_exercise,
        plan=found.plan,
        state=found.row.state,
        publication=publication,
        marks=found.row.marks,
        modified=found.row.modified,
        partners=partners,
        budgets=budgets,
        spending=spending,
        results=results,
        left_out=tuple((one, counted[one]) for one in Held if counted[one]),
        lacks=tuple(_lacks(found, publication, outlet)),
    )


def _lacks(found: ProgrammeView, publication: Publication | None, outlet: Outlet) -> Iterable[Lack]:
    if not may_leave(found.sharing, outlet):
        yield Lack.LABEL
    if found.row.state is ProgrammeState.DRAFT:
        yield Lack.DRAFT
    if publication is None:
        yield Lack.PUBLICATION
    if not IDENTIFIER.fullmatch(found.plan.reference):
        yield Lack.REFERENCE
    if not found.plan.summary:
        yield Lack.SUMMARY


def _partners(found: ProgrammeView, counted: dict[Held, int], *, with_all: bool) -> Iterable[PartnerPart]:
    """Those that are in public registers; others may be persons or must not be known, and leave when it is asked for."""
    for _id, one in found.partners:
        known = bool(IDENTIFIER.fullmatch(one.reference))
        if known or with_all:
            yield one if known else replace(one, reference="")
        else:
            counted[Held.PARTNERS] += 1


def _money(found: ProgrammeView, counted: dict[Held, int]) -> tuple[tuple[MoneyPart, ...], tuple[MoneyPart, ...]]:
    """Budgets of at most a year, as the rulebook wants them, and what was spent by now. Nothing is spread over years here."""
    parts = [one.part for one in found.money]
    budgets = [one for one in parts if one.kind is MoneyKind.BUDGET]
    spending = [one for one in parts if one.kind is MoneyKind.SPENDING]
    counted[Held.NOTES] += sum(1 for one in parts if one.note)

    def kept(rows: Sequence[MoneyPart], held: Held, fits: Callable[[MoneyPart], bool]) -> tuple[MoneyPart, ...]:
        fitting = tuple(replace(one, note="") for one in rows if fits(one))
        counted[held] += len(rows) - len(fitting)
        return fitting

    return (
        kept(budgets, Held.BUDGETS, lambda one: one.ends < months_later(one.begins, 12)),
        kept(spending, Held.SPENDING, lambda one: one.ends <= found.on),
    )


def _results(found: ProgrammeView, counted: dict[Held, int]) -> Iterable[ResultLeaving]:
    for one in found.results:
        indicators = tuple(_indicators(one, found.plan.begins, counted))
        if indicators:
            yield ResultLeaving(one.part, indicators)
        else:
            counted[Held.RESULTS] += 1


def _indicators(of: ResultView, begins: date, counted: dict[Held, int]) -> Iterable[IndicatorLeaving]:
    for one in of.indicators:
        if one.part.is_context:
            counted[Held.CONTEXT] += 1
            continue
        counted[Held.MEANS] += bool(one.part.means)
        counted[Held.SOURCES] += sum(1 for each in one.actuals if each.source)
        yield IndicatorLeaving(replace(one.part, means=""), tuple(_spans(one, begins, counted)))


def _spans(one: IndicatorView, begins: date, counted: dict[Held, int]) -> Iterable[Span]:
    """The days up to each target and each value: so every figure stands at its own day, and none is moved."""
    targets = {each.due: each for each in one.targets}
    actuals = {each.measured_on: _without_small(each, counted) for each in one.actuals}
    first = begins
    for last in sorted({*targets, *actuals}):
        yield Span(min(first, last), last, targets.get(last), actuals.get(last))
        first = last + timedelta(days=1)


def _without_small(actual: ActualView, counted: dict[Held, int]) -> ActualView:
    kept: list[Cell] = []
    for group in by_split(actual.cells):
        if any(hidden_if_small(one).is_hidden or one.is_hidden for one in group):
            counted[Held.PARTS] += len(group)
        else:
            kept += group
    return replace(actual, source="", cells=tuple(kept))


def _count_the_rest(found: ProgrammeView, counted: dict[Held, int]) -> None:
    counted[Held.RISKS] += len(found.risks)
    counted[Held.TRAINING] += len(found.courses)
    counted[Held.MILESTONES] += len(found.milestones)
    counted[Held.REPORTS] += sum(1 for one in found.periods if one.report)
