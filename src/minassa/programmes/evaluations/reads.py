"""Reading evaluations, and what they recommend that nobody has settled yet."""

from collections.abc import Collection, Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, door, marks, newest
from minassa.base import NotFound
from minassa.desk import WorkItem
from minassa.programmes import faults
from minassa.programmes.acts import EVALUATION_LIST, EVALUATION_READ, LEADERS, PLANNERS
from minassa.programmes.evaluations import content
from minassa.programmes.evaluations.service import REPLY_WITHIN
from minassa.programmes.evaluations.types import EvaluationRow, EvaluationView, RecommendationView, ResponseView
from minassa.programmes.models import Evaluation, Recommendation, Response
from minassa.programmes.rules import CLOSED_ANSWERS, Answered, Decision, EvaluationState
from minassa.programmes.types import FinalRecommendation

MOST_LISTED: Final = 200


def open_recommendations(actor: Actor) -> tuple[FinalRecommendation, ...]:
    """What final evaluations recommend and nobody has settled, as far as this actor sees it: for the next edition's agenda.

    In the order of programmes and numbers.
    """
    with door(actor, EVALUATION_LIST) as opened:
        found = _final().exclude(state__in=[one.value for one in CLOSED_ANSWERS])
        return tuple(_taken(opened, one) for one in found)


def read_recommendations(actor: Actor, *, ids: Collection[UUID]) -> tuple[FinalRecommendation, ...]:
    """Those of these recommendations of final evaluations that this actor sees, open or settled, in the same order."""
    if not ids:
        return ()
    with door(actor, EVALUATION_LIST) as opened:
        return tuple(_taken(opened, one) for one in _final().filter(id__in=ids))


def _final() -> QuerySet[Recommendation]:
    found = Recommendation.objects.filter(evaluation__state=EvaluationState.FINAL.value)
    return found.select_related("evaluation__programme").order_by(
        "evaluation__programme__reference", "evaluation_id", "number"
    )


def _taken(opened: Opened, row: Recommendation) -> FinalRecommendation:
    return FinalRecommendation(
        id=row.id,
        number=row.number,
        text=row.text,
        decision=Decision(row.decision) if row.decision else None,
        state=Answered(row.state),
        programme=row.evaluation.programme_id,
        programme_title=row.evaluation.programme.title,
        evaluation=row.evaluation_id,
        marks=marks(opened.label_of(row.label_id)),
    )


def list_evaluations(actor: Actor, *, programme: UUID | None = None) -> tuple[EvaluationRow, ...]:
    """The evaluations that this actor sees, of one programme where it is named, the newest first."""
    with door(actor, EVALUATION_LIST) as opened:
        only: dict[str, Any] = {"programme": programme} if programme is not None else {}
        found = newest(Evaluation, MOST_LISTED, related=("programme",), **only)
        return tuple(_row(opened, one) for one in found)


def _row(opened: Opened, row: Evaluation) -> EvaluationRow:
    return EvaluationRow(
        id=row.id,
        programme=row.programme_id,
        title=row.programme.title,
        owner=row.owner,
        state=EvaluationState(row.state),
        cutoff=row.cutoff,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        modified=row.modified,
    )


def read_evaluation(actor: Actor, *, id: UUID) -> EvaluationView:  # noqa: A002 - the word that every room uses
    """One evaluation. Raises NotFound."""
    with door(actor, EVALUATION_READ, subject=f"evaluation:{id}") as opened:
        return view_of(opened, id)


def view_of(opened: Opened, evaluation: UUID) -> EvaluationView:
    """What `read_evaluation` gives, inside a door that is open already."""
    row = Evaluation.objects.select_related("programme").filter(id=evaluation).first()
    if row is None:
        raise NotFound(faults.NO_EVALUATION)
    opened.note(owner=row.owner)
    return EvaluationView(
        row=_row(opened, row),
        subject=row.programme.owner,
        figures=content.unpacked_figures(row.figures),
        text=content.unpacked_text(row.content),
        recommendations=tuple(_recommendations(row)),
        reply=row.reply,
        asked_at=row.asked_at,
        replied_at=row.replied_at,
        final_at=row.final_at,
        can=_can(opened, row),
    )


def _recommendations(row: Evaluation) -> Iterator[RecommendationView]:
    given: dict[UUID, list[ResponseView]] = {}
    for one in Response.objects.filter(recommendation__evaluation=row).order_by("at", "id"):
        said = ResponseView(one.owner, Answered(one.state), one.text, one.at)
        given.setdefault(one.recommendation_id, []).append(said)
    for each in Recommendation.objects.filter(evaluation=row).order_by("number"):
        decision = Decision(each.decision) if each.decision else None
        responses = tuple(given.get(each.id, ()))
        yield RecommendationView(each.id, each.number, each.text, decision, Answered(each.state), responses)


def _can(opened: Opened, row: Evaluation) -> tuple[str, ...]:
    actor, state = opened.actor, EvaluationState(row.state)
    leads, is_own = bool(actor.roles & LEADERS), row.owner == actor.agency
    found = []
    if is_own and state is EvaluationState.DRAFT and actor.roles & PLANNERS:
        found.append("write")
    if is_own and leads and state is EvaluationState.DRAFT:
        found.append("ask")
    is_subject = row.programme.owner == actor.agency
    if is_subject and leads and state is EvaluationState.REPLY:
        found.append("reply")
    waited = row.asked_at is not None and opened.context.at - row.asked_at > REPLY_WITHIN
    if is_own and leads and state is EvaluationState.REPLY and (row.replied_at is not None or waited):
        found.append("finish")
    if leads and (is_own or is_subject) and state is EvaluationState.FINAL:
        found.append("respond")
    return tuple(found)


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Evaluations that wait for this agency's reply, or to be finished."""
    with door(actor, EVALUATION_LIST) as opened:
        found = Evaluation.objects.filter(state=EvaluationState.REPLY.value).select_related("programme")
        listed = [(one, _can(opened, one)) for one in found.order_by("asked_at", "id")[:MOST_LISTED]]
        items = []
        for one, can in listed:
            is_replying = "reply" in can and one.replied_at is None
            if is_replying or "finish" in can:
                note = _("Evaluation: your reply is asked for") if is_replying else _("Evaluation to be finished")
                about = f"evaluation:{one.id}"
                shown = marks(opened.label_of(one.label_id))
                items.append(WorkItem(one.programme.title, about, at=one.asked_at, note=note, marks=shown))
    yield from items
