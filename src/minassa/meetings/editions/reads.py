"""Reading editions: the list, one of them, the released agenda in any version, and the secretariat's plan."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from minassa.access import Actor, Opened, door, marks
from minassa.base import NotFound
from minassa.meetings import faults, rows
from minassa.meetings.acts import AGENDA_PLAN, AGENDA_READ, EDITION_LIST, EDITION_READ, KEEPERS
from minassa.meetings.editions import content, points
from minassa.meetings.editions.rules import EditionState, difference
from minassa.meetings.editions.times import moment
from minassa.meetings.editions.types import (
    AgendaView,
    DayView,
    EditionRow,
    EditionView,
    FactView,
    SessionPlan,
    SessionView,
    VersionRow,
)
from minassa.meetings.models import AgendaItem, AgendaVersion, Day, Edition, Fact, Session
from minassa.meetings.texts import Text


def list_editions(actor: Actor) -> tuple[EditionRow, ...]:
    """The editions that this actor sees, the latest first."""
    with door(actor, EDITION_LIST) as opened:
        return tuple(row_of(one, opened) for one in Edition.objects.order_by("-start", "-number"))


def read_edition(actor: Actor, *, id: UUID) -> EditionView:  # noqa: A002 - the word that every room uses
    """One edition with what sources say of it. Raises NotFound."""
    with door(actor, EDITION_READ, subject=f"edition:{id}") as opened:
        row = rows.edition(id)
        opened.note(owner=row.owner)
        facts = Fact.objects.filter(edition=row).order_by("position", "id")
        return EditionView(
            row=row_of(row, opened),
            facts=tuple(
                FactView(one.topic, one.said, tuple(one.sources), one.confidence, one.conflicts) for one in facts
            ),
            agenda=AgendaVersion.objects.filter(edition=row).count(),
            has_circle=row.everybody is not None,
            can=_can(actor, row),
        )


def _can(actor: Actor, row: Edition) -> tuple[str, ...]:
    is_keeper = bool(actor.roles & KEEPERS) and row.owner == actor.agency and row.everybody is not None
    return ("edit", "plan", "invite") if is_keeper else ()


def row_of(row: Edition, opened: Opened) -> EditionRow:
    """An edition's row as it crosses the edge."""
    return EditionRow(
        id=row.id,
        number=row.number,
        state=EditionState(row.state),
        names=row.names,
        theme=row.theme,
        city=row.city,
        country=row.country,
        zone=row.zone,
        start=row.start,
        end=row.end,
        owner=row.owner,
        mine=row.owner == opened.actor.agency,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
    )


def read_plan(actor: Actor, *, edition: UUID) -> AgendaView:
    """The secretariat's working plan, and how it differs from the agenda in force. Raises NotFound, Refused for all others."""
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        row = rows.kept_edition(opened, edition)
        days = {one.date: one.title for one in Day.objects.filter(edition=row).order_by("date")}
        planned = Session.objects.filter(edition=row).order_by("date", "position")
        sessions = {one.id: content.plan_of(one) for one in planned}
        versions = _versions(row)
        newest = versions[0].number if versions else 0
        after = {one: content.session_to_json(plan) for one, plan in sessions.items()}
        before = _contents(row, newest) if newest else {}
        known = points.known_points(actor, [*after.values(), *before.values()])
        return AgendaView(
            edition=row_of(row, opened),
            version=None,
            versions=versions,
            days=_days(row, days, sessions, known),
            marks=marks(opened.label_of(row.label_id)),
            obligations=(),
            against=newest,
            differences=difference(_narrowed(before, known), _narrowed(after, known)) if newest else (),
            offered=points.offered_to(actor, sessions),
        )


def read_session(actor: Actor, *, edition: UUID, session: UUID) -> SessionPlan:
    """A session of the secretariat's plan, to be changed. Raises NotFound, Refused for all others."""
    with door(actor, AGENDA_PLAN, subject=f"edition:{edition}") as opened:
        row = Session.objects.filter(edition=rows.kept_edition(opened, edition), id=session).first()
        if row is None:
            raise NotFound(faults.NO_SESSION)
        return content.plan_of(row)


def read_agenda(actor: Actor, *, edition: UUID, number: int = 0, against: int = 0) -> AgendaView:
    """The agenda in force, or the version of this number; with `against`, how it differs from that earlier version.

    Only what this actor sees is compared: a session that was not for them before is new to them. Raises NotFound for a version
    that there is not.
    """
    with door(actor, AGENDA_READ, subject=f"edition:{edition}") as opened:
        row = rows.edition(edition)
        opened.note(owner=row.owner)
        versions = _versions(row)
        version = _chosen(versions, number)
        opened.note(version=version.number if version else 0)
        before = _chosen(versions, against) if against else None
        contents = _contents(row, version.number) if version else {}
        old = _contents(row, before.number) if before else {}
        known = points.known_points(actor, [*contents.values(), *old.values()])
        contents = _narrowed(contents, known)
        return AgendaView(
            edition=row_of(row, opened),
            version=version,
            versions=versions,
            days=_released_days(row, version, contents, known),
            marks=marks(opened.label_of(row.label_id)),
            obligations=opened.obligations(row.label_id),
            against=before.number if before else 0,
            differences=difference(_narrowed(old, known), contents) if before else (),
        )


def _released_days(
    row: Edition, version: VersionRow | None, contents: Mapping[UUID, Mapping[str, Any]], known: points.Known
) -> tuple[DayView, ...]:
    if version is None:
        return ()
    titles = AgendaVersion.objects.get(edition=row, number=version.number).days
    days = {date.fromisoformat(day): title for day, title in sorted(titles.items())}
    return _days(row, days, {key: content.session_from_json(one) for key, one in contents.items()}, known)


def _versions(row: Edition) -> tuple[VersionRow, ...]:
    found = AgendaVersion.objects.filter(edition=row).order_by("-number")
    return tuple(VersionRow(one.number, one.released, one.change) for one in found)


def _chosen(versions: tuple[VersionRow, ...], number: int) -> VersionRow | None:
    if not number:
        return versions[0] if versions else None
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound(faults.NO_VERSION)
    return found


def _narrowed(contents: Mapping[UUID, Mapping[str, Any]], known: points.Known) -> dict[UUID, Mapping[str, Any]]:
    return {key: points.narrowed(body, known) for key, body in contents.items()}


def _contents(row: Edition, number: int) -> dict[UUID, Mapping[str, Any]]:
    """What the sessions say that this actor sees in one version, in their order."""
    version = AgendaVersion.objects.get(edition=row, number=number)
    return {one.session: one.content for one in AgendaItem.objects.filter(version=version).order_by("place")}


def _days(
    row: Edition, titles: Mapping[date, Text], sessions: Mapping[UUID, SessionPlan], known: points.Known
) -> tuple[DayView, ...]:
    by_day: dict[date, Iterable[UUID]] = {
        day: tuple(keys) for day, keys in groupby(sessions, key=lambda key: sessions[key].date)
    }
    return tuple(
        DayView(day, titles.get(day, {}), tuple(timed(row, key, sessions[key], known) for key in by_day.get(day, ())))
        for day in sorted(set(titles) | set(by_day))
    )


def timed(row: Edition, key: UUID, plan: SessionPlan, known: points.Known) -> SessionView:
    """A session with its moments by the clock of the place, and what it takes up of what the reader sees."""
    begins, ends = (moment(plan.date, hour, row.zone) for hour in (plan.begins, plan.ends))
    return SessionView(key, plan, begins, ends, tuple(known[one] for one in plan.takes_up if one in known))
