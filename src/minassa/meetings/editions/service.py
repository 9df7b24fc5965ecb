"""Editions and their working agenda, which the secretariat keeps: what it says of an edition, its days and its sessions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, add_community, door, system_actor
from minassa.base import Conflict, Invalid, new_id
from minassa.meetings import faults, labels, rows
from minassa.meetings.acts import AGENDA_PLAN, EDITION_KEEP
from minassa.meetings.editions import content, points
from minassa.meetings.editions.rules import EditionState, Slot, laid_out, placed_before
from minassa.meetings.editions.times import moment, zone_of
from minassa.meetings.editions.types import EditionPlan, SessionPlan
from minassa.meetings.models import Day, Edition, Session
from minassa.meetings.own import agency_of
from minassa.meetings.texts import Text, line, lines, passages

LONGEST_EDITION: Final = timedelta(days=14)
MOST_SESSIONS: Final = 200


def add_edition(actor: Actor, *, plan: EditionPlan, exercise: bool) -> UUID:
    """Begin the preparation of an edition: its days, and the still empty circle of its participants. Gives its id.

    Raises Invalid for what cannot be, Conflict for a number that an edition of this secretariat has.
    """
    with door(actor, EDITION_KEEP) as opened:
        owner = agency_of(actor)
        row = Edition(id=new_id(), owner=owner, state=EditionState.PREPARATION.value)
        opened.note(subject=f"edition:{row.id}", owner=owner)
        _refuse_taken(owner, plan.number)
        row.everybody, row.members = (_circle(row.id, plan, word) for word in ("all", "members"))
        row.label_id = opened.intern(labels.circle(row, owner, exercise=exercise, observers=True))
        _say(opened, row, plan)
        return row.id


def _circle(edition: UUID, plan: EditionPlan, word: str) -> UUID:
    """A community without members; its name must differ from all others on the node."""
    name = f"{plan.number} · {plan.city} {plan.start.year} · {word} · {str(edition)[-6:]}"
    return add_community(system_actor("meetings"), name=name, is_closed=True).id


def change_edition(actor: Actor, *, id: UUID, plan: EditionPlan, state: EditionState | None = None) -> None:  # noqa: A002 - the word that every room uses
    """Say something else of an edition. Raises Conflict for days that sessions are planned on, and as `add_edition` does."""
    with door(actor, EDITION_KEEP, subject=f"edition:{id}") as opened:
        row = rows.kept_edition(opened, id)
        if plan.number != row.number:
            _refuse_taken(row.owner, plan.number)
        if Session.objects.filter(edition=row).exclude(date__range=(plan.start, plan.end)).exists():
            raise Conflict(faults.DAYS_IN_USE)
        if state is not None:
            row.state = state.value
            opened.note(state=state.value)
        _say(opened, row, plan)


def _refuse_taken(owner: UUID, number: int) -> None:
    if Edition.objects.filter(owner=owner, number=number).exists():
        raise Conflict(faults.NUMBER_TAKEN, number=number)


def _say(opened: Opened, row: Edition, plan: EditionPlan) -> None:
    is_near = 1_990 <= plan.start.year <= plan.end.year <= 2_100  # calendars reckon with the years before and after
    if not timedelta(0) <= plan.end - plan.start < LONGEST_EDITION or not 0 < plan.number < 1_000 or not is_near:
        raise Invalid(faults.DATES, most=LONGEST_EDITION.days)
    row.number, row.start, row.end = plan.number, plan.start, plan.end
    row.names, row.theme = lines(plan.names), passages(plan.theme, needed=False)
    row.city, row.country = line(plan.city, longest=100), _country(plan.country)
    row.zone, row.modified = zone_of(plan.zone).key, opened.context.at
    row.save()
    _keep_days(opened, row)


def _country(code: str) -> str:
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise Invalid(faults.COUNTRY)
    return code.lower()


def _keep_days(opened: Opened, row: Edition) -> None:
    """A row for each day of the edition, and none for another one."""
    wanted = {row.start + timedelta(days=number) for number in range((row.end - row.start).days + 1)}
    present = {day.date: day for day in Day.objects.filter(edition=row)}
    label_id = opened.intern(labels.own(row.owner, exercise=opened.label_of(row.label_id).exercise))
    for one in sorted(wanted - set(present)):
        Day.objects.create(edition=row, date=one, label_id=label_id)
    for one in set(present) - wanted:
        present[one].delete()


def name_day(actor: Actor, *, edition: UUID, day: date, title: Text) -> None:
    """Say what a day is about. Raises NotFound for a day that is none of the edition's."""
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        row = Day.objects.get(edition=rows.kept_edition(opened, edition), date=day)
        row.title = lines(title, needed=False)
        row.save(update_fields=["title"])


