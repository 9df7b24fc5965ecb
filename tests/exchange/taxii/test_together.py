"""Several writers and a reader at once, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from django.db import connections

from minassa import exchange
from minassa.access import Actor
from minassa.exchange import Question
from tests.exchange.taxii.made import a_collection, a_keeper, add, indicator, names

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 3
ENVELOPES = 6
EACH = 7


def test_a_reader_who_follows_misses_nothing_and_meets_nothing_twice() -> None:
    """What becomes visible later has a later moment: a client that asks for what is newer than what it has loses nothing."""
    keeper = a_keeper()
    here = a_collection(keeper)
    done = Event()

    def write(number: int) -> None:
        try:
            for envelope in range(ENVELOPES):
                add(keeper, here.id, *(indicator(f"{number}.{envelope}.{one}") for one in range(EACH)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow, keeper, here.id, done)
        writers = [pool.submit(write, number) for number in range(WRITERS)]
        try:
            for one in writers:
                one.result(timeout=60)
        finally:
            done.set()
        seen = follower.result(timeout=60)
    assert len(seen) == WRITERS * ENVELOPES * EACH
    assert len({moment for moment, _name in seen}) == len(seen) == len({name for _moment, name in seen})
    assert sorted(seen) == seen


def follow(actor: Actor, collection: UUID, done: Event) -> list[tuple[int, str]]:
    seen: list[tuple[int, str]] = []
    try:
        while True:
            was_done = done.is_set()
            after = seen[-1][0] if seen else 0
            page = exchange.read_objects(actor, collection=collection, asked=Question(after=after, limit=5))
            seen += zip((one.added for one in page.found), names(page), strict=True)
            if was_done and not page.found:
                return seen
    finally:
        connections.close_all()
