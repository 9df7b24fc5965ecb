"""Calendars: three independent readers find in them the very moments that zoneinfo has, in every zone and season."""

import io
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from dateutil import tz
from django.test import Client

from minassa import audit, meetings
from minassa.access import Actor, Role, actor_of_link, actor_of_token, add_token, door, set_members, system_actor
from minassa.audit import Filters
from minassa.base import Invalid, NotFound, Refused, new_id
from minassa.meetings.acts import EDITION_PUBLIC
from minassa.meetings.editions.calendars import timezone_of, tzid_of
from minassa.meetings.models import Edition
from tests.factories import actor_for, an_actor
from tests.meetings.scene import CANARY, People, invited, people, planned, prepared

ZONES = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Addis_Ababa",
    "Europe/Paris",
    "America/New_York",
    "Asia/Riyadh",
]
DAYS = [
    date(2025, 3, 10),
    date(2025, 6, 17),
    date(2026, 2, 20),
    date(2026, 6, 20),
    date(2027, 2, 20),
    date(2027, 6, 20),
    date(2027, 11, 15),
]


def read_by_all(text: bytes) -> list[dict[str, datetime]]:
    """The beginning of each event that has an hour, in UTC by its UID, as each reader finds it."""
    return [_icalendar(text), _vobject(text), _dateutil(text)]


def _icalendar(text: bytes) -> dict[str, datetime]:
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(one["UID"]): one.decoded("DTSTART").astimezone(UTC) for one in events if _has_hour(one)}


def _has_hour(event: Any) -> bool:
    return isinstance(event.decoded("DTSTART"), datetime)


def _vobject(text: bytes) -> dict[str, datetime]:
    events = vobject.readOne(text.decode()).vevent_list
    starts = {one.uid.value: one.dtstart.value for one in events}
    return {uid: start.astimezone(UTC) for uid, start in starts.items() if isinstance(start, datetime)}


def _dateutil(text: bytes) -> dict[str, datetime]:
    zones = tz.tzical(io.StringIO(text.decode()))
    events = [one for one in icalendar.Calendar.from_ical(text).walk("VEVENT") if _has_hour(one)]
    return {
        str(one["UID"]): one.decoded("DTSTART").replace(tzinfo=zones.get(one["DTSTART"].params["TZID"])).astimezone(UTC)
        for one in events
    }


