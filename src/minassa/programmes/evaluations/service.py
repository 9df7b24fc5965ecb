"""Evaluations: begun with what was counted, written, sent for reply, made final; their recommendations are answered.

Nobody finishes an evaluation whose criteria are not justified, or before the programme's agency has used its right of reply or
its time has passed. What it replied is annexed word for word.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, system_actor
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, today
from minassa.programmes import checks, faults, reads, rows
from minassa.programmes.acts import (
    EVALUATION_ANSWERED,
    EVALUATION_FINISH,
    EVALUATION_REPLY,
    EVALUATION_WRITE,
    RECOMMENDATION_RESPOND,
)
from minassa.programmes.evaluations import content, notices
from minassa.programmes.evaluations.counting import figures_of, first_text
from minassa.programmes.evaluations.types import Assessment, EvaluationText, Recommended
from minassa.programmes.labelling import agency_of, as_owned_by, between, own_label
from minassa.programmes.models import Evaluation, Programme, Recommendation, Response
from minassa.programmes.rules import Answered, Criterion, EvaluationState, ProgrammeState

REPLY_WITHIN: Final = timedelta(days=21)
MOST_RECOMMENDATIONS: Final = 50
SCORES: Final = (1, 2, 3, 4)


def begin_evaluation(actor: Actor, *, programme: UUID, cutoff: date) -> UUID:
    """Begin an evaluation of a programme that one sees: the room counts up to the cut-off and drafts. Gives its id."""
    with door(actor, EVALUATION_WRITE, subject=f"programme:{programme}") as opened:
        row = rows.found(Programme, programme)
        if row.state == ProgrammeState.DRAFT.value:
            raise Conflict(faults.OTHER_STATE)
        if not row.begins <= cutoff <= today():
            raise Invalid(faults.DAYS)
        seen = reads.view_of(opened, row, cutoff)
        figures = figures_of(seen, cutoff)
        owner = agency_of(actor)
        label_id = opened.intern(own_label(owner, exercise=opened.label_of(row.label_id).exercise))
        made = Evaluation(id=new_id(), owner=owner, programme=row, label_id=label_id, cutoff=cutoff)
        made.state, made.modified = EvaluationState.DRAFT.value, opened.context.at
        made.figures, made.content = content.packed_figures(figures), content.packed_text(first_text(seen, figures))
        made.save()
        opened.note(evaluation=made.id, owner=owner)
        return made.id


def keep_evaluation(actor: Actor, *, id: UUID, text: EvaluationText, recommendations: Sequence[Recommended]) -> None:  # noqa: A002 - the word that every room uses
    """Keep what is written, and exactly these recommendations. The figures stay. Raises Conflict once it is out."""
    with door(actor, EVALUATION_WRITE, subject=f"evaluation:{id}") as opened:
        row = _own(opened, id, EvaluationState.DRAFT)
        if len(recommendations) > MOST_RECOMMENDATIONS:
            raise Invalid(faults.CRITERIA)
        row.content = content.packed_text(_checked(text))
        row.modified = opened.context.at
        row.save()
        Recommendation.objects.filter(evaluation=row).delete()
        for number, one in enumerate(recommendations, 1):
            Recommendation.objects.create(
                evaluation=row,
                label_id=row.label_id,
                number=number,
                text=checks.text(one.text, 4_000, needed=True),
                decision=one.decision.value if one.decision else "",
                state=Answered.OPEN.value,
            )


def _checked(text: EvaluationText) -> EvaluationText:
    criteria = {one: _assessed(found) for one, found in text.criteria.items()}
    parts = {name: checks.text(getattr(text, name)) for name in ("scope", "summary", "failed", "limits")}
    return EvaluationText(**parts, criteria=criteria)


def _assessed(found: Assessment) -> Assessment:
    if found.score is not None and found.score not in SCORES:
        raise Invalid(faults.CRITERIA)
    return replace(found, why=checks.text(found.why, 4_000))


def _own(opened: Opened, evaluation: UUID, *states: EvaluationState) -> Evaluation:
    row = _found(evaluation)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    opened.note(owner=row.owner)
    return _locked(row, *states)


def _found(evaluation: UUID) -> Evaluation:
    row = Evaluation.objects.select_related("programme").filter(id=evaluation).first()
    if row is None:
        raise NotFound(faults.NO_EVALUATION)
    return row


def _locked(row: Evaluation, *states: EvaluationState) -> Evaluation:
    locked = Evaluation.objects.select_for_update().get(id=row.id)
    if EvaluationState(locked.state) not in states:
        raise Conflict(faults.OTHER_STATE)
    return locked


def ask_reply(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Send a complete evaluation to the programme's agency, which has twenty-one days for its reply."""
    with door(actor, EVALUATION_FINISH, subject=f"evaluation:{id}") as opened:
        row = _own(opened, id, EvaluationState.DRAFT)
        _refuse_incomplete(row)
        exercise = opened.label_of(row.label_id).exercise
        row.state, row.asked_at = EvaluationState.REPLY.value, opened.context.at
        _relabel(opened, row, opened.intern(between(row.owner, row.programme.owner, exercise=exercise)))
        notices.asked(row)


