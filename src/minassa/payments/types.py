"""What crosses this room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from minassa.access import Label
from minassa.check import Hit, Question


class Outcome(StrEnum):
    """What becomes of a payment."""

    STOP = "stop"
    PASS = "pass"  # noqa: S105 - an outcome, no password
    BAD = "bad"


class Cause(StrEnum):
    """Why a payment has its outcome."""

    HIT = "hit"
    NO_HIT = "no-hit"
    KNOWN = "known-false-hit"
    NOT_READ = "could-not-be-read"


class State(StrEnum):
    """How far the decision on a stopped payment is."""

    STOPPED = "stopped"
    ASKED = "asked"
    RELEASED = "released"
    CONFIRMED = "confirmed"


class FileState(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of a payment: which part of it was asked, in which role, where it stands, and what was found.

    `what` is `name`, `number` or `text`; `words` what was asked, as it may be shown. `hit` is None for a record that the reader may not see now.
    """

    what: str
    role: str
    path: str
    words: str
    question: Question
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class NumberShown:
    """An identifier as it may be shown; of a card its first six and last four digits, and its keyed digest."""

    kind: str
    shown: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class PartyShown:
    """Somebody in a payment, as they are named there."""

    role: str
    path: str
    name: str
    country: str
    birth_date: str
    address: tuple[str, ...]
    numbers: tuple[NumberShown, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """A payment with its outcome. `stopped` names it where it waits for a decision; `problems` are sentences in the active language."""

    number: int
    sort: str
    references: Mapping[str, str]
    amount: str
    currency: str
    outcome: Outcome
    why: Cause
    found: tuple[Found, ...]
    stopped: UUID | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A control total that does not add up."""

    message: str
    path: str
    stated_count: int | None
    count: int
    stated_sum: str
    sum: str


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of payments. `read`, `stopped`, `known`, `passed`, `bad`: how many transactions so far; `sums` by currency."""

    id: UUID
    name: str
    sorts: tuple[str, ...]
    size: int
    state: FileState
    read: int
    stopped: int
    known: int
    passed: int
    bad: int
    sums: Mapping[str, Decimal]
    mismatches: tuple[Mismatch, ...]
    stop_from: int
    purpose: str
    case: str
    mine: bool
    marks: tuple[str, ...]
    created: datetime
    modified: datetime
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FilePage:
    """Files, the newest first, and the cursor of the next ones."""

    rows: tuple[FileView, ...]
    following: str


@dataclass(frozen=True, slots=True)
class StoppedRow:
    """A stopped payment in a list."""

    id: UUID
    file: UUID | None
    number: int
    sort: str
    reference: str
    amount: str
    currency: str
    debtor: str
    creditor: str
    state: State
    hits: int
    mine: bool
    marks: tuple[str, ...]
    created: datetime


@dataclass(frozen=True, slots=True)
class StoppedPage:
    """Stopped payments, the newest first, and the cursor of the next ones."""

    rows: tuple[StoppedRow, ...]
    following: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, or asked to be: `released` or `confirmed`, why, by whom, when; `second` confirmed it where two are needed."""

    verdict: State
    reason: str
    asked_by: UUID | None
    asked_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoppedView:
    """A stopped payment with everything that was read of it and found; a hit on a record that the reader may not see is None there."""

    row: StoppedRow
    references: Mapping[str, str]
    day: str
    parties: tuple[PartyShown, ...]
    texts: tuple[tuple[str, str], ...]
    found: tuple[Found, ...]
    purpose: str
    case: str
    decision: Decision | None
    may_decide: bool
    may_confirm: bool
    label: Label
