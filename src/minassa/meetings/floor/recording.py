"""The record of a session: decisions, action points and who came; the secretariat's own until it is released."""

from collections.abc import Container
from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Invalid, NotFound
from minassa.meetings import faults, labels
from minassa.meetings.acts import MINUTES_KEEP
from minassa.meetings.editions import content, points
from minassa.meetings.floor import rows
from minassa.meetings.floor.attending import counted
from minassa.meetings.floor.types import Action, PointAnswer, Recording, RecordView
from minassa.meetings.models import AgendaItem, Edition, Minutes
from minassa.meetings.texts import line, passage, passages
from minassa.programmes import Answered, decide_recommendation

MOST_POINTS: Final = 100
LONGEST_POINT: Final = 4_000


def keep_record(actor: Actor, *, session: UUID, recording: Recording) -> None:
    """Write down what a session decided; what was released before is the secretariat's draft again until it is released anew."""
    said = _checked(recording)
    with door(actor, MINUTES_KEEP, subject=f"session:{session}") as opened:
        edition, item = rows.kept_session(opened, session)
        if not {one.recommendation for one in said.answers} <= set(content.session_from_json(item.content).takes_up):
            raise Invalid(faults.OTHER_POINT)
        row = Minutes.objects.filter(session=session).first() or Minutes(edition=edition, session=session)
        row.label_id = opened.intern(labels.own(edition.owner, exercise=opened.label_of(edition.label_id).exercise))
        row.summary, row.decisions = dict(said.summary), list(said.decisions)
        row.actions = [_action_to_json(one) for one in said.actions]
        row.answers = [_answer_to_json(one) for one in said.answers]
        row.attended = counted(session)
        row.is_released, row.modified = False, opened.context.at
        row.save()
        opened.note(decisions=len(row.decisions), actions=len(row.actions), answers=len(row.answers))


def _checked(recording: Recording) -> Recording:
    if max(len(recording.decisions), len(recording.actions)) > MOST_POINTS:
        raise Invalid(faults.TOO_MANY_POINTS, most=MOST_POINTS)
    return replace(
        recording,
        summary=passages(recording.summary, needed=False),
        decisions=tuple(passage(one, longest=LONGEST_POINT) for one in recording.decisions),
        actions=tuple(
            Action(passage(one.what, longest=LONGEST_POINT), line(one.who, longest=200, needed=False), one.due)
            for one in recording.actions
        ),
        answers=tuple(replace(one, text=passage(one.text, longest=LONGEST_POINT)) for one in recording.answers),
    )


def _action_to_json(one: Action) -> dict[str, Any]:
    return {"what": one.what, "who": one.who, "due": one.due.isoformat() if one.due else ""}


def _answer_to_json(one: PointAnswer) -> dict[str, str]:
    return {"recommendation": str(one.recommendation), "state": one.state.value, "text": one.text}


def release_record(actor: Actor, *, session: UUID) -> None:
    """Release the record to those whom the session is for; what was decided about recommendations answers them at the same time.

    Raises NotFound where nothing is written down.
    """
    with door(actor, MINUTES_KEEP, subject=f"session:{session}") as opened:
        edition, item = rows.kept_session(opened, session)
        row = Minutes.objects.filter(session=session).first()
        if row is None:
            raise NotFound(faults.NO_RECORD)
        row.label_id, row.attended = _label(opened, edition, item), counted(session)
        row.is_released, row.modified = True, opened.context.at
        row.save()
        known = points.known_points(actor, [item.content])
        for one in (each for each in _answers(row) if each.recommendation in known):
            decide_recommendation(opened, recommendation=one.recommendation, state=one.state, text=one.text)


def _label(opened: Opened, edition: Edition, item: AgendaItem) -> int:
    is_open = content.session_from_json(item.content).is_open
    return opened.intern(labels.for_participants(opened, edition, observers=is_open))


def _answers(row: Minutes) -> tuple[PointAnswer, ...]:
    return tuple(PointAnswer(UUID(one["recommendation"]), Answered(one["state"]), one["text"]) for one in row.answers)


def view_of(row: Minutes, known: Container[UUID]) -> RecordView:
    """A record's row as it crosses the edge, with what was decided about the recommendations that the reader knows."""
    actions = tuple(
        Action(one["what"], one["who"], date.fromisoformat(one["due"]) if one["due"] else None) for one in row.actions
    )
    answers = tuple(one for one in _answers(row) if one.recommendation in known)
    return RecordView(
        Recording(row.summary, tuple(row.decisions), actions, answers),
        tuple((name, people) for name, people in row.attended),
        row.is_released,
    )
