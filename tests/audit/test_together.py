"""Several processes write and seal at once: nothing is lost, nothing is placed twice, and writers do not wait for sealing."""

import threading
from uuid import UUID

import pytest
from django.db import connection, transaction

from minassa import audit
from minassa.audit.models import PlaceRow
from tests.audit.conftest import write

pytestmark = pytest.mark.store


def in_threads(*works: threading.Thread) -> None:
    for work in works:
        work.start()
    for work in works:
        work.join(60)
        assert not work.is_alive()


def test_writers_and_sealers_together_lose_nothing(log: None) -> None:
    written: list[UUID] = []
    faults: list[BaseException] = []

    def guarded(work: object) -> threading.Thread:
        def run() -> None:
            try:
                work()  # type: ignore[operator]  # the two functions below
            except BaseException as error:  # noqa: BLE001 - shown by the assertion below
                faults.append(error)
            finally:
                connection.close()

        return threading.Thread(target=run)

    def writer() -> None:
        for _ in range(20):
            with transaction.atomic():
                written.extend(write(3))

    def sealer() -> None:
        for _ in range(10):
            audit.seal()

    in_threads(guarded(writer), guarded(writer), guarded(sealer), guarded(sealer))
    assert faults == []
    audit.seal()
    assert set(PlaceRow.objects.values_list("line", flat=True)) == set(written)
    verdict = audit.verify()
    assert (verdict.ok, verdict.size, verdict.waiting) == (True, 120, 0)


def test_verifying_while_others_write_and_seal_finds_no_fault(log: None) -> None:
    stop = threading.Event()
    faults: list[BaseException] = []

    def busy() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    write(2)
                audit.seal()
        except BaseException as error:  # noqa: BLE001 - shown by the assertion below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=busy) for _ in range(2)]
    for thread in threads:
        thread.start()
    verdicts = [audit.verify() for _ in range(12)]
    stop.set()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert [verdict for verdict in verdicts if not verdict.ok] == []
    assert verdicts[-1].size > 0
    assert audit.verify().ok


@pytest.mark.postgres
def test_an_open_transaction_with_lines_does_not_hold_up_sealing(log: None) -> None:
    may_commit, has_written = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            write(1)
            has_written.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert has_written.wait(20)
    write(2)
    assert audit.seal().size == 2
    may_commit.set()
    thread.join(20)
    assert audit.verify().waiting == 1
    assert audit.seal().size == 3
    assert audit.verify().ok
