"""Bringing files in: the clock gives it a few seconds, then all other jobs have their turn, then it goes on.

A room brings a file in step by step: a generator that stops (`yield`) after each batch. What a batch wrote and how far the file is read stand
in one transaction: a process that was killed between two batches, or within one, goes on behind the last that stands, and no row is counted
twice. In one process the generator simply waits between its turns.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import IO, Any, Final
from uuid import UUID

import orjson
from django.db.models import F, Q
from django.utils import translation

from minassa.access import Actor, Label, actor_of_person, door, system_actor
from minassa.base import Conflict, Fault, now
from minassa.desk.acts import INTAKE_RUN
from minassa.desk.intakes import faults
from minassa.desk.intakes.keeping import FAILED as FAILED_ROWS
from minassa.desk.intakes.keeping import FILE, opened_file
from minassa.desk.intakes.service import ASKED, DONE, FAILED, RUNNING, WAITING, forget, piece_of
from minassa.desk.models import Intake, IntakePiece
from minassa.desk.notices import notify

logger = logging.getLogger(__name__)

TURN: Final = 4.0
"""Seconds that a file has before other jobs are done."""
STALE: Final = timedelta(minutes=3)
"""An import of which nothing was heard for so long has lost its process, and is taken up again."""
MOST_TRIES: Final = 3
MOST_FAILED_KEPT: Final = 10_000
KEPT_ASKED: Final = timedelta(days=2)


@dataclass(slots=True)
class Running:
    """An import under way, as its room sees it. `position` is how many rows stand already; `counts` are the room's own."""

    id: UUID
    sort: str
    label: Label
    label_id: int
    person: UUID
    legal_basis: str
    purpose: str
    review_on: Any
    case: str
    options: Mapping[str, Any]
    position: int
    counts: dict[str, int]
    failed: int
    is_packed: bool
    turn: int
    _pieces: int = field(default=0)

    @property
    def actor(self) -> Actor:
        """Whoever sent the file, with the rights that they have now."""
        return actor_of_person(self.person)

    def file(self) -> IO[bytes]:
        """The file from its beginning, to be read between two doors."""
        return opened_file(self._piece, is_packed=self.is_packed)

    def keep(self, rows: int, counts: Mapping[str, int], failed: Sequence[Any] = ()) -> None:
        """Write down, in the transaction that wrote a batch, that so many more rows stand. Raises Conflict where another process has it."""
        kept = list(failed)[: max(0, MOST_FAILED_KEPT - self.failed)]
        if kept:
            number, content = self.position, orjson.dumps(kept)
            part = IntakePiece(
                label_id=self.label_id, intake_id=self.id, part=FAILED_ROWS, number=number, content=content
            )
            part.save(force_insert=True)
        changed = {
            "position": self.position + rows,
            "counts": dict(counts),
            "failed": self.failed + len(kept),
            "tries": 0,
            "heard": now(),
        }
        if not Intake.objects.filter(id=self.id, turn=self.turn, state=RUNNING).update(**changed):
            raise Conflict(faults.INTAKE_STATE)
        self.position, self.counts, self.failed = self.position + rows, dict(counts), self.failed + len(kept)

    def _piece(self, number: int) -> bytes:
        with door(system_actor("imports"), INTAKE_RUN):
            return piece_of(self.id, number)


Steps = Callable[[Running], Iterator[None]]


@dataclass(frozen=True, slots=True)
class _Taker:
    steps: Steps
    brought_in: str
    not_read: str
    about: str


@dataclass(slots=True)
class _Hand:
    """What this process has in hand."""

    row: Intake
    running: Running
    steps: Iterator[None]


_takers: Final[dict[str, _Taker]] = {}
_hand: _Hand | None = None


def bring_in_by(room: str, steps: Steps, *, brought_in: str, not_read: str, about: str) -> None:
    """Register how a room brings a file in, and of which kind the notices are that tell its end; `about` is what they are about."""
    _takers[room] = _Taker(steps, brought_in, not_read, about)


def run_intakes(seconds: float | None = TURN) -> bool:
    """Bring in what waits for so many seconds, or to the end where None. Whether anything is left that could go on at once."""
    ends = None if seconds is None else time.monotonic() + seconds
    while (hand := _in_hand()) is not None:
        while _went_on(hand):
            if ends is not None and time.monotonic() >= ends:
                return True
    return False


def _in_hand() -> _Hand | None:
    global _hand  # noqa: PLW0603 - a process has one file in hand
    if _hand is None:
        _hand = _claimed()
    return _hand


def _claimed() -> _Hand | None:
    """The file that waits longest, or one whose process died. One that breaks again and again is given up."""
    at = now()
    with door(system_actor("imports"), INTAKE_RUN) as opened:
        for old in Intake.objects.filter(state=ASKED, modified__lt=at - KEPT_ASKED).values_list("id", flat=True)[:50]:
            forget(old, states=(ASKED,))
        due = Q(state=WAITING) | Q(state=RUNNING, heard__lt=at - STALE)
        for row in Intake.objects.filter(due, room__in=list(_takers)).order_by("modified", "id")[:5]:
            mine = Intake.objects.filter(id=row.id, state=row.state, turn=row.turn)
            if mine.update(state=RUNNING, heard=at, turn=F("turn") + 1, tries=F("tries") + 1):
                row.turn, row.tries = row.turn + 1, row.tries + 1
                running = _running(row, opened.label_of(row.label_id))
                return _Hand(row, running, _steps(row, running))
    return None


def _running(row: Intake, label: Label) -> Running:
    return Running(
        id=row.id,
        sort=row.sort,
        label=label,
        label_id=row.label_id,
        person=row.person,
        legal_basis=row.legal_basis,
        purpose=row.purpose,
        review_on=row.review_on,
        case=row.case,
        options=dict(row.options),
        position=row.position,
        counts=dict(row.counts),
        failed=row.failed,
        is_packed=row.packed,
        turn=row.turn,
    )


def _steps(row: Intake, running: Running) -> Iterator[None]:
    if row.tries > MOST_TRIES:
        raise Conflict(faults.GIVEN_UP)
    yield from _takers[row.room].steps(running)


def _went_on(hand: _Hand) -> bool:
    """One step further; False where there is none."""
    global _hand  # noqa: PLW0603 - as above
    try:
        with translation.override(str(hand.running.options.get("language", "")) or None):
            next(hand.steps)
    except StopIteration:
        _hand = None
        _settle(hand, DONE)
    except Fault as fault:
        _hand = None
        if fault.code == faults.INTAKE_STATE:
            return False  # another process has taken it up, or its book was closed
        logger.warning("a file was not brought in: %s", fault.code)
        _settle(hand, FAILED, fault)
    except BaseException:
        _hand = None  # its process may go on with others: this one is tried again when nothing was heard of it
        raise
    else:
        return True
    return False


def _settle(hand: _Hand, state: str, fault: Fault | None = None) -> None:
    row, taker = hand.row, _takers[hand.row.room]
    changed: dict[str, Any] = {"state": state, "modified": now()}
    if fault is not None:
        changed |= {"fault": fault.code, "fault_parts": {name: str(value) for name, value in fault.params.items()}}
    with door(system_actor("imports"), INTAKE_RUN) as opened:
        mine = Intake.objects.filter(id=row.id, turn=row.turn)
        if not mine.update(**changed):
            return
        IntakePiece.objects.filter(intake_id=row.id, part=FILE).delete()
        owner = opened.label_of(row.label_id).owner
    kind = taker.brought_in if state == DONE else taker.not_read
    notify(system_actor("imports"), person=row.person, agency=owner, kind=kind, about=f"{taker.about}:{row.id}")
