"""What crosses the edge of the room when the graph is explored."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from minassa.records.types import RecordRow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search is narrowed to: kinds of links (all where empty), days, and subjects to leave out.

    A link without dates is of all days.
    """

    kinds: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    without: frozenset[UUID] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Tie:
    """One edge: the record that makes it, its two ends, and the words that stand between them, read from source to target."""

    record: RecordRow
    kind: str
    words: str
    source: UUID
    target: UUID


@dataclass(frozen=True, slots=True)
class Nexus:
    """A part of the graph: subjects, the ties among them, and for each subject how many of its ties are not shown."""

    subjects: tuple[RecordRow, ...]
    ties: tuple[Tie, ...]
    more: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class Way:
    """From one subject to another: the subjects in order, and the ties of each step."""

    subjects: tuple[RecordRow, ...]
    steps: tuple[tuple[Tie, ...], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest ways, shortest first; `is_whole` is False where the search stopped before it had tried all."""

    ways: tuple[Way, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A subject that is linked to several of those asked for."""

    subject: RecordRow
    to: tuple[UUID, ...]
