"""Duty contacts: on duty now, in any time zone; kept by their agency, seen by those with whom they are shared."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa import desk, liaison
from minassa.access import AgencyKind, Handling, Parcel, ReceiptState, Role, Step, Tlp, system_actor, take_in
from minassa.access.models import Agency
from minassa.base import Fault, Invalid, NotFound, Refused, held_at, new_id, now
from minassa.liaison import Channel, ChannelKind, Contact, Hours, Sharing, Shift, Turn
from minassa.liaison.duty.content import contact_from_json, contact_to_json
from minassa.liaison.duty.rules import checked_hours, is_on_duty, next_change
from minassa.liaison.jobs import watch_contacts
from tests.factories import a_label, actor_for, make_agency, make_user
from tests.liaison.scene import CANARY, People, people

OFFICE = tuple(Shift(day, time(8), time(17)) for day in range(5))
NIGHT = (Shift(6, time(22), time(6)),)


def bamako(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Africa/Bamako"))  # type: ignore[arg-type, misc] # year, month, day, hour


def cairo(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Africa/Cairo"))  # type: ignore[arg-type, misc] # year, month, day, hour


@pytest.mark.parametrize(
    ("hours", "at", "on_duty", "changes"),
    [
        (Hours("Africa/Bamako"), bamako(2026, 11, 26, 3), True, None),
        (Hours("Africa/Bamako", False, OFFICE), bamako(2026, 11, 26, 8), True, bamako(2026, 11, 26, 17)),
        (Hours("Africa/Bamako", False, OFFICE), bamako(2026, 11, 26, 17), False, bamako(2026, 11, 27, 8)),
        (Hours("Africa/Bamako", False, OFFICE), bamako(2026, 11, 27, 18), False, bamako(2026, 11, 30, 8)),
        # Eight in the morning in Nairobi is five in Bamako.
        (Hours("Africa/Nairobi", False, OFFICE), bamako(2026, 11, 26, 5), True, bamako(2026, 11, 26, 14)),
        # Over midnight: Sunday's night shift ends on Monday.
        (Hours("Africa/Bamako", False, NIGHT), bamako(2026, 11, 30, 5), True, bamako(2026, 11, 30, 6)),
        (Hours("Africa/Bamako", False, NIGHT), bamako(2026, 11, 30, 6), False, bamako(2026, 12, 6, 22)),
        # Cairo puts its clocks forward on Friday 24 April 2026 at midnight: it is on duty from eight by its own clock.
        (Hours("Africa/Cairo", False, OFFICE), datetime(2026, 4, 23, 5, 30, tzinfo=UTC), False, cairo(2026, 4, 23, 8)),
        (Hours("Africa/Cairo", False, OFFICE), datetime(2026, 4, 24, 5, 30, tzinfo=UTC), True, cairo(2026, 4, 24, 17)),
    ],
)
def test_on_duty_follows_the_contacts_own_clock(
    hours: Hours, at: datetime, on_duty: bool, changes: datetime | None
) -> None:
    assert is_on_duty(hours, at) is on_duty
    assert next_change(hours, at) == changes


HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
SHIFTS = st.lists(st.builds(Shift, st.integers(0, 6), HOURS, HOURS), min_size=1, max_size=10)
ZONES = st.sampled_from(["Africa/Bamako", "Africa/Cairo", "Africa/Casablanca", "Europe/Paris", "Asia/Kolkata", "UTC"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis puts it into UTC


@settings(deadline=None)
@given(ZONES, SHIFTS, MOMENTS)
def test_nothing_changes_before_the_next_change_and_something_does_at_it(
    zone: str, shifts: list[Shift], at: datetime
) -> None:
    hours = Hours(zone, always=False, shifts=tuple(shifts))
    changes = next_change(hours, at)
    if changes is None:
        assert is_on_duty(hours, at) or not is_on_duty(hours, at + timedelta(days=7))
        return
    assert changes > at
    before = is_on_duty(hours, at)
    assert is_on_duty(hours, changes) is not before
    assert is_on_duty(hours, at + (changes - at) / 2) is before


@settings(deadline=None)
@given(ZONES, st.dates(date(2026, 1, 3), date(2027, 12, 1)), HOURS)
def test_whole_days_without_a_gap_are_always_on_duty(zone: str, day: date, hour: time) -> None:
    hours = Hours(zone, always=False, shifts=tuple(Shift(one, time(0), time(0)) for one in range(7)))
    at = datetime.combine(day, hour, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    assert is_on_duty(hours, at)


@pytest.mark.parametrize(
    "hours",
    [
        Hours("Mars/Olympus"),
        Hours("../etc/passwd"),
        Hours("UTC", False),
        Hours("UTC", False, (Shift(7, time(8), time(9)),)),
    ],
)
def test_hours_that_say_nothing_are_refused(hours: Hours) -> None:
    with pytest.raises(Invalid):
        checked_hours(hours)


def contact(**given: Any) -> Contact:
    plain = Contact(
        name="EXERCISE operations room",
        about="EXERCISE counter-terrorism desk",
        languages=("fr", "ar"),
        channels=(Channel(ChannelKind.PHONE, "+223 20 00 00 00"), Channel(ChannelKind.SECURE_MAIL, "EXERCISE box 4")),
        hours=Hours("Africa/Bamako", False, OFFICE),
    )
    return replace(plain, **given)


def test_a_contact_travels_without_loss() -> None:
    begins = datetime(2026, 11, 26, 8, tzinfo=UTC)
    whole = contact(roster=(Turn("EXERCISE Lt. Keita", begins, begins + timedelta(hours=12)),))
    assert contact_from_json(contact_to_json(whole)) == whole


@pytest.mark.parametrize(
    "spoil",
    [
        {"name": ""},
        {"languages": []},
        {"languages": ["french"]},
        {"channels": []},
        {"channels": [["pigeon", "x"]]},
        {"channels": [["phone", "\u202e123"]]},
        {"channels": [["phone"]]},
        {"channels": "phone"},
        {"zone": "Nowhere"},
        {"zone": 3},
        {"always": 1},
        {"shifts": [[0, "8", "9", "10"]]},
        {"shifts": [[0, "25:00", "26:00"]]},
        {"shifts": [["0", "08:00", "09:00"]]},
        {"shifts": [[0, 8, 9]]},
        {"roster": [["EXERCISE", "2026-01-01T00:00:00+00:00", "2025-01-01T00:00:00+00:00"]]},
        {"roster": [["EXERCISE", "2026-01-01T00:00:00", "2026-01-02T00:00:00"]]},
        {"more": 1},
    ],
)
def test_what_is_no_contact_is_refused(spoil: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        contact_from_json(contact_to_json(contact()) | spoil)


@pytest.fixture
def mali(db: None) -> People:
    return people("Mali")


@pytest.fixture
def niger(db: None) -> People:
    return people("Niger")


def kept(by: People, *to: Agency, **given: Any) -> UUID:
    sharing = Sharing(not to, tuple(f"agency:{one.id}" for one in to), Tlp.AMBER)
    return liaison.keep_contact(by.officer, contact=contact(**given), sharing=sharing, exercise=True)


def test_everybody_of_the_platform_sees_who_is_on_duty_now(mali: People, niger: People) -> None:
    with held_at(bamako(2026, 11, 26, 9)):
        begins = now() - timedelta(hours=1)
        roster = (Turn("EXERCISE Lt. Keita", begins, begins + timedelta(hours=9)),)
        kept(mali, roster=roster)
        kept(mali, name="EXERCISE night desk", hours=Hours("Africa/Bamako", False, NIGHT))
        first, second = liaison.list_contacts(niger.analyst)
        assert (first.on_duty, first.now, first.changes) == (True, ("EXERCISE Lt. Keita",), bamako(2026, 11, 26, 17))
        assert (second.on_duty, second.now) == (False, ())
        assert first.sharing is None
        assert liaison.list_contacts(mali.analyst)[0].sharing is not None


def test_only_officers_of_the_agency_keep_its_contacts(mali: People, niger: People) -> None:
    found = kept(mali)
    with pytest.raises(Refused):
        liaison.confirm_contact(mali.analyst, id=found)
    for change in (
        lambda: liaison.confirm_contact(niger.officer, id=found),
        lambda: liaison.remove_contact(niger.officer, id=found),
        lambda: liaison.keep_contact(niger.officer, contact=contact(), sharing=Sharing(), exercise=True, id=found),
    ):
        with pytest.raises(Refused) as fault:
            change()
        assert fault.value.code == "liaison.not-your-contact"


def test_a_third_agency_and_the_secretariat_see_nothing_of_a_contact_for_one(mali: People, niger: People) -> None:
    found = kept(mali, niger.agency, name=CANARY)
    assert [one.contact.name for one in liaison.list_contacts(niger.analyst)] == [CANARY]
    for outsider in (people("Chad"), people("secretariat", kind=AgencyKind.SECRETARIAT)):
        assert liaison.list_contacts(outsider.analyst) == ()
        for read in (liaison.read_contact, liaison.confirm_contact, liaison.remove_contact):
            with pytest.raises(NotFound):
                read(outsider.officer, id=found)


def test_whoever_is_left_out_later_sees_it_no_more_and_whoever_joins_gets_it(mali: People, niger: People) -> None:
    chad = people("Chad")
    found = kept(mali, niger.agency)
    sharing = Sharing(everyone=False, to=(f"agency:{chad.agency.id}",), tlp=Tlp.AMBER)
    liaison.keep_contact(mali.officer, contact=contact(), sharing=sharing, exercise=True, id=found)
    assert liaison.list_contacts(niger.analyst) == ()
    assert len(liaison.list_contacts(chad.analyst)) == 1
    liaison.remove_contact(mali.officer, id=found)
    assert liaison.list_contacts(chad.analyst) == liaison.list_contacts(mali.analyst) == ()


def test_a_contact_that_nobody_confirms_for_ninety_days_is_marked_and_its_agency_asked(
    mali: People, niger: People
) -> None:
    start = now()
    with held_at(start):
        found = kept(mali)
    with held_at(start + timedelta(days=90)):
        watch_contacts()
        assert not liaison.read_contact(niger.analyst, id=found).stale
    for day in (91, 92, 99):
        with held_at(start + timedelta(days=day)):
            watch_contacts()
            assert liaison.read_contact(niger.analyst, id=found).stale
    assert [one.kind for one in desk.list_notices(mali.officer)] == ["duty.confirm", "duty.confirm"]
    assert desk.list_notices(niger.officer) == ()
    with held_at(start + timedelta(days=100)):
        liaison.confirm_contact(mali.officer, id=found)
        watch_contacts()
        assert not liaison.read_contact(niger.analyst, id=found).stale


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER])
def test_roles_without_this_work_see_no_contact(mali: People, role: Role) -> None:
    kept(mali)
    with pytest.raises(Fault):
        liaison.list_contacts(actor_for(make_user(mali.agency, (role,))))


@pytest.fixture
def peer(db: None) -> Agency:
    agency = make_agency("EXERCISE far away")
    Agency.objects.filter(id=agency.id).update(is_local=False)
    return agency


def parcel(by: Agency, to: People, one: UUID, version: int, step: Step, **given: Any) -> Parcel:
    label = given.pop("label", None) or a_label(by, audience=(to.agency,), handling=(Handling.H0,))
    body = contact_to_json(contact()) | given
    return Parcel(new_id(), "duty", f"duty:{one}", version, step, by.id, label, body, now(), 0)


def hand_in(one: Parcel) -> str:
    receipt = take_in(system_actor("exchange"), one, sender=one.owner)
    assert (receipt.state is ReceiptState.TAKEN) is not bool(receipt.code)
    return receipt.code


def test_contacts_of_another_node_come_change_and_go(mali: People, peer: Agency) -> None:
    one = new_id()
    assert hand_in(parcel(peer, mali, one, 3, Step.CORRECT)) == ""  # this node joined late
    assert hand_in(parcel(peer, mali, one, 4, Step.CORRECT, name="EXERCISE new name")) == ""
    assert [found.contact.name for found in liaison.list_contacts(mali.analyst)] == ["EXERCISE new name"]
    assert hand_in(parcel(peer, mali, one, 4, Step.CORRECT)) == "parcel.older"
    assert hand_in(parcel(peer, mali, one, 5, Step.WITHDRAW)) == ""
    assert liaison.list_contacts(mali.analyst) == ()


def test_a_peer_does_not_touch_the_contacts_of_others(mali: People, niger: People, peer: Agency) -> None:
    found = kept(mali, niger.agency)
    for step in (Step.CORRECT, Step.WITHDRAW, Step.MESSAGE):
        assert hand_in(parcel(peer, niger, found, 1, step, name=CANARY)) in {
            "parcel.not-owner",
            "liaison.not-your-contact",
        }
    assert liaison.read_contact(niger.analyst, id=found).contact.name == "EXERCISE operations room"
    for tlp in (Tlp.CLEAR,):
        wide = a_label(peer, tlp, audience=(mali.agency,), handling=(Handling.H0,))
        assert hand_in(parcel(peer, mali, new_id(), 1, Step.SHARE, label=wide)) == "liaison.request-tlp"