def _refuse_incomplete(row: Evaluation) -> None:
    text = content.unpacked_text(row.content)
    judged = [text.criteria.get(one, Assessment()) for one in Criterion]
    if not (text.scope and text.failed and text.limits) or any(one.score is None or not one.why for one in judged):
        raise Invalid(faults.CRITERIA)


def _relabel(opened: Opened, row: Evaluation, label_id: int) -> None:
    row.label_id, row.modified = label_id, opened.context.at
    row.save()
    Recommendation.objects.filter(evaluation=row).update(label_id=label_id)


def reply_evaluation(actor: Actor, *, id: UUID, reply: str) -> None:  # noqa: A002 - the word that every room uses
    """Use the programme's agency's right of reply: its words are annexed as they are. Raises Refused for anybody else."""
    with door(actor, EVALUATION_REPLY, subject=f"evaluation:{id}") as opened:
        row = _found(id)
        opened.note(owner=row.owner)
        if row.programme.owner != actor.agency:
            raise Refused(faults.NOT_YOURS)
        words = checks.text(reply, needed=True)
        with door(system_actor("programmes"), EVALUATION_ANSWERED, subject=f"evaluation:{id}") as inner:
            inner.note(owner=row.owner, by=actor.named)
            locked = _locked(row, EvaluationState.REPLY)
            locked.reply, locked.replied_at = words, inner.context.at
            locked.modified = inner.context.at
            locked.save()
            notices.replied(locked)


def finish_evaluation(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Make an evaluation final: whoever sees the programme sees it. Raises Conflict before the reply or its time."""
    with door(actor, EVALUATION_FINISH, subject=f"evaluation:{id}") as opened:
        row = _own(opened, id, EvaluationState.REPLY)
        waited = row.asked_at is not None and opened.context.at - row.asked_at > REPLY_WITHIN
        if row.replied_at is None and not waited:
            raise Conflict(faults.NO_REPLY)
        _refuse_incomplete(row)
        audience = opened.label_of(rows.found(Programme, row.programme_id).label_id)
        row.state, row.final_at = EvaluationState.FINAL.value, opened.context.at
        _relabel(opened, row, opened.intern(as_owned_by(audience, row.owner)))
        notices.finished(row)


def respond(actor: Actor, *, recommendation: UUID, state: Answered, text: str) -> None:
    """Answer a final evaluation's recommendation, for the programme's agency or the evaluation's; every answer stays."""
    with door(actor, RECOMMENDATION_RESPOND, subject=f"recommendation:{recommendation}") as opened:
        row = Recommendation.objects.select_related("evaluation__programme").filter(id=recommendation).first()
        if row is None or row.evaluation.state != EvaluationState.FINAL.value:
            raise NotFound(faults.NO_EVALUATION)
        evaluation = row.evaluation
        if actor.agency not in {evaluation.owner, evaluation.programme.owner}:
            raise Refused(faults.NOT_YOURS)
        opened.note(owner=evaluation.owner, state=state.value)
        _answer(opened, row, state, checks.text(text, 4_000, needed=True))


def decide_recommendation(opened: Opened, *, recommendation: UUID, state: Answered, text: str) -> None:
    """Note what a meeting decided about a recommendation, as an answer of the agency that keeps the meeting's record.

    Called inside the door of the record's release, so that both happen or none; what was noted before in the same words is not noted
    again. Raises NotFound for one that this actor does not see.
    """
    row = Recommendation.objects.select_related("evaluation").filter(id=recommendation).first()
    if row is None or row.evaluation.state != EvaluationState.FINAL.value:
        raise NotFound(faults.NO_EVALUATION)
    words = checks.text(text, 4_000, needed=True)
    said = Response.objects.filter(recommendation=row, owner=agency_of(opened.actor)).order_by("-at", "-id").first()
    if said is None or (said.state, said.text) != (state.value, words):
        _answer(opened, row, state, words)


def _answer(opened: Opened, row: Recommendation, state: Answered, words: str) -> None:
    """Put an answer down, and move the evaluation's row, which may be another agency's."""
    owner = agency_of(opened.actor)
    Response.objects.create(
        owner=owner,
        recommendation=row,
        label_id=opened.intern(as_owned_by(opened.label_of(row.label_id), owner)),
        state=state.value,
        text=words,
        at=opened.context.at,
    )
    with door(system_actor("programmes"), EVALUATION_ANSWERED, subject=f"recommendation:{row.id}") as inner:
        inner.note(owner=row.evaluation.owner, by=opened.actor.named, state=state.value)
        Recommendation.objects.filter(id=row.id).update(state=state.value)
