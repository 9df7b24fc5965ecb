"""An evaluation on paper: PDF or DOCX in one of four languages, for this reader, with what failed in full and the reply word for word."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, door, list_agencies
from minassa.desk import Block, Bullets, Document, Facts, Heading, Language, Paragraph, Table, docx, pdf
from minassa.programmes.acts import EVALUATION_PRINT
from minassa.programmes.evaluations.reads import view_of
from minassa.programmes.evaluations.types import EvaluationView, Figures, Score
from minassa.programmes.progress import Status, shown
from minassa.programmes.rules import Criterion, Evidence
from minassa.programmes.words import ANSWERS, CRITERIA, DECISIONS, EVIDENCES, STATUS_NAMES

Sentences = Mapping[str, str]
Form = Literal["pdf", "docx"]
NOTHING: Final = "–"


def print_evaluation(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    form: Form,
    sentences: Sentences,
) -> bytes:
    """An evaluation as a file, printed for this actor; the act is audited (S20).

    ``sentences``: the obligations' sentences in this language. Raises NotFound, Unavailable where this node makes no PDF.
    """
    with door(actor, EVALUATION_PRINT, subject=f"evaluation:{id}") as opened:
        found = view_of(opened, id)
        opened.note(language=language, form=form)
        names = {one.id: one.name for one in list_agencies(actor)}
        with override(language):
            document = Document(
                title=_("Evaluation: %(title)s") % {"title": found.row.title},
                language=language,
                marks=found.row.marks,
                blocks=tuple(_blocks(found, names)),
                reader=", ".join(filter(None, (actor.name, names.get(actor.agency, "") if actor.agency else ""))),
                printed_at=opened.context.at,
                issued_by=names.get(found.row.owner, ""),
                reference=f"evaluation:{found.row.id}",
                obligations=tuple(sentences[one] for one in found.row.obligations if one in sentences),
            )
        return docx(document) if form == "docx" else pdf(document)


def _blocks(found: EvaluationView, names: Mapping[UUID, str]) -> Iterator[Block]:
    yield Heading(_("Scope and cut-off"))
    yield Paragraph(found.text.scope)
    if found.text.summary:
        yield Heading(_("Summary"))
        yield Paragraph(found.text.summary)
    yield from _figures(found.figures)
    yield Heading(_("What failed, and why"))
    yield Paragraph(found.text.failed)
    yield Heading(_("Limits of attribution"))
    yield Paragraph(found.text.limits)
    yield from _criteria(found)
    yield from _recommendations(found, names)
    yield Heading(_("Annex: right of reply of %(agency)s") % {"agency": names.get(found.subject, "")})
    yield Paragraph(found.reply or _("The agency has not replied."))


def _figures(figures: Figures) -> Iterator[Block]:
    yield Heading(_("What was counted"))
    yield Facts(
        (
            (_("Cut-off"), figures.cutoff.isoformat()),
            (_("Results (what comes of it)"), score_text(figures.results)),
            (_("Implementation (what is done)"), score_text(figures.implementation)),
            (_("Reports accepted of those due"), _of(figures.reported, figures.periods)),
            (_("Milestones done of those due"), _of(figures.milestones_done, figures.milestones)),
            (_("Budget until then"), f"{figures.budget:f} {figures.currency}"),
            (_("Spending until then"), f"{figures.spent:f} {figures.currency}"),
            (_("Indicators of context, in no score"), str(figures.context)),
        )
    )
    rows = tuple((str(STATUS_NAMES[one]), str(figures.counts.get(one, 0))) for one in Status)
    yield Table((_("How the indicators stand"), _("Number")), rows)
    graded = tuple((str(EVIDENCES[one]), str(figures.evidence.get(one, 0))) for one in Evidence)
    yield Table((_("Evidence of the latest values"), _("Number")), graded)
    yield Heading(_("Targets changed since adoption"), 3)
    if not figures.changed:
        yield Paragraph(_("No target was changed."))
    else:
        head = (
            _("Indicator"),
            _("By"),
            _("Adopted target"),
            _("Target now"),
            _("Why"),
            _("Reached of the adopted one"),
        )
        yield Table(
            head,
            tuple(
                (
                    one.indicator,
                    one.due.isoformat(),
                    f"{one.first:f}",
                    f"{one.now:f}",
                    "; ".join(one.reasons),
                    percent(one.first_share),
                )
                for one in figures.changed
            ),
        )


def _of(done: int, due: int) -> str:
    """Two numbers as a sentence: around a stroke they would change places where one reads from right to left."""
    return _("%(done)s of %(due)s") % {"done": done, "due": due}


def score_text(found: Score) -> str:
    """A score in words: a number only where enough is known, always with what is known and its bounds."""
    told = percent(found.score) if found.publishable else _("Insufficient data")
    known = _("Known: %(coverage)s. The truth lies between %(low)s and %(high)s.") % {
        "coverage": percent(found.coverage),
        "low": percent(found.low),
        "high": percent(found.high),
    }
    return f"{told}. {known}"


def percent(value: Decimal | None) -> str:
    """A share in whole percent; a dash for what is not known."""
    found = shown(value, 2)
    return NOTHING if found is None else f"{found * 100:.0f}%"


def _criteria(found: EvaluationView) -> Iterator[Block]:
    yield Heading(_("Criteria of OECD-DAC, from 1 (not at all) to 4 (fully)"))
    given = found.text.criteria
    rows = (
        (
            str(CRITERIA[one]),
            str(given[one].score or NOTHING) if one in given else NOTHING,
            given[one].why if one in given else "",
        )
        for one in Criterion
    )
    yield Table((_("Criterion"), _("Score"), _("Justification")), tuple(rows))


def _recommendations(found: EvaluationView, names: Mapping[UUID, str]) -> Iterator[Block]:
    if not found.recommendations:
        return
    yield Heading(_("Recommendations and what became of them"))
    for one in found.recommendations:
        decision = f" ({DECISIONS[one.decision]})" if one.decision else ""
        yield Heading(f"{one.number}. {ANSWERS[one.state]}{decision}", 3)
        yield Paragraph(one.text)
        if one.responses:
            yield Bullets(
                tuple(
                    f"{each.at.date().isoformat()} · {names.get(each.owner, '')} · {ANSWERS[each.state]}: {each.text}"
                    for each in one.responses
                )
            )
