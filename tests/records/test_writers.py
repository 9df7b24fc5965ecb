"""Two writers at once: neither is overwritten, and a reference stays one record."""

import io
import threading
from collections.abc import Callable

import pytest
from django.db import connection

from minassa.access import Actor
from minassa.base import Conflict, Fault, Unavailable
from minassa.records import amend_record, import_records, list_records, read_history, read_record
from tests.factories import actor_for, make_user
from tests.records.made import GROUND, add, own_label

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[Fault | None]:
    """Run the calls in threads that begin together; each one's fault."""
    faults: list[Fault | None] = [None] * len(calls)
    ready = threading.Barrier(len(calls))

    def run(number: int) -> None:
        ready.wait()
        try:
            calls[number]()
        except Fault as fault:
            faults[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_of_two_amendments_of_one_version_one_is_kept() -> None:
    actor = actor_for(make_user())
    made = add(actor)

    def amend(name: str) -> Callable[[], object]:
        return lambda: amend_record(actor, id=made.id, version=1, properties={"name": [name]})

    faults = at_once(amend("EXERCISE One"), amend("EXERCISE Two"))
    assert sum(fault is None for fault in faults) == 1
    assert all(isinstance(fault, Conflict | Unavailable) for fault in faults if fault)
    assert read_record(actor, id=made.id).version == 2
    assert len(read_history(actor, id=made.id)) == 1


def test_two_imports_of_one_file_make_its_records_once() -> None:
    actor = actor_for(make_user())
    lines = b"".join(
        b'{"id":"x-%d","schema":"Person","properties":{"name":["EXERCISE %d"]}}\n' % (n, n) for n in range(50)
    )

    def bring_in(who: Actor) -> Callable[[], object]:
        return lambda: import_records(who, file=io.BytesIO(lines), format="ftm", label=own_label(who), ground=GROUND)

    assert at_once(bring_in(actor), bring_in(actor)) == [None, None]
    assert list_records(actor, size=200).count_text == "50"
