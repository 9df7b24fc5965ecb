"""The course of a request, played by two sides whose messages cross, in every order that hypothesis finds."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.base import Conflict, Refused
from minassa.liaison.requests.rules import (
    ARRIVED,
    DRAFTED,
    KINDS,
    MOVES,
    OVER,
    RATINGS,
    SPEAKERS,
    Event,
    RequestKind,
    Side,
    Standing,
    State,
    hear,
    may_speak,
    speak,
)

EVERY_STATE = [
    Standing(state, number, kind, rated)
    for state, number, kind, rated in product(
        State, (0, 1, 2), RequestKind, (frozenset(), frozenset({Side.ASKER}), frozenset(Side))
    )
]


class Talk:
    """Two sides and what is on its way between them, in order on each way."""

    def __init__(self, kind: RequestKind) -> None:
        self.asker = speak(replace(DRAFTED, kind=kind), Side.ASKER, Event.ASK)
        self.answerer = replace(ARRIVED, kind=kind)
        self.to_asker: deque[tuple[Event, int]] = deque([(Event.RECEIPT, 0)])
        self.to_answerer: deque[tuple[Event, int]] = deque()

    def play(self, choice: int) -> None:
        """One of all the things that can happen now."""
        moves = [(Side.ASKER, event) for event in Event if may_speak(self.asker, Side.ASKER, event)]
        moves += [(Side.ANSWERER, event) for event in Event if may_speak(self.answerer, Side.ANSWERER, event)]
        arrivals = [way for way in (self.to_asker, self.to_answerer) if way]
        number = choice % (len(moves) + 2 * len(arrivals) or 1)
        if number < len(moves):
            self.say(*moves[number])
        elif arrivals:
            self.deliver(arrivals[(number - len(moves)) % len(arrivals)])

    def say(self, side: Side, event: Event) -> None:
        if side is Side.ASKER:
            self.to_answerer.append((event, self.asker.questions))
            self.asker = speak(self.asker, side, event)
        else:
            self.to_asker.append((event, 0))
            self.answerer = speak(self.answerer, side, event)

    def deliver(self, way: deque[tuple[Event, int]]) -> None:
        event, question = way.popleft()
        if way is self.to_asker:
            self.asker = hear(self.asker, Side.ASKER, event)
        else:
            self.answerer = hear(self.answerer, Side.ANSWERER, event, question=question)

    def drain(self) -> None:
        while self.to_asker or self.to_answerer:
            self.deliver(self.to_asker or self.to_answerer)


@settings(deadline=None)
@given(st.sampled_from(RequestKind), st.lists(st.integers(0, 10_000), max_size=60))
def test_whatever_crosses_both_sides_agree_in_the_end(kind: RequestKind, choices: list[int]) -> None:
    talk = Talk(kind)
    for choice in choices:
        talk.play(choice)
    talk.drain()
    assert talk.asker.state is talk.answerer.state
    assert talk.asker.rated == talk.answerer.rated
    assert talk.asker.questions == talk.answerer.questions or talk.asker.state in OVER


Ways = tuple[tuple[Event, int], ...]


@pytest.mark.parametrize("kind", list(RequestKind))
def test_in_every_course_with_up_to_three_messages_under_way_both_sides_agree(kind: RequestKind) -> None:
    """All of them, not a sample; remarks change nothing, and more than two questions back nothing new."""
    begun = speak(replace(DRAFTED, kind=kind), Side.ASKER, Event.ASK), replace(ARRIVED, kind=kind)
    start: tuple[Standing, Standing, Ways, Ways] = (*begun, ((Event.RECEIPT, 0),), ())
    seen, waiting = {start}, [start]
    while waiting:
        asker, answerer, to_asker, to_answerer = waiting.pop()
        if not to_asker and not to_answerer:
            assert (asker.state, asker.rated) == (answerer.state, answerer.rated)
        found = set(followed(asker, answerer, to_asker, to_answerer)) - seen
        seen |= found
        waiting += found
    assert {one[0].state for one in seen} >= {State.CLOSED, State.WITHDRAWN}


def followed(
    asker: Standing, answerer: Standing, to_asker: Ways, to_answerer: Ways
) -> Iterator[tuple[Standing, Standing, Ways, Ways]]:
    for event in set(Event) - {Event.REMARK}:
        if len(to_answerer) < 3 and may_speak(asker, Side.ASKER, event):
            yield speak(asker, Side.ASKER, event), answerer, to_asker, (*to_answerer, (event, asker.questions))
        is_new = event is not Event.QUESTION or answerer.questions < 2
        if len(to_asker) < 3 and is_new and may_speak(answerer, Side.ANSWERER, event):
            yield asker, speak(answerer, Side.ANSWERER, event), (*to_asker, (event, 0)), to_answerer
    if to_asker:
        yield hear(asker, Side.ASKER, to_asker[0][0]), answerer, to_asker[1:], to_answerer
    if to_answerer:
        event, question = to_answerer[0]
        yield asker, hear(answerer, Side.ANSWERER, event, question=question), to_asker, to_answerer[1:]


@settings(deadline=None)
@given(st.sampled_from(EVERY_STATE), st.sampled_from(Side), st.sampled_from(Event))
def test_nobody_says_what_the_table_does_not_have(standing: Standing, side: Side, event: Event) -> None:
    of_kind = standing.kind in KINDS.get(event, set(RequestKind))
    has_rated = side in standing.rated
    out_of_order = {Event.RATE: has_rated, Event.RERATE: not has_rated}.get(event, False)
    allowed = event in SPEAKERS[side] and of_kind and not out_of_order and (standing.state, event) in MOVES
    assert may_speak(standing, side, event) is allowed
    if not allowed:
        with pytest.raises(Conflict):
            speak(standing, side, event)


@settings(deadline=None)
@given(st.sampled_from(EVERY_STATE), st.sampled_from(Side), st.sampled_from(Event), st.integers(0, 3))
def test_what_is_heard_is_a_move_or_late_or_refused(standing: Standing, side: Side, event: Event, number: int) -> None:
    after = heard(standing, side, event, number)
    if after is None:
        return
    assert event in SPEAKERS[side.other]
    assert standing.state is not State.DRAFT
    if (side, standing.state, event) == (Side.ASKER, State.DONE, Event.RETRACT):
        assert after == replace(standing, state=State.CLOSED, rated=frozenset())
    elif standing.state in OVER:
        is_rated = event is Event.RATE and standing.state is State.DONE
        assert replace(after, rated=standing.rated) == standing
        assert after.rated - standing.rated == ({side.other} if is_rated else set())


def heard(standing: Standing, side: Side, event: Event, number: int) -> Standing | None:
    try:
        return hear(standing, side, event, question=number)
    except Refused:
        return None


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize("state", list(State))
def test_a_side_never_speaks_for_the_other(state: State, side: Side) -> None:
    for event in SPEAKERS[side.other] - SPEAKERS[side]:
        assert not may_speak(Standing(state), side, event)
        with pytest.raises(Refused):
            hear(Standing(state), side.other, event)


def test_what_is_over_stays_over_and_only_what_was_done_is_rated() -> None:
    for state, event in product(OVER, Event):
        assert MOVES.get((state, event)) == (State.DONE if state is State.DONE and event in RATINGS else None)


@pytest.mark.parametrize("side", list(Side))
def test_each_side_rates_once(side: Side) -> None:
    done = Standing(State.DONE, kind=RequestKind.ASSISTANCE)
    rated = speak(done, side, Event.RATE)
    with pytest.raises(Conflict):
        speak(rated, side, Event.RATE)
    heard_once = hear(done, side, Event.RATE)
    assert heard_once.rated == {side.other}
    with pytest.raises(Refused):
        hear(heard_once, side, Event.RATE)
    assert speak(heard_once, side, Event.RATE).rated == set(Side)
    assert speak(rated, side, Event.RERATE) == rated
    for never in (done, heard_once):
        with pytest.raises(Conflict):
            speak(never, side, Event.RERATE)


@pytest.mark.parametrize(
    ("kind", "course"),
    [
        (RequestKind.ASSISTANCE, "ask take interest offer accept close rate"),
        (RequestKind.TRAINING, "ask take nominate confirm attend close rate"),
        (RequestKind.TRAINING, "ask take nominate confirm close rate"),
        (RequestKind.ASSISTANCE, "ask take offer accept withdraw"),
    ],
)
def test_help_and_training_go_on_where_information_ends(kind: RequestKind, course: str) -> None:
    talk = Talk(kind)
    for word in course.split()[1:]:
        talk.drain()
        talk.say(Side.ASKER if may_speak(talk.asker, Side.ASKER, Event(word)) else Side.ANSWERER, Event(word))
    talk.drain()
    assert talk.asker.state is talk.answerer.state is (State.DONE if "rate" in course else State.WITHDRAWN)
    information = replace(talk.asker, kind=RequestKind.INFORMATION)
    for event in KINDS:
        if RequestKind.INFORMATION not in KINDS[event]:
            with pytest.raises(Refused):
                hear(information, Side.ASKER, event)


def test_what_the_other_side_has_rated_it_does_not_take_back() -> None:
    rated = Standing(State.DONE, kind=RequestKind.ASSISTANCE, rated=frozenset({Side.ANSWERER}))
    with pytest.raises(Refused):
        hear(rated, Side.ASKER, Event.RETRACT)


def test_every_state_is_reached_and_every_open_one_can_end() -> None:
    reached = {State.DRAFT}
    while more := {after for (before, _event), after in MOVES.items() if before in reached} - reached:
        reached |= more
    assert reached == set(State)
    for state in set(State) - OVER - {State.DRAFT}:
        ends = {after for (before, _event), after in MOVES.items() if before is state}
        assert ends & OVER
