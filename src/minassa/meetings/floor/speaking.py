"""The list of speakers: delegations ask for the floor, the secretariat keeps order and time."""

from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, door, system_actor
from minassa.base import Conflict, Invalid, NotFound, Refused
from minassa.meetings import faults
from minassa.meetings.acts import FLOOR_ASK, FLOOR_KEEP, FLOOR_PLACE
from minassa.meetings.delegations.rules import DelegationKind
from minassa.meetings.floor import rows
from minassa.meetings.floor.rules import TurnState, place_for
from minassa.meetings.models import AgendaItem, Delegation, Edition, Turn
from minassa.meetings.texts import line

USUAL_MINUTES: Final = 5
MOST_MINUTES: Final = 60
_OPEN: Final = (TurnState.WAITING.value, TurnState.SPEAKING.value)


def ask_for_floor(actor: Actor, *, session: UUID, speaker: str) -> UUID:
    """Put the own delegation on the list of speakers; observers come after all members. Gives the turn's id.

    Raises Conflict for a delegation that waits or speaks already, Refused for whoever has no delegation, NotFound.
    """
    name = line(speaker, longest=200)
    with door(actor, FLOOR_ASK, subject=f"session:{session}") as opened:
        edition, item = rows.session_of(session)
        delegation = rows.speaking_for(opened, edition)
        opened.note(owner=edition.owner)
        with door(system_actor("meetings"), FLOOR_PLACE, subject=f"session:{session}"):
            return _placed(edition, item, delegation, name, opened.context.at)


def _placed(edition: Edition, item: AgendaItem, delegation: Delegation, name: str, at: datetime) -> UUID:
    Edition.objects.select_for_update().get(id=edition.id)
    waiting = list(Turn.objects.select_related("delegation").filter(session=item.session, state__in=_OPEN))
    if any(one.delegation_id == delegation.id for one in waiting):
        raise Conflict(faults.WAITS_ALREADY)
    positions = [(one.position, _observes(one.delegation)) for one in waiting if one.state == TurnState.WAITING.value]
    place = place_for(positions, observes=_observes(delegation))
    for one in waiting:
        if one.position >= place and one.state == TurnState.WAITING.value:
            one.position += 1
            one.save(update_fields=["position"])
    made = Turn.objects.create(
        edition=edition,
        session=item.session,
        delegation=delegation,
        speaker=name,
        position=place,
        minutes=USUAL_MINUTES,
        state=TurnState.WAITING.value,
        asked=at,
        label_id=item.label_id,
    )
    return made.id


def _observes(delegation: Delegation) -> bool:
    return delegation.kind == DelegationKind.OBSERVER.value


def leave_floor(actor: Actor, *, turn: UUID) -> None:
    """Take the own delegation off the list while it waits. Raises Refused for another one's, Conflict, NotFound."""
    with door(actor, FLOOR_ASK) as opened:
        row = _found(turn)
        opened.note(subject=f"session:{row.session}")
        if row.delegation.agency != actor.agency:
            raise Refused(faults.NOT_YOUR_DELEGATION)
        with door(system_actor("meetings"), FLOOR_PLACE, subject=f"session:{row.session}"):
            if Turn.objects.filter(id=turn, state=TurnState.WAITING.value).update(state=TurnState.WITHDRAWN.value) != 1:
                raise Conflict(faults.TURN_OVER)


def keep_turn(actor: Actor, *, turn: UUID, minutes: int) -> None:
    """Set a speaker's time. Raises Invalid for none or more than an hour, Conflict for whoever has spoken."""
    with door(actor, FLOOR_KEEP) as opened:
        rows.kept_session(opened, _found(turn).session)
        row = _found(turn)
        opened.note(subject=f"session:{row.session}")
        if not 0 < minutes <= MOST_MINUTES:
            raise Invalid(faults.TURN_MINUTES, most=MOST_MINUTES)
        _refuse_state(row, *_OPEN)
        row.minutes = minutes
        row.save(update_fields=["minutes"])


def move_turn(actor: Actor, *, turn: UUID, earlier: bool) -> None:
    """Let a waiting delegation change places with the one before or after it; at the end of the list nothing changes."""
    with door(actor, FLOOR_KEEP) as opened:
        rows.kept_session(opened, _found(turn).session)
        row = _found(turn)
        opened.note(subject=f"session:{row.session}")
        _refuse_state(row, TurnState.WAITING.value)
        waiting = Turn.objects.filter(session=row.session, state=TurnState.WAITING.value)
        beside = (
            waiting.filter(position__lt=row.position).order_by("-position").first()
            if earlier
            else waiting.filter(position__gt=row.position).order_by("position").first()
        )
        if beside is not None:
            row.position, beside.position = beside.position, row.position
            row.save(update_fields=["position"])
            beside.save(update_fields=["position"])


def give_floor(actor: Actor, *, turn: UUID) -> None:
    """Give a waiting delegation the floor: its clock begins, and whoever spoke before has spoken."""
    with door(actor, FLOOR_KEEP) as opened:
        rows.kept_session(opened, _found(turn).session)
        row = _found(turn)
        opened.note(subject=f"session:{row.session}")
        _refuse_state(row, TurnState.WAITING.value)
        _end(row.session, opened.context.at)
        row.state, row.began = TurnState.SPEAKING.value, opened.context.at
        row.save(update_fields=["state", "began"])


def end_turn(actor: Actor, *, turn: UUID) -> None:
    """Take the floor back from whoever speaks. Raises Conflict for whoever does not speak now."""
    with door(actor, FLOOR_KEEP) as opened:
        rows.kept_session(opened, _found(turn).session)
        row = _found(turn)
        opened.note(subject=f"session:{row.session}")
        _refuse_state(row, TurnState.SPEAKING.value)
        _end(row.session, opened.context.at)


def _end(session: UUID, at: datetime) -> None:
    speaking = Turn.objects.filter(session=session, state=TurnState.SPEAKING.value)
    speaking.update(state=TurnState.SPOKEN.value, ended=at)


def _found(turn: UUID) -> Turn:
    row = Turn.objects.select_related("delegation").filter(id=turn).first()
    if row is None:
        raise NotFound(faults.NO_TURN)
    return row


def _refuse_state(row: Turn, *states: str) -> None:
    if row.state not in states:
        raise Conflict(faults.TURN_OVER)
