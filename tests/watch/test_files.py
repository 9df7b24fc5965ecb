"""Files of subjects: counted and downloadable refused rows, never a row twice, and nothing for whoever may not see."""

import io

import pytest
from openpyxl import Workbook

from minassa.access import Role
from minassa.base import Invalid, NotFound
from minassa.check import Kind
from minassa.watch import bring_file, drop_file, files, list_files, list_watches, read_file, refused_rows
from tests.factories import an_actor
from tests.watch.scene import colleague_of, term

pytestmark = pytest.mark.django_db

TABLE = (
    "name;birth_date;country;identifier\n"
    "EXERCISE Amadou Tamrini;1976-08;ML;EX0005\n;;;\nEXERCISE Hawa Zeid;31/13/99;;\n"
    "=EXERCISE\x01;1990;;EX0006\nTAMRINI Amadou EXERCISE;1976-08;ml;EX0005\n"
)


def test_rows_become_watches_once_and_refused_ones_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    actor, stranger = an_actor(Role.ANALYST), an_actor(Role.ANALYST)
    colleague = colleague_of(actor)
    brought = bring_file(actor, name="clients.csv", content=TABLE.encode(), term=term(), kind=Kind.PERSON)
    monkeypatch.setattr(files, "AT_ONCE", 2)
    taking = files._take
    calls: list[object] = []

    def cut_off(*given: object) -> None:
        if len(calls) == 1:
            raise KeyboardInterrupt
        calls.append(given)
        taking(*given)  # type: ignore[arg-type] # what it was called with

    monkeypatch.setattr(files, "_take", cut_off)
    with pytest.raises(KeyboardInterrupt):  # as a process that is killed between two pieces
        files.take_waiting()
    assert read_file(actor, id=brought.id).state == "waiting"
    monkeypatch.setattr(files, "_take", taking)
    assert files.take_waiting() == 1
    done = read_file(actor, id=brought.id)
    assert (done.state, done.taken, done.added, done.already, done.refused) == ("done", 5, 3, 1, 1)
    watched = list_watches(actor).rows
    assert {(one.title, one.question.birth_date) for one in watched} == {
        ("EXERCISE Amadou Tamrini", "1976-08"),
        ("EXERCISE Hawa Zeid", ""),
        ("=EXERCISE\x01", "1990"),
    }
    assert {one.file for one in watched} == {brought.id}
    assert refused_rows(actor, id=brought.id).decode().count("\n") == 2
    assert (list_files(stranger), list_watches(stranger).rows) == ((), ())
    for ask in (read_file, refused_rows, drop_file):
        with pytest.raises(NotFound):
            ask(stranger, id=brought.id)
    assert [one.id for one in list_files(colleague)] == [brought.id]
    drop_file(actor, id=brought.id)
    assert len(list_watches(actor).rows) == 3


def test_a_workbook_is_read_and_what_is_none_is_refused_whole() -> None:
    actor = an_actor(Role.ANALYST)
    book, held = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for cells in (["Name", "birth_date", "identifier"], ["EXERCISE زينب خيالي", 1984, 7700001], [None, None, None]):
        sheet.append(cells)
    book.save(held)
    brought = bring_file(actor, name="clients.xlsx", content=held.getvalue(), term=term())
    files.take_waiting()
    (one,) = list_watches(actor).rows
    assert (one.question.name, one.question.birth_date, one.question.identifier) == (
        "EXERCISE زينب خيالي",
        "1984",
        "7700001",
    )
    assert read_file(actor, id=brought.id).refused == 1
    for wrong in (
        b"",
        b"name\n",
        b"nom;pays\nx;ml\n",
        held.getvalue()[:600],
        b"name\n\xff\xfe\n",
        b"PK\x03\x04nothing",
    ):
        with pytest.raises(Invalid):
            bring_file(actor, name="x", content=wrong, term=term())
