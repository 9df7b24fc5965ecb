"""Several people at once, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from minassa import audit
from minassa.access import Actor, Role, Tlp, ask_approval, decide_approval, door
from minassa.access.labels import forget_labels
from minassa.access.models import LabelRow
from minassa.base import Fault
from tests.factories import a_label, actor_for, make_agency, make_user
from tests.plants.acts import PLANT_LIST, PLANT_READ, PLANT_UPROOT, PLANT_WRITE
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def at_once(work: Callable[[int], Any]) -> list[Any]:
    start = Barrier(AT_ONCE)

    def one(number: int) -> Any:
        try:
            start.wait(timeout=30)
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_a_new_label_is_made_once_by_all() -> None:
    agency = make_agency()
    people = [actor_for(make_user(agency)) for _ in range(AT_ONCE)]
    forget_labels()

    def write(number: int) -> int:
        with door(people[number], PLANT_WRITE) as opened:
            label_id = opened.intern(a_label(agency))
            Plant.objects.create(name=f"EXERCISE {number}", label_id=label_id)
            return label_id

    assert len(set(at_once(write))) == 1
    assert LabelRow.objects.count() == 1
    with door(people[0], PLANT_LIST):
        assert Plant.objects.count() == AT_ONCE


def test_everybody_sees_their_own_while_all_read_and_write() -> None:
    people = [actor_for(make_user()) for _ in range(AT_ONCE)]

    def work(number: int) -> set[str]:
        seen: set[str] = set()
        for _ in range(5):
            with door(people[number], PLANT_WRITE) as opened:
                label_id = opened.intern(a_label(people[number], Tlp.AMBER))
                Plant.objects.create(name=f"EXERCISE {number}", label_id=label_id)
            with door(people[number], PLANT_READ):
                seen |= set(Plant.objects.values_list("name", flat=True))
        return seen

    assert at_once(work) == [{f"EXERCISE {number}"} for number in range(AT_ONCE)]
    written = [line for line in audit.lines(limit=100) if line.action == "plant.write"]
    assert len(written) == AT_ONCE * 5


def test_an_approval_is_used_once_though_all_use_it_at_once() -> None:
    agency = make_agency()
    asker: Actor = actor_for(make_user(agency))
    supervisor = actor_for(make_user(agency, [Role.SUPERVISOR]), stepped_up=True)
    asked = ask_approval(asker, act=PLANT_UPROOT, subject="plant:1", reason="EXERCISE")
    decide_approval(supervisor, approval=asked.id, grant=True)

    def use(_number: int) -> str:
        try:
            with door(asker, PLANT_UPROOT, subject="plant:1", approval=asked.id):
                return "done"
        except Fault as fault:
            return fault.code

    assert sorted(at_once(use)) == ["access.approval-used"] * (AT_ONCE - 1) + ["done"]


@pytest.mark.sqlite
def test_a_new_connection_that_only_reads_first_still_waits_its_turn_to_write() -> None:
    """A transaction that began by reading cannot be given the right to write while others write: it must ask at once."""
    person = actor_for(make_user())

    def mode(_number: int) -> str:
        with door(person, PLANT_LIST):
            pass
        return str(getattr(connection, "transaction_mode", None))

    assert set(at_once(mode)) == {"IMMEDIATE"}