def keep_session(actor: Actor, *, edition: UUID, plan: SessionPlan, session: UUID | None = None) -> UUID:
    """Plan a session, a new one or over an old one; participants see it when the agenda is released. Gives its id.

    It takes its place in the day by its hour. Raises Invalid for what it cannot say, NotFound.
    """
    plan = content.checked(plan)
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        place = rows.kept_edition(opened, edition)
        if not place.start <= plan.date <= place.end:
            raise Invalid(faults.OTHER_DAY)
        moment(plan.date, plan.begins, place.zone)
        row = _planned(opened, place, session)
        points.refuse_unknown(actor, plan, tuple(map(UUID, row.takes_up)))
        opened.note(session=row.id)
        for name, value in content.columns_of(plan).items():
            setattr(row, name, value)
        row.modified = opened.context.at
        row.save()
        _number(place, plan.date)
        return row.id


def _planned(opened: Opened, place: Edition, session: UUID | None) -> Session:
    if session is not None:
        return Session.objects.get(edition=place, id=session)
    if Session.objects.filter(edition=place).count() >= MOST_SESSIONS:
        raise Invalid(faults.TOO_MANY_SESSIONS, most=MOST_SESSIONS)
    label = labels.own(place.owner, exercise=opened.label_of(place.label_id).exercise)
    return Session(id=new_id(), edition=place, position=0, label_id=opened.intern(label))


def remove_session(actor: Actor, *, edition: UUID, session: UUID) -> None:
    """Take a session out of the plan; released agendas keep it until the next one is released. Raises NotFound."""
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        place = rows.kept_edition(opened, edition)
        row = Session.objects.get(edition=place, id=session)
        opened.note(session=row.id)
        row.delete()
        _number(place, row.date)


def move_session(
    actor: Actor, *, edition: UUID, session: UUID, day: date | None = None, before: UUID | None = None
) -> None:
    """Move a session before another one of that day, or to its end; the hours of the day follow (`rules.laid_out`).

    Raises NotFound, Invalid for a day or session that does not fit.
    """
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        place = rows.kept_edition(opened, edition)
        row = Session.objects.get(edition=place, id=session)
        opened.note(session=row.id)
        new = day or row.date
        if not place.start <= new <= place.end:
            raise Invalid(faults.OTHER_DAY)
        planned = _of_day(place, new)
        came = Slot(row.id, row.begins, row.ends) if row.date != new else None
        order = placed_before([one.id for one in planned], row.id, before)
        slots = laid_out([Slot(one.id, one.begins, one.ends) for one in planned], order, came=came)
        there = {one.id: one for one in planned} | {row.id: row}
        row.date = new
        _place(place, there, slots)


def _place(place: Edition, there: Mapping[UUID, Session], slots: tuple[Slot, ...]) -> None:
    for position, slot in enumerate(slots):
        row = there[slot.session]
        moment(row.date, slot.begins, place.zone)
        row.position, row.begins, row.ends = position, slot.begins, slot.ends
        row.save(update_fields=["date", "position", "begins", "ends"])


def _of_day(place: Edition, day: date) -> list[Session]:
    return list(Session.objects.filter(edition=place, date=day).order_by("position", "begins", "id"))


def _number(place: Edition, day: date) -> None:
    """Number the sessions of a day by their hours."""
    planned = sorted(_of_day(place, day), key=lambda one: (one.begins, one.ends, one.position))
    for position, row in enumerate(planned):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
