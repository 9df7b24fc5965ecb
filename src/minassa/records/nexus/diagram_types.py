"""What crosses the edge of the room when diagrams are opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minassa.records.nexus.drawing import Drawing, Key
from minassa.records.nexus.types import Flow, Tie
from minassa.records.types import RecordRow


@dataclass(frozen=True, slots=True)
class DiagramRow:
    """One line of the list of diagrams. `audience` are the agencies, communities and persons that its label names."""

    id: UUID
    title: str
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    audience: tuple[str, ...]
    owner: UUID
    mine: bool
    version: int
    created: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class DiagramPage:
    """A page of diagrams, newest first; `next` continues it."""

    rows: tuple[DiagramRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Gone:
    """What its reader had put on a diagram and finds no more: a subject, or where `kind` is given a tie of that kind."""

    id: UUID
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CommentView:
    """What somebody said about a diagram."""

    id: UUID
    text: str
    by: str
    owner: UUID
    mine: bool
    at: datetime
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiagramView:
    """A diagram as this reader may see it now.

    `drawing` has places, groups and what was left out; `subjects`, `ties` and `flows` are read anew. `fresh` are ties that were not there when
    it was kept, `changed` subjects that were amended since, and `gone` is what the reader had put there and finds no more.
    """

    row: DiagramRow
    note: str
    drawing: Drawing
    subjects: tuple[RecordRow, ...]
    ties: tuple[Tie, ...]
    flows: tuple[Flow, ...]
    fresh: frozenset[Key]
    gone: tuple[Gone, ...]
    changed: tuple[UUID, ...]
    comments: tuple[CommentView, ...]
    can: tuple[str, ...]
