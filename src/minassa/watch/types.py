"""What crosses the room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from minassa.check import Hit, Question

ON: Final = "on"
STOPPED: Final = "stopped"
ENDED: Final = "ended"
STATES: Final = (ON, STOPPED, ENDED)

NEW: Final = "new"
SEEN: Final = "seen"
CONFIRMED: Final = "confirmed"
DISMISSED: Final = "dismissed"
GONE: Final = "gone"
HIT_STATES: Final = (NEW, SEEN, CONFIRMED, DISMISSED, GONE)


@dataclass(frozen=True, slots=True)
class Term:
    """Why a subject is watched, under which case, and until when (R05, R07)."""

    purpose: str
    reason: str
    until: date
    case: str = ""


@dataclass(frozen=True, slots=True)
class WatchView:
    """A subject under watch as this person may see it. `new` hits wait for a decision."""

    id: UUID
    question: Question
    term: Term
    state: str
    keeper: UUID
    mine: bool
    record: UUID | None
    file: UUID | None
    looked_at: datetime | None
    created: datetime
    modified: datetime
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    new: int = 0

    @property
    def title(self) -> str:
        """What it is called: its name, else its number."""
        return self.question.name or self.question.identifier


@dataclass(frozen=True, slots=True)
class WatchPage:
    """A page of subjects under watch, the newest first; `next` continues it (empty at the end)."""

    rows: tuple[WatchView, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class WatchHitView:
    """One hit of a watch: the hit as it was weighed, where it stands, and which parts of the source changed since it was seen before."""

    id: UUID
    watch: UUID
    hit: Hit
    state: str
    changed: tuple[str, ...]
    created: datetime
    modified: datetime
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchFileView:
    """A file of subjects: how far it was read and what became of its rows. `state` is waiting, done or failed."""

    id: UUID
    name: str
    state: str
    taken: int
    added: int
    already: int
    refused: int
    fault: str
    modified: datetime
    marks: tuple[str, ...]


Held = Mapping[str, str]
"""Field of a source -> a digest of what it holds."""
