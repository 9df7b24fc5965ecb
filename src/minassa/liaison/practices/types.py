"""What crosses the edge about good practices and lessons."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minassa.access import Handling, Tlp
from minassa.liaison.expertise.rules import Field
from minassa.liaison.practices.rules import PracticeKind, PracticeState


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a document says. `countries` are two-letter codes of those that it is about."""

    kind: PracticeKind
    title: str
    text: str
    field: Field
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """A document as it is written. `to` holds "agency:<uuid>" and "community:<uuid>" (empty for a draft without recipients)."""

    lesson: Lesson
    to: tuple[str, ...] = ()
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class PracticeFilter:
    """What somebody looks for; what is empty does not narrow. `country` is a two-letter code."""

    kind: PracticeKind | None = None
    field: Field | None = None
    country: str = ""


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """One line of the list."""

    id: UUID
    lesson: Lesson
    state: PracticeState
    owner: UUID
    mine: bool
    version: int
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class PracticePage:
    """A page, newest first; `next` continues it (empty at the end)."""

    rows: tuple[PracticeRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One document as this actor may see it; `change` says what was new in its last version.

    `draft` is the author agency's own; `meant` and `leaves` are the agencies that its release would reach now, and the marks
    under which it would. `can` is what may be done.
    """

    row: PracticeRow
    change: str
    draft: Writing | None
    meant: tuple[UUID, ...]
    leaves: tuple[str, ...]
    audience: tuple[UUID, ...]
    can: tuple[str, ...]
