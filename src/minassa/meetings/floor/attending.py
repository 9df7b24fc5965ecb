"""Who was in a session: by the code of a badge at its door, or by the list, also a paper one that is typed in afterwards."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, NotFound, Refused
from minassa.meetings import faults
from minassa.meetings.acts import ATTENDANCE_KEEP, ATTENDANCE_LIST
from minassa.meetings.delegations.accrediting import (
    BY_CODE,
    BY_LIST,
    checked_in,
    door_lines,
    label_of_arrival,
    let_in,
    of_code,
    of_list,
)
from minassa.meetings.delegations.rows import accredited_people, counts
from minassa.meetings.delegations.rules import DelegationKind
from minassa.meetings.delegations.types import CheckedIn, DoorLine
from minassa.meetings.editions import content
from minassa.meetings.editions.times import zone_of
from minassa.meetings.editions.types import SessionPlan
from minassa.meetings.floor import rows
from minassa.meetings.models import Accreditation, AgendaItem, Attendance, Edition


def attend(actor: Actor, *, session: UUID, code: str = "", delegate: UUID | None = None) -> CheckedIn:
    """Write down that somebody is in a session: by the code of their badge on its day, by the list from then on.

    Coming again is told, not counted. Whoever is in a session today has come to the meeting today. Raises NotFound for a badge that
    opens nothing here, Conflict before the session's day and for an observer in a session that is not open to them.
    """
    with door(actor, ATTENDANCE_KEEP, subject=f"session:{session}") as opened:
        edition, item = rows.kept_session(opened, session)
        plan, way = content.session_from_json(item.content), BY_CODE if delegate is None else BY_LIST
        today = _day(opened, edition)
        _refuse_day(plan, today, way)
        found = of_code(edition, code) if delegate is None else of_list(edition, delegate)
        if found is None or not counts(found):
            raise NotFound(faults.NO_BADGE)
        if not _is_for(plan, found):
            raise Conflict(faults.CLOSED_TO_OBSERVERS)
        opened.note(delegate=found.delegate_id, way=way)
        if today == plan.date:
            let_in(opened, edition, found, today, way)
        row, is_new = _put_down(opened, edition, item, found, way)
        return checked_in(edition, found, row.at, again=not is_new)


def _day(opened: Opened, edition: Edition) -> date:
    return opened.context.at.astimezone(zone_of(edition.zone)).date()


def _refuse_day(plan: SessionPlan, today: date, way: str) -> None:
    if today < plan.date or (way == BY_CODE and today != plan.date):
        raise Conflict(faults.NOT_ITS_DAY)


def _is_for(plan: SessionPlan, found: Accreditation) -> bool:
    return plan.is_open or found.delegation.kind != DelegationKind.OBSERVER.value


def _put_down(
    opened: Opened, edition: Edition, item: AgendaItem, found: Accreditation, way: str
) -> tuple[Attendance, bool]:
    return Attendance.objects.get_or_create(
        delegate=found.delegate,
        session=item.session,
        defaults={
            "delegation_id": found.delegation_id,
            "way": way,
            "at": opened.context.at,
            "label_id": opened.intern(label_of_arrival(opened, edition, found.delegate)),
        },
    )


def strike_attendance(actor: Actor, *, session: UUID, delegate: UUID) -> None:
    """Take back that somebody was in a session, where it was put down by mistake. Raises NotFound where it was not."""
    with door(actor, ATTENDANCE_KEEP, subject=f"session:{session}") as opened:
        rows.kept_session(opened, session)
        opened.note(delegate=delegate, way="struck")
        row = Attendance.objects.filter(session=session, delegate_id=delegate).first()
        if row is None:
            raise NotFound(faults.NO_DELEGATE)
        row.delete()


def list_attendance(actor: Actor, *, session: UUID) -> tuple[DoorLine, ...]:
    """The accredited people who may be in a session, by delegation and name, each with when they came: for the secretariat alone."""
    with door(actor, ATTENDANCE_LIST, subject=f"session:{session}") as opened:
        edition, item = rows.session_of(session)
        if edition.owner != actor.agency:
            raise Refused(faults.NOT_YOUR_EDITION)
        plan = content.session_from_json(item.content)
        came = dict(Attendance.objects.filter(session=session).values_list("delegate_id", "at"))
        found = [one for one in accredited_people(edition) if _is_for(plan, one)]
        opened.note(people=len(found), came=len(came))
        return door_lines(edition, found, came)


def counted(session: UUID) -> list[list[Any]]:
    """How many people of each delegation were in a session, as its record keeps it; never who."""
    came = Attendance.objects.select_related("delegation").filter(session=session)
    people = Counter(one.delegation.name for one in came)
    return [[name, number] for name, number in sorted(people.items())]
