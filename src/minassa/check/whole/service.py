"""Screening a file from the command line: begun, gone on with after any end, and finished."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.utils import translation

from minassa import screening
from minassa.access import Actor, door
from minassa.base import Conflict
from minassa.check.acts import SCREEN
from minassa.check.whole import faults
from minassa.check.whole.askers import asker
from minassa.check.whole.asking import Counts, Why, ask_rows
from minassa.check.whole.book import Begun, Book, digest_of
from minassa.check.whole.rows import read_rows

SURE_AFTER: Final = 5.0
"""Seconds after which what was written is made sure of: at most so much work is done twice."""


class Onward(StrEnum):
    """What to do with a run that was begun: go on if nothing has changed, go on with its lists, or begin again."""

    SAME = "same"
    KEEP_LISTS = "keep-lists"
    AFRESH = "afresh"


@dataclass(frozen=True, slots=True)
class Screened:
    """What a run came to: its counts, the row after which this process went on, and where refused rows are, if there are any."""

    counts: Counts
    went_on_after: int
    refused: Path | None


def screen_file(  # noqa: PLR0913 - what a run is, each part named
    actor: Actor,
    *,
    path: Path,
    out: Path,
    why: Why,
    onward: Onward = Onward.SAME,
    workers: int = 0,
    ray: bool = False,
    told: Callable[[Counts], object] = lambda _counts: None,
) -> Screened:
    """Ask every row of a file and write both tables. A run that was cut off goes on, and its tables are the same to the byte.

    `told` hears of the counts after each piece. Raises Conflict where the run was begun with something else, or with lists that have
    changed since; Invalid where the file is no table; Unavailable where a worker is lost. Then the run can be gone on with.
    """
    begun = Begun(digest_of(path), actor.named, why, translation.get_language() or "")
    with Book(out) as book, path.open("rb") as file:
        every = read_rows(file)
        # The first row is read before anything is written: what is no table ends here.
        rows = chain(list(islice(every, 1)), every)
        before = _began(actor, book, begun, onward)
        if not book.entry.is_whole:
            rest = islice(rows, before, None)
            with asker(screening.pinned_file(book.pinned), workers=workers, ray=ray) as asked:
                sure = time.monotonic()
                for piece in ask_rows(actor, rest, asker=asked, pinned=book.pinned, why=why):
                    book.add(piece)
                    told(book.entry.counts)
                    if time.monotonic() - sure > SURE_AFTER:
                        book.write()
                        sure = time.monotonic()
        book.finish()
        counts = book.entry.counts
        return Screened(counts, before, book.refused if counts.refused + counts.partly else None)


def _began(actor: Actor, book: Book, begun: Begun, onward: Onward) -> int:
    """Go on with what is there, or begin; how many rows are done."""
    with door(actor, SCREEN, purpose=begun.why.purpose, case=begun.why.case) as opened:
        opened.note(part="begun")
    if onward is Onward.AFRESH or not book.is_there():
        book.begin(begun, screening.pin_lists())
        return 0
    if book.begun != begun:
        raise Conflict(faults.FILE_CHANGED, out=book.out.name)
    if not book.entry.is_whole:
        if onward is Onward.SAME and (moved := screening.lists_moved(book.pinned)):
            raise Conflict(faults.LISTS_MOVED, lists=told_moved(moved))
        book.go_on()
    return book.entry.counts.rows


def told_moved(moved: Iterable[screening.ListMoved]) -> str:
    """Which lists have another version in force, as `un-sc 3 → 4`."""
    return ", ".join(f"{one.source} {one.then or '–'} → {one.now or '–'}" for one in moved)
