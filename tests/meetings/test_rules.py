"""The day laid out anew, what differs between two agendas, and the clock of the place."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.base import Invalid, new_id
from minassa.meetings.editions.rules import (
    ChangeKind,
    Slot,
    checked_span,
    difference,
    laid_out,
    placed_before,
    refuse_overlap,
)
from minassa.meetings.editions.times import changes, moment, release, standing, zone_of


@st.composite
def days(draw: st.DrawFn) -> list[Slot]:
    """A day of up to six sessions, one after another, that ends before midnight."""
    at, found = draw(st.integers(300, 540)), []
    for _number in range(draw(st.integers(1, 6))):
        length, pause = draw(st.integers(5, 90)), draw(st.integers(0, 40))
        found.append(Slot(new_id(), _clock(at), _clock(at + length)))
        at += length + pause
    return found


def _clock(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _minutes(one: Slot) -> int:
    return (one.ends.hour - one.begins.hour) * 60 + one.ends.minute - one.begins.minute


@settings(max_examples=50)
@given(days(), st.randoms(use_true_random=False))
def test_a_day_in_another_order_keeps_its_beginning_its_lengths_and_its_end(slots: list[Slot], chance: object) -> None:
    order = [one.session for one in slots]
    chance.shuffle(order)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    laid = laid_out(slots, order)
    assert [one.session for one in laid] == order
    assert {one.session: _minutes(one) for one in laid} == {one.session: _minutes(one) for one in slots}
    assert (laid[0].begins, laid[-1].ends) == (slots[0].begins, slots[-1].ends)
    assert all(one.ends <= later.begins for one, later in pairwise(laid))
    assert laid_out(slots, [one.session for one in slots]) == tuple(slots)


def test_a_session_from_another_day_pushes_the_later_ones_back_and_never_past_midnight() -> None:
    first, second = Slot(new_id(), time(9), time(10)), Slot(new_id(), time(10, 30), time(12))
    came = Slot(new_id(), time(15), time(16))
    order = placed_before([first.session, second.session], came.session, second.session)
    laid = laid_out([first, second], order, came=came)
    assert [(one.begins, one.ends) for one in laid] == [
        (time(9), time(10)),
        (time(10, 30), time(11, 30)),
        (time(11, 30), time(13)),
    ]
    assert laid_out([], [came.session], came=came) == (came,)
    late = Slot(new_id(), time(23), time(23, 59))
    with pytest.raises(Invalid, match="midnight"):
        laid_out([late], [late.session, came.session], came=came)


def test_a_session_is_put_before_another_of_its_day_only() -> None:
    a, b, c = new_id(), new_id(), new_id()
    assert placed_before([a, b, c], c, a) == (c, a, b)
    assert placed_before([a, b, c], a, None) == (b, c, a)
    assert placed_before([a, b, c], b, b) == (a, b, c)
    with pytest.raises(Invalid):
        placed_before([a, b], a, c)


def test_a_span_and_a_room_are_held_once() -> None:
    assert checked_span(time(9, 0, 30), time(10)) == (time(9), time(10))
    with pytest.raises(Invalid):
        checked_span(time(10), time(10))
    day = date(2027, 2, 20)
    refuse_overlap([(day, "A", time(9), time(10)), (day, "A", time(10), time(11)), (day, "B", time(9), time(11))])
    refuse_overlap([(day, "", time(9), time(10)), (day, "", time(9), time(11))])
    with pytest.raises(Invalid, match="A at 10:30"):
        refuse_overlap([(day, "A", time(10, 30), time(11)), (day, "A", time(9), time(10, 45))])


def test_a_difference_names_what_came_went_moved_and_changed() -> None:
    came, went, moved, other, same = (new_id() for _number in range(5))
    plain: dict[str, object] = {"title": {"en": "EXERCISE"}, "begins": "09:00", "room": "A"}
    before: dict[UUID, dict[str, object]] = {went: plain, moved: plain, other: plain, same: plain}
    after: dict[UUID, dict[str, object]] = {
        came: plain,
        moved: plain | {"begins": "10:00"},
        other: plain | {"title": {"en": "EXERCISE new"}, "room": "B"},
        same: plain,
    }
    assert [(one.kind, one.session, one.fields) for one in difference(before, after)] == [
        (ChangeKind.ADDED, came, ()),
        (ChangeKind.MOVED, moved, ("begins",)),
        (ChangeKind.CHANGED, other, ("title", "room")),
        (ChangeKind.REMOVED, went, ()),
    ]
    assert difference(before, before) == ()


ZONES = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "Africa/Addis_Ababa",
    "Europe/Paris",
    "America/New_York",
    "Asia/Riyadh",
]


@pytest.mark.parametrize("zone", ZONES)
def test_the_changes_of_the_clock_are_those_of_zoneinfo(zone: str) -> None:
    there = ZoneInfo(zone)
    begin = standing(zone, datetime(2024, 1, 1, tzinfo=UTC))
    steps = [begin, *changes(zone, 2024, 2028)]
    for one, later in pairwise(steps):
        assert one.after == later.before
    at = datetime(2024, 1, 1, tzinfo=UTC)
    while at < datetime(2029, 1, 1, tzinfo=UTC):
        known = [one for one in steps if one.at <= at][-1].after
        assert at.astimezone(there).utcoffset() == known, at
        at += timedelta(hours=7)
    for one in steps[1:]:
        assert (one.at - timedelta(seconds=1)).astimezone(there).utcoffset() == one.before != one.after


def test_the_time_zones_are_those_of_the_pinned_release() -> None:
    """In June 2027 Casablanca has UTC again by the decree of 2026; older releases of tzdata, such as a machine's own, say UTC+1."""
    assert release() >= "2026f"
    assert moment(date(2027, 2, 20), time(9), "Africa/Casablanca") == datetime(2027, 2, 20, 9, tzinfo=UTC)
    assert moment(date(2027, 6, 20), time(9), "Africa/Casablanca") == datetime(2027, 6, 20, 9, tzinfo=UTC)
    assert moment(date(2025, 6, 17), time(9), "Africa/Casablanca") == datetime(2025, 6, 17, 8, tzinfo=UTC)
    assert moment(date(2025, 3, 10), time(9), "Africa/Casablanca") == datetime(2025, 3, 10, 9, tzinfo=UTC)


def test_an_hour_that_the_clock_leaps_over_cannot_be_chosen() -> None:
    with pytest.raises(Invalid, match="leaps"):
        moment(date(2027, 3, 28), time(2, 30), "Europe/Paris")
    assert moment(date(2027, 10, 31), time(2, 30), "Europe/Paris") == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    with pytest.raises(Invalid):
        zone_of("Africa/Atlantis")
