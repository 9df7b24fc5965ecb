from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache

from minassa import audit
from minassa.access import Actor, Role
from minassa.api.faults import TooMany
from minassa.api.pace import Pace, keep
from minassa.base import held_at
from tests.factories import actor_for, an_actor, make_agency, make_user

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SLOW = Pace("test", person=6, agency=10)


@pytest.fixture(autouse=True)
def _empty_cache(db: None) -> Iterator[None]:
    yield
    cache.clear()


def asked(actor: Actor, times: int, at: datetime) -> None:
    with held_at(at):
        for _ in range(times):
            keep(SLOW, actor)


def test_one_person_is_stopped_at_their_bound_and_told_how_long() -> None:
    actor = an_actor(Role.ANALYST)
    asked(actor, 6, NOON)
    with pytest.raises(TooMany) as stopped:
        asked(actor, 1, NOON)
    wait = stopped.value.retry_after
    assert 60 < wait <= 120
    with pytest.raises(TooMany):
        asked(actor, 1, NOON + timedelta(seconds=wait - 2))
    asked(actor, 1, NOON + timedelta(seconds=wait))


def test_what_was_refused_does_not_count() -> None:
    actor = an_actor(Role.ANALYST)
    asked(actor, 6, NOON)
    for _ in range(20):
        with pytest.raises(TooMany):
            asked(actor, 1, NOON)
    asked(actor, 5, NOON + timedelta(minutes=2))


def test_the_window_slides_over_its_edge() -> None:
    actor = an_actor(Role.ANALYST)
    asked(actor, 6, NOON + timedelta(seconds=59))
    with pytest.raises(TooMany) as stopped:
        asked(actor, 1, NOON + timedelta(seconds=61))
    assert 1 <= stopped.value.retry_after <= 10
    asked(actor, 1, NOON + timedelta(seconds=61 + stopped.value.retry_after))


def test_an_agency_is_stopped_however_many_people_ask() -> None:
    agency = make_agency()
    people = [actor_for(make_user(agency)) for _ in range(3)]
    asked(people[0], 5, NOON)
    asked(people[1], 5, NOON)
    with pytest.raises(TooMany):
        asked(people[2], 1, NOON)
    asked(an_actor(Role.ANALYST), 6, NOON)


def test_whoever_asks_too_much_stands_in_the_log_once() -> None:
    actor = an_actor(Role.ANALYST)
    asked(actor, 6, NOON)
    for _ in range(5):
        with pytest.raises(TooMany):
            asked(actor, 1, NOON)
    noted = audit.lines(audit.Filters(action="api.pace"))
    assert [(one.actor, one.outcome, one.details) for one in noted] == [(actor.named, "refused", {"pace": "test"})]
