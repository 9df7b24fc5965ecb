"""What an evaluation counts, and the text with which its authors begin. Nothing is left out because it looks bad."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from minassa.programmes.content import unpacked
from minassa.programmes.evaluations.types import ChangedTarget, EvaluationText, Figures, Score
from minassa.programmes.models import ProgressReport
from minassa.programmes.progress import Rollup, achieved
from minassa.programmes.rules import MoneyKind, ReportState
from minassa.programmes.types import IndicatorView, MoneyView, ProgrammeView


def figures_of(programme: ProgrammeView, cutoff: date) -> Figures:
    """The figures of a programme as of a day; `programme` was read as of that day."""
    measured = [one for one in programme.indicators if not one.part.is_context]
    due = [one for one in programme.periods if one.ends < cutoff]
    milestones = [one for one in programme.milestones if (one.first_due or one.part.due) <= cutoff]
    scores = programme.row.scores
    return Figures(
        cutoff=cutoff,
        implementation=_score(scores.implementation),
        results=_score(scores.results),
        counts=dict(scores.counts),
        evidence=Counter(one.latest.evidence for one in measured if one.latest),
        changed=tuple(_changed(measured)),
        currency=programme.plan.currency,
        budget=_sum(programme.money, MoneyKind.BUDGET, cutoff),
        spent=_sum(programme.money, MoneyKind.SPENDING, cutoff),
        periods=len(due),
        reported=sum(one.report_state is ReportState.ACCEPTED for one in due),
        milestones=len(milestones),
        milestones_done=sum(one.part.done_on is not None and one.part.done_on <= cutoff for one in milestones),
        context=len(programme.indicators) - len(measured),
    )


def _score(found: Rollup) -> Score:
    return Score(found.score, found.coverage, found.low, found.high, found.publishable)


def _sum(money: Sequence[MoneyView], kind: MoneyKind, cutoff: date) -> Decimal:
    """What was meant for, or spent in, days that had begun by the cut-off."""
    return sum((one.part.amount for one in money if one.part.kind is kind and one.part.begins <= cutoff), Decimal(0))


def _changed(measured: Sequence[IndicatorView]) -> Iterator[ChangedTarget]:
    for one in measured:
        for target in one.targets:
            if not target.before:
                continue
            is_final = target is one.final
            first = target.before[0].value
            actual = one.latest.value if one.latest else None
            yield ChangedTarget(
                indicator=one.part.name,
                due=target.due,
                first=first,
                now=target.value,
                reasons=tuple(old.reason for old in target.before),
                share=one.standing.share if is_final else None,
                first_share=(
                    achieved(one.part.direction, baseline=one.part.baseline, target=first, actual=actual)
                    if is_final
                    else None
                ),
            )


def first_text(programme: ProgrammeView, figures: Figures) -> EvaluationText:
    """What the authors begin with: the scope from the figures, what failed from the accepted reports, and the limits."""
    scope = _(
        "The evaluation covers the programme from its beginning to %(cutoff)s. Accepted reports on which it rests:"
        " %(reported)s of the %(periods)s that were due. Of the weight of its outcome indicators %(results)s%% is known, of its output indicators"
        " %(implementation)s%%. Where less than 70%% is known, no score is given."
    ) % {
        "cutoff": date_format(figures.cutoff, "DATE_FORMAT"),
        "reported": figures.reported,
        "periods": figures.periods,
        "results": f"{figures.results.coverage * 100:.0f}",
        "implementation": f"{figures.implementation.coverage * 100:.0f}",
    }
    limits = _(
        "The figures show what changed, not that the programme changed it: there is no comparison group, and other programmes, the"
        " economy and the security situation act on the same indicators. Values without verification rest on the reporting"
        " agency alone. What is not known is shown as not known."
    )
    return EvaluationText(scope=scope, failed=_failed(programme), limits=limits)


def _failed(programme: ProgrammeView) -> str:
    """What the accepted reports themselves say of failures, each under its period."""
    found = ProgressReport.objects.filter(programme=programme.row.id, state=ReportState.ACCEPTED.value)
    texts = [
        (one.period, unpacked(one.content).failed) for one in found.select_related("period").order_by("period__begins")
    ]
    return "\n\n".join(f"{period.begins} – {period.ends}: {text}" for period, text in texts if text)[:20_000]
