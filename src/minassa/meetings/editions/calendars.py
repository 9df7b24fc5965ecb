"""Calendars (RFC 5545): an edition, one session, or all that a person may attend, with the place's true changes of the clock.

Programs bring their own time zones, which are years old on many machines. So the VTIMEZONE spells out each change of the clock from the
year before the first session to the year after the last, as zoneinfo with the pinned tzdata has it, and its TZID names that release: a
program that knows Africa/Casablanca by itself, but not the last decree about it, must take ours.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from minassa.access import Actor, Opened, door
from minassa.base import NotFound
from minassa.meetings import faults, rows
from minassa.meetings.acts import CALENDAR_EXPORT
from minassa.meetings.editions import content
from minassa.meetings.editions.reads import row_of
from minassa.meetings.editions.rules import EditionState
from minassa.meetings.editions.times import Change, changes, release, standing
from minassa.meetings.editions.types import EditionRow, Named, SessionPlan
from minassa.meetings.models import AgendaItem, AgendaVersion, Edition
from minassa.meetings.texts import told

PRODUCT: Final = "-//Minassa//Meetings//EN"
_LINES: Final = "\n"


def edition_calendar(actor: Actor, *, edition: UUID, language: str, session: UUID | None = None) -> bytes:
    """The sessions of the agenda in force that this actor sees, or one of them, as iCalendar text in a language.

    Raises NotFound for an edition or a session that is absent or not for this actor.
    """
    with door(actor, CALENDAR_EXPORT, subject=f"edition:{edition}") as opened:
        row = rows.edition(edition)
        opened.note(owner=row.owner, session=session)
        return written_of(opened, row, language, session)


def own_calendar(actor: Actor, *, language: str) -> bytes:
    """Whatever this actor may attend in the editions that are not over, as iCalendar text in a language."""
    with door(actor, CALENDAR_EXPORT) as opened:
        return written_of_all(opened, language)


def written_of(opened: Opened, row: Edition, language: str, session: UUID | None) -> bytes:
    """The calendar of an edition, or of one session, as the door's actor sees it now. Raises NotFound."""
    events = list(_events(opened, row, language, session))
    if session is not None and not events:
        raise NotFound(faults.NO_SESSION)
    return _written([row_of(row, opened)], events, language)


def written_of_all(opened: Opened, language: str) -> bytes:
    """The calendar of all editions that are not over, as the door's actor sees them now."""
    coming = list(Edition.objects.exclude(state=EditionState.HELD.value).order_by("start", "id"))
    opened.note(editions=len(coming))
    events = [event for row in coming for event in _events(opened, row, language, None)]
    return _written([row_of(row, opened) for row in coming], events, language)


def _events(opened: Opened, row: Edition, language: str, session: UUID | None) -> Iterator[Event]:
    """The edition's days as one event without hours, then its sessions. One session alone comes without the days."""
    version = AgendaVersion.objects.filter(edition=row).order_by("-number").first()
    view = row_of(row, opened)
    if session is None:
        yield _whole(view, version.number if version else 0, row.modified, language)
    items = AgendaItem.objects.filter(version=version).order_by("place") if version else []
    for one in items:
        if version and session in {None, one.session}:
            plan = content.session_from_json(one.content)
            yield _event(view, one.session, plan, version.number, version.released, language)


def _whole(edition: EditionRow, sequence: int, stamp: datetime, language: str) -> Event:
    event = _plain(edition.id, sequence, stamp, told(edition.names, language))
    event.add("dtstart", edition.start)
    event.add("dtend", edition.end + timedelta(days=1))  # the end of an event without hours is the day after (3.6.1)
    event.add("location", edition.city)
    event.add("description", _LINES.join(filter(None, (told(edition.theme, language), " ".join(edition.marks)))))
    event.add("transp", "TRANSPARENT")
    return event


def _event(  # noqa: PLR0913, PLR0917 - what an event is made of
    edition: EditionRow, session: UUID, plan: SessionPlan, sequence: int, stamp: datetime, language: str
) -> Event:
    event = _plain(session, sequence, stamp, told(plan.title, language))
    tzid = tzid_of(edition.zone, *window_of(edition.start, edition.end))
    for name, hour in (("dtstart", plan.begins), ("dtend", plan.ends)):
        event.add(name, datetime.combine(plan.date, hour), parameters={"TZID": tzid})
    event.add("location", ", ".join(filter(None, (plan.room, edition.city))))
    event.add("description", _described(edition, plan, language))
    event.add("related-to", str(edition.id) + "@minassa")
    return event


def _plain(key: UUID, sequence: int, stamp: datetime, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@minassa")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("last-modified", stamp.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("summary", summary)
    event.add("status", "CONFIRMED")
    return event


def _described(edition: EditionRow, plan: SessionPlan, language: str) -> str:
    with override(language):
        said = [told(plan.theme, language)]
        if plan.chairs:
            said.append(_("Chair: %(names)s") % {"names": _names(plan.chairs)})
        if plan.speakers:
            said.append(_("Speakers: %(names)s") % {"names": _names(plan.speakers)})
        if plan.channels:
            channels = ", ".join(f"{number} {code.upper()}" for number, code in enumerate(plan.channels, 1))
            said.append(_("Interpretation channels: %(channels)s") % {"channels": channels})
    return _LINES.join(filter(None, (*said, " ".join(edition.marks))))


def _names(named: Iterable[Named]) -> str:
    return "; ".join(", ".join(filter(None, (one.name, one.function))) for one in named)


def _written(editions: list[EditionRow], events: list[Event], language: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if len(editions) == 1:
        calendar.add("x-wr-calname", told(editions[0].names, language))
    for zone, years in sorted({(one.zone, window_of(one.start, one.end)) for one in editions}):
        calendar.add_component(timezone_of(zone, *years))
    for event in events:
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def window_of(start: date, end: date) -> tuple[int, int]:
    """The years whose changes of the clock a calendar spells out: those of its days, and one before and after."""
    return start.year - 1, end.year + 1


def tzid_of(zone: str, first: int, last: int) -> str:
    """How the calendar names a zone, such as Africa/Casablanca (tzdata 2026f 2026-2028).

    Some programs remember a zone by this name alone, so what differs has another one.
    """
    return f"{zone} (tzdata {release()} {first}-{last})"


def timezone_of(zone: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE (3.6.5) of a zone for these years: how the clock stands when the first begins, and each change since."""
    found = Timezone()
    found.add("tzid", tzid_of(zone, first, last))
    begin = standing(zone, datetime(first, 1, 1, tzinfo=UTC))
    for change in (begin, *changes(zone, first, last)):
        found.add_component(_observance(change))
    return found


def _observance(change: Change) -> TimezoneDaylight | TimezoneStandard:
    """One change of the clock. Its DTSTART is the time that the clocks showed just before (3.6.5, the offset "from")."""
    part = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    part.add("dtstart", (change.at + change.before).replace(tzinfo=None))
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    return part