@pytest.mark.parametrize("zone", ZONES)
def test_all_readers_find_the_moments_of_zoneinfo(zone: str) -> None:
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//EXERCISE//EN")
    calendar.add("version", "2.0")
    calendar.add_component(timezone_of(zone, 2024, 2028))
    expected = {}
    for day in DAYS:
        event = icalendar.Event()
        event.add("uid", day.isoformat())
        event.add("dtstart", datetime.combine(day, time(9, 30)), parameters={"TZID": tzid_of(zone, 2024, 2028)})
        calendar.add_component(event)
        expected[day.isoformat()] = datetime.combine(day, time(9, 30), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert read_by_all(calendar.to_ical()) == [expected] * 3


def moments(text: bytes) -> dict[str, datetime]:
    first, *others = read_by_all(text)
    assert others == [first, first]
    return first


@pytest.fixture
def who(db: None) -> People:
    return people()


def uid(session: UUID) -> str:
    return f"{session}@minassa"


def test_an_edition_a_session_and_a_persons_own_calendar(who: People) -> None:
    made = prepared(who)
    invited(who, made)
    opening = planned(who, made, title={"en": "EXERCISE opening", "ar": "EXERCISE الافتتاح"})
    closed = planned(who, made, begins=time(11), ends=time(12), title={"en": f"{CANARY} closed"}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="")
    nine, eleven = datetime(2027, 2, 20, 9, tzinfo=UTC), datetime(2027, 2, 20, 11, tzinfo=UTC)
    whole = meetings.edition_calendar(who.delegate, edition=made, language="en")
    assert moments(whole) == {uid(opening): nine, uid(closed): eleven}
    assert moments(meetings.own_calendar(who.head, language="fr")) == {uid(opening): nine, uid(closed): eleven}
    one = meetings.edition_calendar(who.delegate, edition=made, language="ar", session=opening)
    assert moments(one) == {uid(opening): nine}
    assert "الافتتاح" in one.decode()
    assert "TLP:GREEN" in one.decode()
    days = next(one for one in icalendar.Calendar.from_ical(whole).walk("VEVENT") if str(one["UID"]) == uid(made))
    assert (days.decoded("DTSTART"), days.decoded("DTEND")) == (date(2027, 2, 19), date(2027, 2, 21))


def test_a_later_agenda_takes_the_place_of_an_earlier_one_in_every_program(who: People) -> None:
    made = prepared(who)
    opening = planned(who, made)
    meetings.release_agenda(who.keeper, edition=made, change="")
    planned(who, made, begins=time(14), ends=time(15))
    meetings.release_agenda(who.keeper, edition=made, change="")
    text = meetings.edition_calendar(who.keeper, edition=made, language="en", session=opening)
    assert [one.decoded("SEQUENCE") for one in icalendar.Calendar.from_ical(text).walk("VEVENT")] == [2]


def test_an_observers_calendar_has_no_trace_of_what_is_not_for_them(who: People) -> None:
    made = prepared(who)
    invited(who, made)
    opening = planned(who, made)
    closed = planned(who, made, begins=time(11), ends=time(12), title={"en": f"{CANARY} closed"}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="")
    assert CANARY in meetings.edition_calendar(who.delegate, edition=made, language="en").decode()
    for text in (
        meetings.edition_calendar(who.observer, edition=made, language="en"),
        meetings.own_calendar(who.observer, language="en"),
    ):
        assert set(moments(text)) == {uid(opening)}
        assert CANARY not in text.decode()
    with pytest.raises(NotFound):
        meetings.edition_calendar(who.observer, edition=made, language="en", session=closed)
    assert b"VEVENT" not in meetings.own_calendar(an_actor(Role.ANALYST), language="en")


def link_of(actor: Actor, **given: Any) -> str:
    return meetings.add_calendar_link(actor, language="ar", exercise=True, **given).secret


def shown(secret: str) -> bytes:
    found = meetings.follow_calendar(secret=secret).content
    assert found is not None
    return found


def test_a_link_shows_what_its_person_may_see_at_that_moment_until_it_is_revoked(who: People) -> None:
    made = prepared(who)
    invited(who, made)
    opening = planned(who, made, title={"en": "EXERCISE opening", "ar": "EXERCISE الافتتاح"})
    closed = planned(who, made, begins=time(11), ends=time(12), title={"en": f"{CANARY} closed"}, is_open=False)
    meetings.release_agenda(who.keeper, edition=made, change="")
    everything, edition = link_of(who.head), link_of(who.head, edition=made)
    session = link_of(who.head, edition=made, session=closed)
    assert (
        moments(shown(everything)) == moments(shown(edition)) == moments(meetings.own_calendar(who.head, language="ar"))
    )
    assert "الافتتاح" in shown(edition).decode()
    assert set(moments(shown(session))) == {uid(closed)}
    observed = link_of(who.observer)
    assert (set(moments(shown(observed))), CANARY in shown(observed).decode()) == ({uid(opening)}, False)
    for given in ({"edition": made, "session": closed}, {"edition": new_id()}):
        with pytest.raises(NotFound):
            link_of(who.observer, **given)
    tag = meetings.follow_calendar(secret=edition).tag
    assert meetings.follow_calendar(secret=edition, known={"other", tag}).content is None
    planned(who, made, begins=time(14), ends=time(15))
    meetings.release_agenda(who.keeper, edition=made, change="")
    changed = meetings.follow_calendar(secret=edition, known={tag})
    assert changed.content is not None
    assert len(moments(changed.content)) == 3
    first, *_others = meetings.list_calendar_links(who.head)
    with pytest.raises(NotFound):
        meetings.revoke_calendar_link(who.mali, id=first.id)
    meetings.revoke_calendar_link(who.head, id=first.id)
    with pytest.raises(NotFound):
        meetings.follow_calendar(secret=session)
    set_members(system_actor("meetings"), community=_everybody(made), agencies=[])
    with pytest.raises(NotFound):
        meetings.follow_calendar(secret=edition)
    assert b"VEVENT" not in shown(everything)


def _everybody(edition: UUID) -> UUID:
    with door(system_actor("meetings"), EDITION_PUBLIC):
        found = Edition.objects.get(id=edition).everybody
        assert found is not None
        return found


def test_a_link_opens_the_calendar_alone_and_a_token_no_calendar(who: People) -> None:
    secret = link_of(who.head)
    with pytest.raises(Refused):
        actor_of_token(secret)
    bounded = actor_of_link(secret)
    for call in (
        lambda: meetings.list_editions(bounded),
        lambda: meetings.own_calendar(bounded, language="en"),
        lambda: meetings.add_calendar_link(bounded, language="en", exercise=True),
    ):
        with pytest.raises((Refused, Invalid)):
            call()
    token = add_token(who.head, name="EXERCISE", scopes=["meetings:read"]).secret
    for wrong in (token, secret[:-1], token.replace("_t_", "_c_"), ""):
        with pytest.raises(NotFound):
            meetings.follow_calendar(secret=wrong)
    with pytest.raises(Invalid):
        add_token(who.head, name="EXERCISE", scopes=["calendar:follow"])
    with pytest.raises(Refused):
        link_of(actor_for(who.users["head"], stepped_up=False))


def test_a_calendar_program_polls_a_link_and_the_log_holds_what_left_and_no_secret(
    who: People, caplog: pytest.LogCaptureFixture
) -> None:
    made = prepared(who)
    invited(who, made)
    planned(who, made)
    meetings.release_agenda(who.keeper, edition=made, change="")
    secret = link_of(who.head, edition=made)
    program, address = Client(), f"/calendars/{secret}.ics"
    first = program.get(address, headers={"accept-encoding": "gzip"})
    assert (first.status_code, first["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    again = program.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"].removeprefix("W/"))
    assert program.head(address).status_code == 200
    assert program.post(address).status_code == 405
    (link,) = meetings.list_calendar_links(who.head)
    meetings.revoke_calendar_link(who.head, id=link.id)
    gone = program.get(address)
    assert (gone.status_code, secret in gone.content.decode(), secret in caplog.text) == (404, False, False)
    lines = [(one.action, str(one)) for one in audit.lines(Filters(), limit=200)]
    actions = [action for action, _line in lines]
    assert [actions.count(one) for one in ("calendar.link", "token.add", "token.revoke")] == [2, 1, 1]
    assert actions.count("calendar.follow") == 2, "a poll that brings nothing new is not logged"
    assert not any(secret in line for _action, line in lines)
