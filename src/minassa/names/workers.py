"""A saved index asked from other processes: what a worker holds, and what it does. It needs nothing but this library."""

import os
from collections.abc import Iterable, Sequence
from multiprocessing import parent_process
from multiprocessing.connection import wait
from os import PathLike
from threading import Thread
from typing import Final

import numpy as np
import numpy.typing as npt

from minassa.names.index import Hit, NameIndex

TOGETHER: Final = 64
"""Queries that are asked at once."""


class IndexWorker:
    """An index over the bytes of a saved one, which may be read-only and shared, with what is asked of it each time."""

    def __init__(self, saved: npt.NDArray[np.uint8], limit: int, least: float) -> None:
        self._index, self._limit, self._least = NameIndex.over(saved), limit, least

    def ask(self, queries: Sequence[str]) -> list[list[Hit]]:
        """What the index finds for each query. The answers depend on the index alone, not on the company of queries."""
        return ask_index(self._index, queries, limit=self._limit, least=self._least)


_here: list[IndexWorker] = []


def open_worker(path: str | PathLike[str], limit: int, least: float) -> None:
    """Open the index that this process is to ask; its file is mapped, so that workers share its memory.

    The process ends with the one that began it, also where that was killed.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    _here[:] = [IndexWorker(np.memmap(path, dtype=np.uint8, mode="r"), limit, least)]


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def ask_worker(queries: Sequence[str]) -> list[list[Hit]]:
    """What this process's index finds for each query."""
    (worker,) = _here
    return worker.ask(queries)


def ask_index(
    index: NameIndex, queries: Sequence[str], *, groups: Iterable[int] | None = None, limit: int, least: float
) -> list[list[Hit]]:
    """What an index finds for each query, some at a time."""
    found: list[list[Hit]] = []
    for begin in range(0, len(queries), TOGETHER):
        found += index.search_many(queries[begin : begin + TOGETHER], groups=groups, limit=limit, least=least)
    return found
