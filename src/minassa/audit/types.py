"""What crosses the edge of the audit room: the line that is written, the line that is read, checkpoints and verdicts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

Outcome: TypeAlias = Literal["done", "refused", "failed"]
Detail: TypeAlias = "str | int | bool | UUID | None"

OUTCOMES: Final = ("done", "refused", "failed")
LONGEST_DETAIL: Final = 128
LONGEST_TEXT: Final = 200
_ACTION: Final = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+")
_NAMED: Final = re.compile(r"[a-z][a-z-]*:[A-Za-z0-9:._-]{1,100}")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MACHINE_WORD: Final = re.compile(rf"[A-Za-z0-9:._/+@=,#*~-]{{0,{LONGEST_DETAIL}}}")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done, refused or failed, as a room tells it to the log.

    `actor` is "user:<uuid>", "token:<uuid>", "cli:<uuid>", "system:<name>" ...; `subject` "record:<uuid>" and the like;
    `agency` is the actor's agency and `owner` the agency that owns the subject, so that it can see who opened what is its
    own. `details` are flat and short: numbers, codes and ids, never a name and never free text. A line that breaks
    these rules is a mistake of the code that wrote it and raises ValueError or TypeError.
    """

    action: str
    outcome: Outcome
    actor: str
    agency: UUID | None = None
    owner: UUID | None = None
    subject: str | None = None
    purpose: str = ""
    case: str = ""
    reason: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)
    at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what must not be in the log (ASVS 5.0, 16.2.5)."""
        if not _ACTION.fullmatch(self.action):
            raise ValueError(f"an action is room.verb: {self.action!r}")
        if self.outcome not in OUTCOMES:
            raise ValueError(f"no such outcome: {self.outcome!r}")
        for named in filter(None, (self.actor, self.subject)):
            if not _NAMED.fullmatch(named):
                raise ValueError(f"actors and subjects are kind:id: {named!r}")
        if not self.actor:
            raise ValueError("somebody must have done it")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("moments in the log are aware")
        for key, value in self.details.items():
            _refuse_text(key, value)


def _refuse_text(key: str, value: object) -> None:
    if not _KEY.fullmatch(key):
        raise ValueError(f"a detail's key is one short word: {key!r}")
    if isinstance(value, str) and not _MACHINE_WORD.fullmatch(value):
        raise ValueError(f"detail {key} is not a short machine value")
    if isinstance(value, int) and abs(value) >= 1 << 53:
        raise ValueError(f"detail {key} is too large for canonical JSON")
    if not isinstance(value, str | int | UUID | None):
        raise TypeError(f"detail {key} is of a kind that the log does not hold")


@dataclass(frozen=True, slots=True)
class LineView:
    """One line as it stands in the log. `position` counts from 0 and is None while the line waits for its place."""

    id: UUID
    position: int | None
    at: datetime
    action: str
    outcome: str
    actor: str
    agency: UUID | None
    owner: UUID | None
    subject: str
    purpose: str
    case: str
    reason: str
    details: Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which lines are wanted; every filled field narrows. `concerns` is the actor's agency or the subject's owner."""

    action: str = ""
    outcome: str = ""
    actor: str = ""
    agency: UUID | None = None
    owner: UUID | None = None
    concerns: UUID | None = None
    subject: str = ""
    case: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """Lines of one actor that are alike: how many, and about how many different subjects."""

    actor: str
    agency: UUID | None
    action: str
    outcome: str
    reason: str
    lines: int
    subjects: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement of the log: so many lines, with this root, at this moment. `note` is its signed text form."""

    size: int
    root: bytes
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """That the line at `position` is in the tree of the checkpoint of `size` lines (RFC 9162, 2.1.3)."""

    position: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ConsistencyProof:
    """That the tree of `old` lines is the beginning of the tree of `size` lines (RFC 9162, 2.1.4)."""

    old: int
    size: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict: `size` placed and `waiting` lines were read. `fault` is the first thing wrong, as a code and a sentence.

    `line` is the number of the first line concerned, counted from 1 as people count; None where it has no number yet.
    """

    ok: bool
    size: int
    waiting: int
    code: str = ""
    first_fault: str = ""
    line: int | None = None
