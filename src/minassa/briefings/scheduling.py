"""Schedules: a report begun every month or quarter, as the person to whom it comes."""

import logging
from datetime import date
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import (
    Actor,
    Handling,
    Role,
    Tlp,
    actor_of_person,
    door,
    newest,
    recipients,
    system_actor,
)
from minassa.base import Fault, Invalid, NotFound, canonical_json, now
from minassa.briefings import faults, notices
from minassa.briefings.acts import BRIEFING_DUE, BRIEFING_LIST, SCHEDULE_KEEP
from minassa.briefings.models import Schedule
from minassa.briefings.own import agency_of, own_label, person_of
from minassa.briefings.service import make_briefing
from minassa.briefings.types import Briefing, Every, Plan, ScheduleView
from minassa.desk import notify
from minassa.threats import first_day, month_of, month_text

logger = logging.getLogger(__name__)

MOST_LISTED: Final = 200
AT_ONCE: Final = 20
LONGEST_TITLE: Final = 180


def keep_schedule(actor: Actor, *, plan: Plan, exercise: bool) -> UUID:
    """Let a report be begun for this person every month or quarter, first for the period that runs; the schedule's id.

    Raises Invalid for a heading that is none, TLP:RED, and recipients that are not there.
    """
    title = " ".join(plan.title.split())
    if not title or len(title) > LONGEST_TITLE or plan.tlp is Tlp.RED or not plan.handling:
        raise Invalid(faults.BAD_PLAN, limit=LONGEST_TITLE)
    with door(actor, SCHEDULE_KEEP) as opened:
        if plan.to:
            recipients(plan.to, owner=agency_of(actor))
        row = Schedule.objects.create(
            label_id=opened.intern(own_label(agency_of(actor), exercise=exercise)),
            owner=agency_of(actor),
            person=person_of(actor),
            plan=canonical_json(_plan_to_json(plan)).decode(),
            next_on=first_day(_ends(month_of(now().date()), plan.every) + 1),
        )
        opened.note(subject=f"briefing:{row.id}", owner=row.owner, every=plan.every.value)
        return row.id


def list_schedules(actor: Actor) -> tuple[ScheduleView, ...]:
    """The schedules of one's own agency, the newest first."""
    with door(actor, BRIEFING_LIST):
        return tuple(_view(row, actor) for row in newest(Schedule, MOST_LISTED))


def stop_schedule(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """End a schedule: its person may, and a supervisor. What it has begun stays."""
    with door(actor, SCHEDULE_KEEP, subject=f"briefing:{id}") as opened:
        row = Schedule.objects.filter(id=id).first()
        if row is None or (row.person != actor.user_id and Role.SUPERVISOR not in actor.roles):
            raise NotFound(faults.NO_SCHEDULE)
        opened.note(owner=row.owner)
        row.delete()


def make_due() -> int:
    """Begin what is due, each as its person with their rights of now; how many were begun. One that fails is told to its person."""
    return sum(_made(*one) for one in _due())


def _due() -> list[tuple[UUID, UUID, UUID, Plan, date, bool]]:
    """The schedules whose day has come, each moved on to its next day: none is begun twice, whatever happens."""
    found = []
    with door(system_actor("briefings"), BRIEFING_DUE) as opened:
        today = opened.context.at.date()
        for row in Schedule.objects.filter(next_on__lte=today).select_for_update().order_by("next_on", "id")[:AT_ONCE]:
            plan = _plan_from_json(orjson.loads(row.plan))
            found.append((row.id, row.person, row.owner, plan, row.next_on, opened.label_of(row.label_id).exercise))
            row.next_on = first_day(_ends(month_of(today), plan.every) + 1)
            row.save(update_fields=["next_on"])
    return found


def _made(schedule: UUID, person: UUID, agency: UUID, plan: Plan, due: date, exercise: bool) -> bool:  # noqa: FBT001, PLR0913, PLR0917 - the columns of `_due`
    last = month_of(due) - 1
    first = last - plan.every.months + 1
    span = month_text(last) if first == last else f"{month_text(first)} – {month_text(last)}"
    asked = Briefing(f"{plan.title}, {span}", first, last, plan.countries, plan.to, plan.tlp, plan.handling)
    about, code = "", ""
    try:
        report = make_briefing(actor_of_person(person), briefing=asked, exercise=exercise, schedule=schedule)
        about = f"report:{report}"
    except Fault as fault:
        code = fault.code
        logger.warning("a scheduled report was not begun: %s", code)
    with door(system_actor("briefings"), BRIEFING_DUE):
        Schedule.objects.filter(id=schedule).update(fault=code[:64])
        kind = notices.FAILED if code else notices.MADE
        notify(system_actor("briefings"), person=person, agency=agency, kind=kind, about=about)
    return not code


def _ends(month: int, every: Every) -> int:
    """The last month of the period in which a month lies: itself, or the last of its quarter."""
    return month + every.months - 1 - month % every.months


def _view(row: Schedule, actor: Actor) -> ScheduleView:
    plan = _plan_from_json(orjson.loads(row.plan))
    return ScheduleView(row.id, plan, row.person, row.person == actor.user_id, row.next_on, row.fault)


def _plan_to_json(plan: Plan) -> dict[str, Any]:
    return {
        "title": " ".join(plan.title.split()),
        "every": plan.every.value,
        "countries": list(plan.countries),
        "to": list(plan.to),
        "tlp": plan.tlp.value,
        "handling": sorted(plan.handling),
    }


def _plan_from_json(body: dict[str, Any]) -> Plan:
    return Plan(
        title=body["title"],
        every=Every(body["every"]),
        countries=tuple(body["countries"]),
        to=tuple(body["to"]),
        tlp=Tlp(body["tlp"]),
        handling=frozenset(map(Handling, body["handling"])),
    )
