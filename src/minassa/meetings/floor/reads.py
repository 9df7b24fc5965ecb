"""Reading a session as it goes on: what each may see of speakers, papers, statements and the record."""

from uuid import UUID

from minassa.access import Actor, Opened, door, marks
from minassa.desk import list_attachments
from minassa.meetings.acts import FLOOR_READ, FOCAL_POINTS, KEEPERS
from minassa.meetings.delegations.rules import DelegationKind
from minassa.meetings.editions import content, points
from minassa.meetings.editions.reads import row_of, timed
from minassa.meetings.editions.types import SessionPlan
from minassa.meetings.floor import attending, interpreting, papers, recording, rows
from minassa.meetings.floor.rules import StatementState, TurnState, time_left
from minassa.meetings.floor.types import FloorView, PaperView, StatementView, TurnView
from minassa.meetings.models import Edition, Minutes, Paper, Statement, Turn
from minassa.meetings.rows import own_delegation


def read_floor(actor: Actor, *, session: UUID) -> FloorView:
    """A session of the agenda in force. Raises NotFound for one that is absent, not released, or not for this actor."""
    with door(actor, FLOOR_READ, subject=f"session:{session}") as opened:
        edition, item = rows.session_of(session)
        opened.note(owner=edition.owner)
        known = points.known_points(actor, [item.content])
        plan = content.session_from_json(points.narrowed(item.content, known))
        record = Minutes.objects.filter(session=session).first()
        is_keeper = bool(actor.roles & KEEPERS) and edition.owner == actor.agency
        return FloorView(
            edition=row_of(edition, opened),
            session=timed(edition, session, plan, known),
            marks=marks(opened.label_of(item.label_id)),
            obligations=opened.obligations(item.label_id),
            turns=_turns(opened, session),
            papers=tuple(_paper(actor, opened, one, edition, plan) for one in _papers(session)),
            statements=tuple(_statement(actor, one) for one in _statements(session)),
            record=recording.view_of(record, known) if record else None,
            needs=interpreting.needs_of(edition, session, plan) if is_keeper else (),
            present=sum(people for _name, people in attending.counted(session)) if is_keeper else 0,
            listeners=interpreting.own_listeners(actor, edition, session, plan),
            can=_can(actor, edition, is_keeper=is_keeper),
        )


def _turns(opened: Opened, session: UUID) -> tuple[TurnView, ...]:
    found = Turn.objects.select_related("delegation").filter(session=session)
    shown = [_turn(opened, one) for one in found.order_by("position", "asked") if one.state != "withdrawn"]
    order = {TurnState.SPEAKING: 0, TurnState.WAITING: 1, TurnState.SPOKEN: 2}
    return tuple(sorted(shown, key=lambda one: order[one.state]))


def _turn(opened: Opened, row: Turn) -> TurnView:
    is_speaking = row.state == TurnState.SPEAKING.value and row.began is not None
    return TurnView(
        id=row.id,
        delegation=row.delegation.name,
        speaker=row.speaker,
        mine=row.delegation.agency == opened.actor.agency,
        observes=row.delegation.kind == DelegationKind.OBSERVER.value,
        minutes=row.minutes,
        state=TurnState(row.state),
        began=row.began,
        ended=row.ended,
        left=time_left(row.minutes, row.began, opened.context.at) if is_speaking and row.began else None,
    )


def _papers(session: UUID) -> list[Paper]:
    return list(Paper.objects.filter(session=session).order_by("work", "language", "added"))


def _paper(actor: Actor, opened: Opened, row: Paper, edition: Edition, plan: SessionPlan) -> PaperView:
    files = list_attachments(actor, about=papers.about(row.id))
    label = opened.label_of(row.label_id)
    opens = label.opens
    return PaperView(
        id=row.id,
        work=row.work,
        language=row.language,
        opens=opens if opens and opens > opened.context.at else None,
        attachment=files[0].id if files else None,
        name=files[0].name if files else "",
        members_only=plan.is_open and f"community:{edition.members}" in label.audience,
    )


def _statements(session: UUID) -> list[Statement]:
    found = Statement.objects.select_related("delegation").filter(session=session)
    return list(found.order_by("delivered", "modified"))


def _statement(actor: Actor, row: Statement) -> StatementView:
    return StatementView(
        id=row.id,
        delegation=row.delegation.name,
        mine=row.delegation.agency == actor.agency,
        speaker=row.speaker,
        original=row.original,
        texts=row.texts,
        state=StatementState(row.state),
        delivered=row.delivered,
    )


def _can(actor: Actor, edition: Edition, *, is_keeper: bool) -> tuple[str, ...]:
    speaks = own_delegation(actor, edition) is not None and bool(actor.roles & FOCAL_POINTS)
    return (*(("speak",) if speaks else ()), *(("keep",) if is_keeper else ()))
