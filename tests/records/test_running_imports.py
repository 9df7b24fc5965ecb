"""Files that people send: brought in a few batches at a time, found where they were after a process died, and nothing counted twice."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Final

import pytest

from minassa.access import Actor, system_actor
from minassa.access.doorway import door
from minassa.base import now
from minassa.base.clock import held_at
from minassa.desk import Book, list_notices, run_intakes
from minassa.desk.acts import INTAKE_RUN
from minassa.desk.intakes import keeping, running
from minassa.desk.models import Intake, IntakePiece
from minassa.records import (
    FlowOptions,
    bring_table,
    drop_table,
    list_records,
    list_tables,
    read_table,
    refused_rows,
    take_table,
)
from minassa.records.flows import files
from tests.factories import an_actor
from tests.records.made import GROUND, own_label

pytestmark = [pytest.mark.django_db, pytest.mark.store]

ROWS: Final = 40
COLUMNS: Final = {"from": "caller", "to": "callee", "on": "date"}


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Batches of ten rows, pieces of few bytes, and a process that has nothing in hand."""
    monkeypatch.setattr(files, "BATCH", 10)
    monkeypatch.setattr(keeping, "PIECE", 100)
    monkeypatch.setattr(running, "_hand", None)
    yield
    monkeypatch.setattr(running, "_hand", None)


def table() -> BytesIO:
    rows = (f"+226700000{at % 5:02},+226711111{at:02},2026-03-{at % 28 + 1:02}" for at in range(ROWS))
    return BytesIO("\n".join(("from,to,on", *rows, "nobody,+22670000000,2026-03-01")).encode())


def begun(actor: Actor) -> None:
    own = bring_table(
        actor, name="EXERCISE calls.csv", content=table(), sort="calls", label=own_label(actor), ground=GROUND
    )
    assert read_table(actor, id=own).guessed is not None
    take_table(actor, id=own, columns=COLUMNS, options=FlowOptions())


def book(actor: Actor) -> Book:
    (one,) = list_tables(actor)
    return one.book


def test_a_file_gives_way_after_a_batch_and_goes_on_behind_the_last_that_stands() -> None:
    """The process dies twice: between two batches, and (a second one) with the first not quite dead."""
    actor = an_actor()
    begun(actor)
    assert run_intakes(0.0) is True
    assert (book(actor).state, book(actor).read, book(actor).counts["added"]) == ("running", 10, 10)
    lost = running._hand
    running._hand = None
    assert run_intakes(0.0) is False  # not yet known to be dead
    with held_at(now() + running.STALE + timedelta(seconds=1)):
        assert run_intakes(0.0) is True  # passes over what stands
        assert run_intakes(0.0) is True
    assert (book(actor).read, book(actor).counts["added"]) == (20, 20)
    mine, running._hand = running._hand, lost
    assert run_intakes(0.0) is False  # the one thought dead writes nothing more
    assert book(actor).read == 20
    running._hand = mine
    assert run_intakes(None) is False
    done = book(actor)
    assert (done.state, done.read, done.failed) == ("done", ROWS + 1, 1)
    assert done.counts == {"added": ROWS, "amended": 0, "unchanged": 0, "made": ROWS + 5, "refused": 1}
    assert "records.no-line" in refused_rows(actor, id=done.id).decode()
    assert len(list_records(actor, schema="Call", size=100).rows) == ROWS
    assert [one.kind for one in list_notices(actor)] == ["links-brought-in"]
    drop_table(actor, id=done.id)
    with door(system_actor("imports"), INTAKE_RUN):
        assert (Intake.objects.count(), IntakePiece.objects.count()) == (0, 0)


def test_one_that_breaks_again_and_again_is_given_up_and_what_stands_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    actor = an_actor()
    begun(actor)
    assert run_intakes(0.0) is True

    def broken(*_rows: object) -> Iterator[None]:
        raise RuntimeError("EXERCISE")

    monkeypatch.setattr(files, "_passed", broken)
    at = now()
    for again in range(1, running.MOST_TRIES + 1):
        running._hand = None
        with held_at(at + again * (running.STALE + timedelta(seconds=1))), pytest.raises(RuntimeError):
            run_intakes(None)
    with held_at(at + (running.MOST_TRIES + 1) * (running.STALE + timedelta(seconds=1))):
        assert run_intakes(None) is False
    assert (book(actor).state, book(actor).counts["added"]) == ("failed", 10)
    assert "admin" in book(actor).fault
    assert len(list_records(actor, schema="Call", size=100).rows) == 10
