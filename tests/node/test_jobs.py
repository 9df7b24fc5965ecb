import importlib
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from minassa.base import Unavailable, fault_code, held_at
from minassa.node import jobs
from minassa.node.jobs import RETRY_AFTER, SCHEDULE, Clockwork, Timed, dead_letters, retry_failed, run_queue

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
UNWELL = fault_code("test.unwell", "It is unwell.", "Wait.")
ran: list[str] = []


def well() -> None:
    ran.append("well")


def unwell() -> None:
    ran.append("unwell")
    raise Unavailable(UNWELL)


def broken() -> None:
    raise RuntimeError("a bug")


@task()
def never_succeeds() -> None:
    raise RuntimeError("it never does")


@pytest.mark.parametrize("timed", SCHEDULE, ids=lambda timed: timed.function)
def test_everything_in_the_schedule_is_there_to_be_called(timed: Timed) -> None:
    module, _, name = timed.function.partition(":")
    assert callable(getattr(importlib.import_module(module), name))


@pytest.mark.django_db(transaction=True)
def test_the_whole_schedule_runs_on_a_new_node(caplog: pytest.LogCaptureFixture) -> None:
    assert Clockwork().run_due() == len(SCHEDULE), caplog.text


@pytest.mark.django_db(transaction=True)  # whatever connection is open is looked at before each job
def test_what_is_due_runs_at_its_time_and_a_failure_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    ran.clear()
    with held_at(START):
        clockwork = Clockwork(
            (
                Timed("bug", f"{__name__}:broken", timedelta(minutes=1)),
                Timed("unwell", f"{__name__}:unwell", timedelta(minutes=1)),
                Timed("well", f"{__name__}:well", timedelta(minutes=10)),
            )
        )
        assert clockwork.run_due() == 1
        assert clockwork.run_due() == 0
    with held_at(START + timedelta(minutes=2)):
        assert clockwork.run_due() == 0
    with held_at(START + timedelta(minutes=11)):
        assert clockwork.run_due() == 1
    assert ran == ["unwell", "well", "unwell", "unwell", "well"]
    assert "test.unwell" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_failing_task_is_tried_again_and_then_kept_as_a_dead_letter() -> None:
    never_succeeds.using(backend="default").enqueue()
    moment = datetime.now(UTC)
    for tried in range(1, len(RETRY_AFTER) + 2):
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=moment - timedelta(seconds=1))
        run_queue()
        assert len(DBTaskResult.objects.get().worker_ids) == tried
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert retry_failed() == 0
    assert dead_letters() == 1


@pytest.mark.django_db
def test_only_old_and_successful_tasks_are_forgotten() -> None:
    old = datetime.now(UTC) - timedelta(days=8)
    for status, finished in (("SUCCESSFUL", old), ("SUCCESSFUL", datetime.now(UTC)), ("FAILED", old)):
        DBTaskResult.objects.create(
            status=status, finished_at=finished, args_kwargs={}, run_after=old, task_path="x", backend_name="default"
        )
    jobs.clear_finished()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
