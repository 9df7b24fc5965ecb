"""Who asks the lists' index: this process, processes beside it, or the workers of a Ray cluster. All give the same answers.

Only names go to workers, and only what the public lists say comes back; what an agency's records say is never asked there.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import cycle
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

from minassa.base import Unavailable
from minassa.check.service import FLOOR
from minassa.check.types import LIMIT
from minassa.check.whole import faults
from minassa.names import Hit, IndexWorker, NameIndex, ask_index, ask_worker, open_worker

MOST: Final = 2 * LIMIT
Found = list[list[Hit]]
Waiting = Callable[[], Found]
"""Gives what was found for the names that were handed out, once it is there. Raises Unavailable where the worker is lost."""


class Asker(Protocol):
    """Hands names out to be searched; `ahead` says how many such handfuls are kept waiting at once."""

    ahead: int

    def ask(self, names: Sequence[str]) -> Waiting: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class _Closed:
    """What every asker does at the end of its block: nothing, unless it says otherwise."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what was taken."""


class Here(_Closed):
    """Searches in this process."""

    ahead = 0

    def __init__(self, saved: Path) -> None:
        self._index = NameIndex.open(saved)

    def ask(self, names: Sequence[str]) -> Waiting:
        """Search when it is asked for."""
        return partial(ask_index, self._index, names, limit=MOST, least=FLOOR)


class Processes(_Closed):
    """Searches in worker processes of this machine, each with the same mapped file."""

    def __init__(self, saved: Path, workers: int) -> None:
        self.ahead = 2 * workers
        # Spawned, not forked: a worker has no connection to the database and none of this process's memory.
        self._pool = ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=open_worker, initargs=(saved, MOST, FLOOR)
        )

    def ask(self, names: Sequence[str]) -> Waiting:
        """Hand the names to the next process that is free."""
        try:
            waiting = self._pool.submit(ask_worker, names)
        except BrokenProcessPool as error:
            raise Unavailable(faults.WORKER_LOST) from error
        return partial(_result, waiting.result)

    def close(self) -> None:
        """End the processes; what waits is not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _result(result: Waiting) -> Found:
    try:
        return result()
    except BrokenProcessPool as error:
        raise Unavailable(faults.WORKER_LOST) from error


class Cluster(_Closed):
    """Searches on a Ray cluster: the one that RAY_ADDRESS names, else one begun on this machine.

    The saved index travels once to each machine through Ray's own store, from where its workers open it without a copy.
    """

    def __init__(self, saved: Path, workers: int) -> None:
        # No word to Ray's makers about who uses it; a node speaks to nobody whom its owner did not name.
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        try:
            import ray  # noqa: PLC0415 - an optional extra, and slow to load
        except ImportError as error:
            raise Unavailable(faults.NO_RAY) from error
        self._ray: Any = ray
        is_there = bool(os.environ.get("RAY_ADDRESS"))
        own = {} if is_there else {"num_cpus": workers, "_node_ip_address": "127.0.0.1"}
        try:
            ray.init(include_dashboard=None if is_there else False, log_to_driver=False, logging_level="ERROR", **own)
        except Exception as error:  # Ray has no fault of its own for a cluster that does not begin
            raise Unavailable(faults.NO_CLUSTER) from error
        import numpy as np  # noqa: PLC0415 - only here

        shared = ray.put(np.fromfile(saved, dtype=np.uint8))
        made: Any = ray.remote(IndexWorker)
        self._workers = [made.options(num_cpus=1).remote(shared, MOST, FLOOR) for _ in range(workers)]
        self._next = cycle(self._workers)
        self.ahead = 2 * workers

    def ask(self, names: Sequence[str]) -> Waiting:
        """Hand the names to the workers in turn."""
        return partial(self._result, next(self._next).ask.remote(list(names)))

    def _result(self, waiting: object) -> Found:
        try:
            found: Found = self._ray.get(waiting)
        except self._ray.exceptions.RayError as error:
            raise Unavailable(faults.WORKER_LOST) from error
        return found

    def close(self) -> None:
        """Leave the cluster; one that was begun here ends."""
        self._ray.shutdown()


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def asker(saved: Path, *, workers: int = 0, ray: bool = False) -> Asker:
    """Whoever is to ask this saved index: `workers` 0 for as many as there are processors, 1 for this process alone."""
    several = workers or cores()
    if ray:
        return Cluster(saved, several)
    return Processes(saved, several) if several > 1 else Here(saved)
