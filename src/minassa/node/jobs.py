"""Jobs: the schedule, retries and dead letters of `minassa work`, over django-tasks' database queue.

A room's job is a django-tasks task in its `jobs.py`; it carries ids, never data, and builds its actor when it runs. What
runs by the clock is listed in `SCHEDULE`. A task that fails is tried again after a minute, five and thirty; after that
it stays in the queue's table as failed, which `minassa doctor` and the node administrator's page count as a dead letter.
"""

import importlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.management import call_command
from django.db import close_old_connections
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from minassa.base import Fault, now

logger = logging.getLogger(__name__)

RETRY_AFTER: Final = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
KEEP_FINISHED: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing done by the clock: its name, the function as `module:function`, and how often."""

    name: str
    function: str
    every: timedelta

    def run(self) -> None:
        """Load and call the function."""
        module, _, name = self.function.partition(":")
        call: Callable[[], object] = getattr(importlib.import_module(module), name)
        call()


SCHEDULE: Final = (
    Timed("seal the audit log", "minassa.audit.jobs:seal_waiting", timedelta(seconds=10)),
    Timed("carry to and from partners", "minassa.exchange.jobs:carry", timedelta(seconds=10)),
    Timed("bring the record index up to date", "minassa.records.jobs:refresh_index", timedelta(seconds=30)),
    Timed("find communities in the graph of records", "minassa.records.jobs:refresh_communities", timedelta(hours=1)),
    Timed("bring the graph of records up to date", "minassa.records.jobs:refresh_graph", timedelta(minutes=5)),
    Timed("look for suspected duplicates", "minassa.records.jobs:find_twins", timedelta(minutes=1)),
    Timed("chase acknowledgements", "minassa.records.jobs:chase_acknowledgements", timedelta(minutes=5)),
    Timed("ask about, or delete, what is due for review", "minassa.records.jobs:keep_the_clock", timedelta(hours=6)),
    Timed("update the sanctions lists", "minassa.screening.jobs:update_lists", timedelta(hours=6)),
    Timed("ask past checks again", "minassa.screening.jobs:recheck_changed", timedelta(seconds=30)),
    Timed("look for those under watch", "minassa.watch.jobs:look", timedelta(seconds=15)),
    Timed("take in files of subjects to watch", "minassa.watch.jobs:take_in_files", timedelta(seconds=5)),
    Timed("save the index of watched names", "minassa.watch.jobs:save_index", timedelta(minutes=5)),
    Timed("keep the terms of the watch", "minassa.watch.jobs:keep_the_clock", timedelta(hours=1)),
    Timed("forget old checks", "minassa.screening.jobs:forget_checks", timedelta(days=1)),
    Timed("tidy the ledger of lasting acts", "minassa.access.lasting.jobs:tidy_ledger", timedelta(minutes=1)),
    Timed("forget what has left", "minassa.access.releases.jobs:forget_settled", timedelta(hours=1)),
    Timed("scan attachments in quarantine", "minassa.desk.jobs:scan_waiting", timedelta(minutes=1)),
    Timed("sweep the attachments' shelf", "minassa.desk.jobs:sweep_attachments", timedelta(hours=1)),
    Timed("send mail about notices", "minassa.desk.jobs:send_mail", timedelta(minutes=1)),
    Timed("watch for alerts not acknowledged", "minassa.liaison.jobs:watch_alerts", timedelta(minutes=1)),
    Timed("have duty contacts confirmed", "minassa.liaison.jobs:watch_contacts", timedelta(hours=6)),
    Timed("have expertise confirmed", "minassa.liaison.jobs:watch_expertise", timedelta(hours=6)),
    Timed("watch the clock of requests", "minassa.liaison.jobs:watch_requests", timedelta(minutes=1)),
    Timed("forget the names of nominees", "minassa.liaison.jobs:forget_nominees", timedelta(hours=6)),
    Timed("bring in the files that people sent", "minassa.desk.jobs:bring_in_files", timedelta(seconds=3)),
    Timed("take in files of transactions", "minassa.transactions.jobs:take_in", timedelta(seconds=4)),
    Timed("search transactions", "minassa.transactions.jobs:search", timedelta(seconds=4)),
    Timed("delete transactions on their day of review", "minassa.transactions.jobs:keep_the_clock", timedelta(hours=6)),
    Timed("lay incidents to areas of the map", "minassa.threats.jobs:place_all", timedelta(minutes=1)),
    Timed("screen files of payments", "minassa.payments.jobs:screen_files", timedelta(seconds=3)),
    Timed("end silences", "minassa.meetings.jobs:watch_texts", timedelta(minutes=1)),
    Timed("begin threat reports that were asked for", "minassa.briefings.jobs:make_asked", timedelta(seconds=5)),
    Timed("begin threat reports", "minassa.briefings.jobs:begin_reports", timedelta(hours=1)),
    Timed("remind of progress reports", "minassa.programmes.jobs:watch_reports", timedelta(hours=1)),
    Timed("look what there is to warn of", "minassa.threats.jobs:look_for_warnings", timedelta(minutes=3)),
    Timed("make forecasts that were asked for", "minassa.threats.jobs:make_outlooks", timedelta(minutes=1)),
    Timed("fetch the feeds", "minassa.exchange.jobs:sync_feeds", timedelta(minutes=1)),
    Timed("publish releases", "minassa.exchange.jobs:update_collections", timedelta(minutes=1)),
    Timed("forget statuses of TAXII", "minassa.exchange.jobs:forget_statuses", timedelta(days=1)),
    Timed("forget old traffic", "minassa.exchange.jobs:forget_old_traffic", timedelta(hours=1)),
    Timed("watch for scraping", "minassa.safeguards.jobs:watch_reading", timedelta(minutes=5)),
    Timed("watch for slow scraping", "minassa.safeguards.jobs:watch_days", timedelta(hours=1)),
    Timed("watch the clock of incidents", "minassa.safeguards.jobs:watch_breaches", timedelta(minutes=5)),
    Timed("forget ended sessions", "minassa.node.jobs:clear_sessions", timedelta(days=1)),
    Timed("clear finished jobs", "minassa.node.jobs:clear_finished", timedelta(days=1)),
)


class Clockwork:
    """Runs what is due. A timed job that fails is logged by its name and tried again at its next time."""

    def __init__(self, schedule: tuple[Timed, ...] = SCHEDULE) -> None:
        self._due = {timed: now() for timed in schedule}

    def due(self) -> Iterator[Timed]:
        """The jobs whose time has come; each is given its next time before it is handed out."""
        moment = now()
        for timed, when in self._due.items():
            if when <= moment:
                self._due[timed] = moment + timed.every
                yield timed

    def run_due(self) -> int:
        """Run all that is due and give how many ran without a fault."""
        return sum(self._ran(timed) for timed in tuple(self.due()))

    def _ran(self, timed: Timed) -> bool:
        close_old_connections()
        try:
            timed.run()
        except Fault as fault:
            logger.warning("job %r: %s", timed.name, fault.code)
            return False
        except Exception:
            logger.exception("job %r failed and is tried again in %s", timed.name, timed.every)
            return False
        return True


def run_queue() -> None:
    """Run every task that waits in the queue, then put those that failed back for another try."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"minassa-{time.time_ns()}",
        excluded_queue_names=[],
    )
    worker.run()
    retry_failed()


def retry_failed() -> int:
    """Queue failed tasks again while they have tries left; give how many."""
    again = 0
    for failed in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED):
        tries = len(failed.worker_ids)
        if tries > len(RETRY_AFTER):
            continue
        failed.status = TaskResultStatus.READY
        failed.run_after = now() + RETRY_AFTER[tries - 1]
        failed.save(update_fields=["status", "run_after"])
        again += 1
    return again


def dead_letters() -> int:
    """How many tasks failed for good."""
    return sum(
        len(one.worker_ids) > len(RETRY_AFTER) for one in DBTaskResult.objects.filter(status=TaskResultStatus.FAILED)
    )


def clear_finished() -> None:
    """Forget tasks that ended well more than a week ago."""
    old = DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now() - KEEP_FINISHED)
    old.delete()


def clear_sessions() -> None:
    """Forget the sessions that have ended."""
    call_command("clearsessions")
