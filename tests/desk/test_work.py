"""My work: four lists from all rooms, only from those whose acts a person may do, the most urgent first."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from minassa.access import READ, Act, Actor, Role
from minassa.base import Unavailable, fault_code
from minassa.desk import WorkItem, waiting_on, work_source, work_sources
from minassa.desk.work import _SHARES
from tests.factories import an_actor

pytestmark = pytest.mark.django_db


def an_act(role: Role) -> Act:
    """An act that only the registry does not know: the reference of the acts stays that of the code."""
    return Act(f"t.{role}", frozenset({role}), READ, False, False, False, False, False, "")


SUPERVISES, ANALYSES = an_act(Role.SUPERVISOR), an_act(Role.ANALYST)


def day(number: int) -> datetime:
    return datetime(2026, 11, number, tzinfo=UTC)


def to_decide(actor: Actor) -> tuple[WorkItem, ...]:
    return (
        WorkItem("EXERCISE old", "t:1", at=day(1)),
        WorkItem("EXERCISE new", "t:2", at=day(2)),
        WorkItem("EXERCISE due", "t:3", at=day(1), due=day(9)),
        WorkItem("EXERCISE due sooner", "t:4", due=day(8)),
        WorkItem("EXERCISE urgent", "t:5", urgent=True),
    )


def late(actor: Actor) -> tuple[WorkItem, ...]:
    return (WorkItem(f"EXERCISE late for {actor.id}", "t:6"),)


def many(_actor: Actor) -> tuple[WorkItem, ...]:
    return tuple(WorkItem(f"EXERCISE {number}", "t:7") for number in range(300))


def before(_actor: Actor) -> tuple[WorkItem, ...]:
    return (WorkItem("EXERCISE before the fault", "t:8"),)


def broken(_actor: Actor) -> tuple[WorkItem, ...]:
    raise Unavailable(NOT_READY)


NOT_READY = fault_code("test.not-ready", "EXERCISE not ready", "EXERCISE wait")
BREAKS = an_act(Role.CERT_ANALYST)


@pytest.fixture(autouse=True)
def sources() -> Iterator[None]:
    """The sources of this file, which no other test meets."""
    before_these = dict(_SHARES)
    work_source("test-broken", needs=BREAKS, waiting_on_me=before, overdue=broken)
    work_source("test-supervising", needs=SUPERVISES, waiting_on_me=to_decide, overdue=late)
    work_source("test-analysing", needs=ANALYSES, waiting_on_others=many, drafts=late)
    yield
    _SHARES.clear()
    _SHARES.update(before_these)


def titles(items: tuple[WorkItem, ...]) -> list[str]:
    return [str(one.title) for one in items if one.about.startswith("t:")]


def test_the_most_urgent_comes_first_then_what_is_due_then_the_latest() -> None:
    found = waiting_on(an_actor(Role.SUPERVISOR)).waiting_on_me
    assert titles(found) == [f"EXERCISE {word}" for word in ("urgent", "due sooner", "due", "new", "old")]


def test_each_person_sees_the_shares_of_the_acts_they_may_do_and_their_own_items() -> None:
    supervisor, analyst = an_actor(Role.SUPERVISOR), an_actor(Role.ANALYST)
    assert titles(waiting_on(supervisor).overdue) == [f"EXERCISE late for {supervisor.id}"]
    assert titles(waiting_on(analyst).overdue) == titles(waiting_on(analyst).waiting_on_me) == []
    assert titles(waiting_on(analyst).drafts) == [f"EXERCISE late for {analyst.id}"]


def test_a_room_that_is_not_ready_is_named_and_hides_nothing_of_the_others() -> None:
    found = waiting_on(an_actor(Role.CERT_ANALYST))
    assert titles(found.waiting_on_me) == ["EXERCISE before the fault"]
    assert "test-broken" in found.unread


def test_a_list_ends_at_a_hundred() -> None:
    assert len(waiting_on(an_actor(Role.ANALYST)).waiting_on_others) == 100


def test_a_source_is_registered_once() -> None:
    assert "test-analysing" in work_sources()
    with pytest.raises(ValueError, match="twice"):
        work_source("test-analysing", needs=ANALYSES)
