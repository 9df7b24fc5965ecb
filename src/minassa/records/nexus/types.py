"""What crosses the edge of the room when the graph is explored."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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
class Flow:
    """All calls, or all payments, from one subject to another, as far as the reader may see them.

    `sums` are the amounts in each currency; `unread` counts those whose amount cannot be read. `is_summed` is False where there are
    more than are added up at once.
    """

    source: UUID
    target: UUID
    kind: str
    words: str
    count: int
    first: date | None
    last: date | None
    sums: tuple[tuple[str, Decimal], ...] = ()
    unread: int = 0
    is_summed: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """Some days of a timeline, both included, and how many calls, payments and other dated things begin on them."""

    first: date
    last: date
    calls: int
    payments: int
    others: int


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated thing: a call, a payment, another link, or an event that is itself among the subjects (then without ends).

    `facts` are short values such as the amount, as they were written.
    """

    record: RecordRow
    kind: str
    words: str
    at: str
    facts: tuple[str, ...] = ()
    source: UUID | None = None
    target: UUID | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What is dated among these subjects: how much of it when, and the latest one by one. `count` counts all."""

    spans: tuple[Span, ...] = ()
    moments: tuple[Moment, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Nexus:
    """A part of the graph: subjects, the ties among them, and for each subject how many of its ties are not shown.

    Calls and payments are no ties here: `flows` has them summed up, `timeline` the latest of them.
    """

    subjects: tuple[RecordRow, ...]
    ties: tuple[Tie, ...]
    more: dict[UUID, int]
    flows: tuple[Flow, ...] = ()
    timeline: Timeline = field(default_factory=Timeline)


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
