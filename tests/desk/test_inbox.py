"""The inbox: every notice, marked and unmarked exactly, told as each person wants it, urgent ones until acknowledged."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from minassa.access import Actor, AgencyKind, Role, system_actor
from minassa.audit import Filters, lines
from minassa.base import Fault, Invalid, NotFound, held_at, now
from minassa.desk import (
    Delivery,
    Urgency,
    acknowledge_about,
    acknowledge_notice,
    count_unread,
    list_digests,
    list_notices,
    list_subscriptions,
    mark_all_read,
    mark_read,
    mark_unread,
    notice_kind,
    notice_kinds,
    notify,
    pulse,
    read_inbox,
    subscribe,
    undo_mark_all,
)
from tests.factories import an_actor, make_agency

pytestmark = pytest.mark.django_db

NEWS = notice_kind("test-news", "EXERCISE news %(number)s", topic="EXERCISE news")
QUIET = notice_kind("test-quiet", "EXERCISE quiet %(number)s", topic="EXERCISE quiet", urgency=Urgency.QUIET)
ALARM = notice_kind("test-alarm", "EXERCISE alarm %(number)s", topic="EXERCISE alarm", urgency=Urgency.URGENT)
ASKED = notice_kind("test-asked", "EXERCISE asked %(number)s", topic="EXERCISE asked", addressed=True)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def tell(actor: Actor, kind: str = NEWS, number: int = 1, about: str = "") -> None:
    assert actor.user_id
    assert actor.agency
    notify(
        system_actor("notices"),
        person=actor.user_id,
        agency=actor.agency,
        kind=kind,
        about=about,
        params={"number": number},
    )


def texts(actor: Actor, **asked: object) -> list[str]:
    return [one.text for one in read_inbox(actor, **asked).notices]  # type: ignore[arg-type] # filters by name


def walk(actor: Actor, size: int) -> Iterator[str]:
    before = ""
    while True:
        page = read_inbox(actor, before=before, size=size)
        yield from (one.text for one in page.notices)
        if not page.next:
            return
        before = page.next


def test_pages_of_the_inbox_hold_every_notice_once_even_within_one_moment() -> None:
    reader = an_actor()
    with held_at(NOON):
        for number in range(25):
            tell(reader, number=number)
    assert list(walk(reader, 4)) == [f"EXERCISE news {number}" for number in reversed(range(25))]


def test_the_filters_of_the_inbox() -> None:
    reader = an_actor()
    tell(reader, NEWS, 1)
    tell(reader, ASKED, 2)
    mark_read(reader, id=list_notices(reader)[0].id)
    assert texts(reader) == ["EXERCISE asked 2", "EXERCISE news 1"]
    assert texts(reader, kind=ASKED) == ["EXERCISE asked 2"]
    assert texts(reader, unread_only=True) == ["EXERCISE news 1"]
    with pytest.raises(Invalid):
        read_inbox(reader, kind="no-such-kind")
    for place in ("x", "1-2", "9" * 40 + "-" + "0" * 32):
        with pytest.raises(Invalid):
            read_inbox(reader, before=place)


def test_a_notice_is_marked_read_and_unread() -> None:
    reader = an_actor()
    tell(reader)
    (notice,) = list_notices(reader)
    assert mark_read(reader, id=notice.id).read_at is not None
    assert count_unread(reader) == 0
    assert mark_unread(reader, id=notice.id).read_at is None
    assert count_unread(reader) == 1


def test_all_are_marked_read_with_an_exact_count_and_exactly_these_come_back() -> None:
    reader, other = an_actor(), an_actor()
    for number in range(5):
        tell(reader, number=number)
    tell(other)
    mark_read(reader, id=list_notices(reader)[0].id)
    seen = now()
    tell(reader, number=99)  # came after the page was made: nobody has seen it
    done = mark_all_read(reader, until=seen)
    assert done.count == 4
    assert texts(reader, unread_only=True) == ["EXERCISE news 99"]
    assert undo_mark_all(other, at=done.at) == 0
    assert undo_mark_all(reader, at=done.at) == 4
    assert undo_mark_all(reader, at=done.at) == 0
    assert count_unread(reader) == 5
    assert count_unread(other) == 1


def test_all_of_one_kind_are_marked_and_the_others_stay() -> None:
    reader = an_actor()
    tell(reader, NEWS)
    tell(reader, ASKED)
    assert mark_all_read(reader, until=now(), kind=NEWS).count == 1
    assert texts(reader, unread_only=True) == ["EXERCISE asked 1"]


def test_quiet_kinds_are_one_line_a_day_and_never_in_the_count() -> None:
    reader = an_actor()
    for day, many in ((NOON - timedelta(days=1), 3), (NOON, 2)):
        with held_at(day):
            for number in range(many):
                tell(reader, QUIET, number)
    assert texts(reader) == []
    assert count_unread(reader) == 0
    assert [(one.kind, one.day.day, one.count) for one in list_digests(reader)] == [(QUIET, 20, 2), (QUIET, 19, 3)]
    yesterday = list_digests(reader)[1]
    assert texts(reader, kind=QUIET, day=yesterday.day) == [f"EXERCISE quiet {number}" for number in (2, 1, 0)]
    assert mark_all_read(reader, until=yesterday.latest, kind=QUIET, day=yesterday.day).count == 3
    assert [one.count for one in list_digests(reader)] == [2]


def test_a_person_switches_a_kind_to_daily_off_and_back() -> None:
    reader, other = an_actor(), an_actor()
    for delivery in (Delivery.OFF, Delivery.DAILY, Delivery.EACH):
        subscribe(reader, kind=NEWS, delivery=delivery)
        tell(reader, number=1)
        tell(other, number=1)
    assert [one.count for one in list_digests(reader)] == [1]
    assert texts(reader) == ["EXERCISE news 1"]
    assert len(texts(other)) == 3
    assert {one.kind: one.delivery for one in list_subscriptions(reader)}[NEWS] is Delivery.EACH
    subscribe(reader, kind=QUIET, delivery=Delivery.EACH)
    tell(reader, QUIET, 7)
    assert texts(reader)[0] == "EXERCISE quiet 7"


@pytest.mark.parametrize("kind", [ALARM, ASKED])
@pytest.mark.parametrize("delivery", [Delivery.OFF, Delivery.DAILY])
def test_what_asks_something_of_me_cannot_be_switched_off(kind: str, delivery: Delivery) -> None:
    reader = an_actor()
    with pytest.raises(Invalid) as caught:
        subscribe(reader, kind=kind, delivery=delivery)
    assert caught.value.code == "desk.notice-kind-fixed"
    tell(reader, kind)
    assert texts(reader) == [f"EXERCISE {kind.removeprefix('test-')} 1"]


def test_an_urgent_notice_stays_until_it_is_acknowledged() -> None:
    reader = an_actor()
    tell(reader, ALARM, about="alert:1")
    tell(reader, NEWS)
    (urgent,) = pulse(reader).urgent
    assert pulse(reader).unread == 2
    mark_read(reader, id=urgent.id)
    mark_all_read(reader, until=now())
    assert [one.id for one in pulse(reader).urgent] == [urgent.id]
    acknowledge_notice(reader, id=urgent.id)
    assert pulse(reader).urgent == ()
    (line,) = lines(Filters(action="notice.acknowledge"), limit=5)
    assert line.subject == f"notice:{urgent.id}"
    assert line.details["kind"] == ALARM
    calm = next(one for one in list_notices(reader) if one.kind == NEWS)
    with pytest.raises(Invalid):
        acknowledge_notice(reader, id=calm.id)


def test_acknowledging_the_thing_itself_clears_its_bars_and_no_others() -> None:
    reader, other = an_actor(), an_actor()
    for actor in (reader, other):
        tell(actor, ALARM, 1, about="alert:1")
        tell(actor, ALARM, 2, about="alert:2")
    assert acknowledge_about(reader, about="alert:1") == 1
    assert [one.about for one in pulse(reader).urgent] == ["alert:2"]
    assert len(pulse(other).urgent) == 2


def test_nobody_elses_notice_can_be_touched() -> None:
    agency = make_agency()
    reader = an_actor(agency=agency)
    tell(reader, ALARM)
    planted = list_notices(reader)[0]
    for other in (an_actor(Role.SUPERVISOR, agency=agency), an_actor()):
        tell(other)
        for touch in (mark_read, mark_unread, acknowledge_notice):
            with pytest.raises(NotFound):
                touch(other, id=planted.id)
        mark_all_read(other, until=now())
    assert list_notices(reader)[0].read_at is None
    assert list_notices(reader)[0].acknowledged_at is None


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.NODE_ADMINISTRATOR, Role.OBSERVER, Role.DELEGATE])
def test_roles_that_see_no_content_read_what_is_about_themselves(role: Role) -> None:
    reader = an_actor(role)
    tell(reader)
    assert texts(reader) == ["EXERCISE news 1"]
    subscribe(reader, kind=NEWS, delivery=Delivery.OFF)
    mark_all_read(reader, until=now())
    assert count_unread(reader) == 0


def test_only_the_person_subscribes_and_only_to_kinds_that_exist() -> None:
    with pytest.raises(Fault):
        subscribe(system_actor("notices"), kind=NEWS, delivery=Delivery.OFF)
    with pytest.raises(Invalid):
        subscribe(an_actor(), kind="no-such-kind", delivery=Delivery.OFF)
    secretariat = an_actor(Role.SECRETARIAT, agency=make_agency(kind=AgencyKind.SECRETARIAT))
    assert {one.kind for one in list_subscriptions(secretariat)} >= {NEWS, QUIET, ALARM, ASKED}


def test_kinds_of_one_topic_are_told_apart_by_what_they_say() -> None:
    found = {one.kind: one for one in list_subscriptions(an_actor())}
    assert found[NEWS].outline == "EXERCISE news …"
    topics = [one.topic for one in list_subscriptions(an_actor())]
    assert topics == sorted(topics), "kinds of one topic stand together"


def test_every_kind_of_every_room_has_a_topic_and_a_sentence_with_its_marks_by_name() -> None:
    import minassa.node.urls  # noqa: F401, PLC0415 - loads all rooms and pages

    real = [one for one in notice_kinds().values() if not one.kind.startswith(("test-", "web-"))]
    assert len(real) > 5
    with override("en"):
        assert [one.kind for one in real if str(one.topic) == "Other news"] == []
        assert all("%" not in one.outline for one in real)


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        notice_kind(NEWS, "EXERCISE again")
