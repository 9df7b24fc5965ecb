"""What crosses the edge of the room when the graph is explored."""

from dataclasses import dataclass, field
from datetime import date, datetime
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
    """One edge: the record that makes it, its two ends, and the words that stand between them, read from source to target.

    `dated` is from when to when it holds, as it was written (the first and the last date; both empty where none is known); `sources` are
    who published it. What is shown to the owner's people only (S13) is in neither.
    """

    record: RecordRow
    kind: str
    words: str
    source: UUID
    target: UUID
    dated: tuple[str, str] = ("", "")
    sources: tuple[str, ...] = ()


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

    `further` has the same number by kind of link. Calls and payments are no ties here: `flows` has them summed up, `timeline` the latest of them.
    """

    subjects: tuple[RecordRow, ...]
    ties: tuple[Tie, ...]
    more: dict[UUID, int]
    further: dict[UUID, dict[str, int]] = field(default_factory=dict)
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


@dataclass(frozen=True, slots=True)
class Community:
    """Subjects that are linked among themselves more than chance would have it: how many, and the best linked of them."""

    number: int
    size: int
    leading: tuple[RecordRow, ...]


@dataclass(frozen=True, slots=True)
class BrokerView:
    """A subject that stands between communities.

    `share` of the shortest ways between subjects of different communities lead through it; `ties` says into which communities
    (by number) how many others it is linked to; without it, `cut_off` others would no longer be linked to the rest.
    """

    subject: RecordRow
    share: float
    ties: tuple[tuple[int, int], ...]
    cut_off: int


@dataclass(frozen=True, slots=True)
class Communities:
    """The communities of a part of the graph, largest first, and who connects them.

    `members` names each subject's community. `alone` are linked to nobody in this part. `is_whole` is False where the part was
    cut at its bound.
    """

    subjects: int
    communities: tuple[Community, ...]
    brokers: tuple[BrokerView, ...]
    members: dict[UUID, int]
    alone: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class WholeCommunities:
    """The communities of all that somebody may see, and who connects them, as of `at`; None while they are still to be computed.

    `is_estimated`: the brokers' shares were counted on ways from some of the subjects.
    """

    subjects: int
    communities: tuple[Community, ...]
    alone: int
    at: datetime | None
    brokers: tuple[BrokerView, ...] = ()
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an identifier: in the record itself, or through a thing (a phone line, a passport) over these ties."""

    subject: RecordRow
    through: RecordRow | None = None
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedIdentifier:
    """A phone, account, document or address that several subjects have. `is_whole` is False where there are more than shown."""

    words: str
    value: str
    holders: tuple[Holder, ...]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a subject is linked to crime or to terrorism: the record that says so (by its topic or its kind), and the ties to it.

    `through` is the thing that the ties lead through, where there is one. Without ties it is the subject's own record.
    """

    record: RecordRow
    because: str
    ties: tuple[Tie, ...]
    through: RecordRow | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A person or organisation linked both to a record of crime and to one of terrorism, with the reasons."""

    subject: RecordRow
    crime: tuple[Reason, ...]
    terrorism: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Bridges:
    """What was found; `is_whole` is False where the part that was looked at was cut at its bound."""

    bridges: tuple[Bridge, ...]
    looked_at: int
    is_whole: bool
