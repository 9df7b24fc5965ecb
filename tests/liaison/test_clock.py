"""The reply clock: it stands still while the answerer waits, and no peer turns it back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.liaison.requests.clock import (
    REMIND_BEFORE,
    REPLY_WITHIN,
    SKEW,
    Urgency,
    believed,
    go_on,
    is_overdue,
    left,
    started,
    stop,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis puts it into UTC
SPANS = st.timedeltas(timedelta(0), timedelta(days=30))
URGENCIES = st.sampled_from(Urgency)


@settings(deadline=None)
@given(URGENCIES, MOMENTS, SPANS, SPANS)
def test_what_was_left_at_the_question_is_left_at_the_clarification(
    urgency: Urgency, at: datetime, worked: timedelta, waited: timedelta
) -> None:
    asked = at + worked
    stopped = stop(started(urgency, at), asked)
    clarified = asked + waited
    assert left(stopped, clarified) == left(started(urgency, at), asked)
    assert left(go_on(stopped, clarified), clarified) == left(stopped, clarified)


@settings(deadline=None)
@given(URGENCIES, MOMENTS, st.lists(SPANS, min_size=1, max_size=8))
def test_however_often_it_stands_still_the_working_time_is_the_same(
    urgency: Urgency, at: datetime, spans: list[timedelta]
) -> None:
    clock, moment, worked = started(urgency, at), at, timedelta(0)
    for number, span in enumerate(spans):
        moment += span
        if number % 2:
            clock = go_on(clock, moment)
        else:
            worked += span
            clock = stop(clock, moment)
    assert left(clock, moment) == REPLY_WITHIN[urgency] - worked


@settings(deadline=None)
@given(URGENCIES, MOMENTS, MOMENTS, MOMENTS)
def test_a_clarification_never_makes_it_due_earlier(
    urgency: Urgency, at: datetime, asked: datetime, clarified: datetime
) -> None:
    clock = stop(started(urgency, at), asked)
    assert go_on(clock, clarified).due >= clock.due


@settings(deadline=None)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_lying_clock_is_held_between_what_came_before_and_now(
    stated: datetime, after: datetime, received: datetime
) -> None:
    held = believed(stated, after=after, received=received)
    assert after <= held <= max(after, received + SKEW)
    if after <= stated <= received:
        assert held == stated


def test_it_is_overdue_only_after_the_last_moment_and_never_while_it_stands() -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    clock = started(Urgency.URGENT, at)
    assert clock.due == at + timedelta(hours=8)
    assert not is_overdue(clock, clock.due)
    assert is_overdue(clock, clock.due + timedelta(seconds=1))
    assert not is_overdue(stop(clock, at + timedelta(hours=7)), at + timedelta(days=9))


def test_reminders_come_before_the_answer_is_due_and_after_the_request_came() -> None:
    for urgency in Urgency:
        assert timedelta(0) < REMIND_BEFORE[urgency] < REPLY_WITHIN[urgency]
