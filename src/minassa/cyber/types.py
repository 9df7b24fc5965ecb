"""What crosses the room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.access import Label
from minassa.cyber.observables import Observable
from minassa.stix import Checked

THREAT_TYPES: Final = (
    "attack-pattern", "campaign", "infrastructure", "intrusion-set", "malware", "threat-actor", "tool", "vulnerability",
)  # fmt: skip
"""STIX's words for what is kept as a thin node."""
MOST_REFUSED_KEPT: Final = 10_000


class State(StrEnum):
    """Whether an indicator is in force now."""

    VALID = "valid"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Given:
    """An object that `minassa.stix` has checked, the label under which it is kept, and where it came from.

    What `is_bound` changes no indicator that came from another source: whoever publishes one feed cannot revoke or rewrite what another says.
    """

    object: Checked
    label: Label
    source: str
    is_bound: bool = False


@dataclass(frozen=True, slots=True)
class RefusedObject:
    """An object that was not taken: its place in the file, what it calls itself, and why."""

    index: int
    stix_id: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did. `passed_over` are objects of kinds that this room does not hold; `refused` is cut, its count is not."""

    added: int = 0
    amended: int = 0
    unchanged: int = 0
    passed_over: int = 0
    refused_count: int = 0
    refused: tuple[RefusedObject, ...] = ()

    def __add__(self, other: "Taken") -> "Taken":
        """What two imports did together."""
        return Taken(
            self.added + other.added,
            self.amended + other.amended,
            self.unchanged + other.unchanged,
            self.passed_over + other.passed_over,
            self.refused_count + other.refused_count,
            (*self.refused, *other.refused)[:MOST_REFUSED_KEPT],
        )


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as lists show it."""

    id: UUID
    name: str
    kind: str
    observables: tuple[Observable, ...]
    state: State
    valid_from: datetime
    valid_until: datetime | None
    source: str
    owner: UUID
    mine: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    received: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class Related:
    """What something has to do with another thing: `words` is STIX's (`uses`, `indicates`), read from here where `outgoing`.

    `place` is "indicator" or "threat" and `id` its row; None where the other is not here, or not for this reader.
    """

    words: str
    outgoing: bool
    place: str
    id: UUID | None
    name: str
    type: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SightingView:
    """An agency has met what an indicator names. `place` is where it stands in the stream of sightings."""

    id: UUID
    ref: str
    agency: UUID
    mine: bool
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    arrived: datetime
    marks: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class SightingStream:
    """Sightings in the order in which they arrived; `next` is where to go on, now or later."""

    rows: tuple[SightingView, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ThreatRow:
    """A campaign, an actor, malware, a technique as lists show it. `mark` is its number in MITRE's catalogue."""

    id: UUID
    stix_id: str
    type: str
    name: str
    mark: str
    tactics: tuple[str, ...]
    revoked: bool
    source: str
    owner: UUID
    mine: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    received: datetime
    modified: datetime


@dataclass(frozen=True, slots=True)
class NamedThreat:
    """A threat that bears a name that was asked for, and the indicators that point to it."""

    row: ThreatRow
    indicators: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class ThreatView:
    """One of them, whole: `content` is the author's own JSON."""

    row: ThreatRow
    version: datetime
    description: str
    aliases: tuple[str, ...]
    references: tuple[Mapping[str, Any], ...]
    related: tuple[Related, ...]
    content: str


@dataclass(frozen=True, slots=True)
class ThreatPage:
    """One page of a list; `next` is the place of the following one, empty on the last."""

    rows: tuple[ThreatRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class SeenTechnique:
    """A technique that somebody saw: how many indicators point to it, and how many actors, campaigns and malware use it."""

    threat: ThreatRow
    indicators: int
    users: int


@dataclass(frozen=True, slots=True)
class Tactic:
    """A phase of an attack with the techniques seen in it, the most often seen first."""

    name: str
    techniques: tuple[SeenTechnique, ...]


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator, whole: `content` is the author's own JSON."""

    row: IndicatorRow
    stix_id: str
    version: datetime
    pattern: str
    pattern_type: str
    description: str
    indicator_types: tuple[str, ...]
    confidence: int | None
    references: tuple[Mapping[str, Any], ...]
    related: tuple[Related, ...]
    sightings: tuple[SightingView, ...]
    sightings_text: str
    label: Label
    content: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list; `next` is the place of the following one, empty on the last."""

    rows: tuple[IndicatorRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class Match:
    """One indicator in force that names what was asked.

    `alone`: the observable by itself satisfies the pattern; else it is one of several parts. `through` is the network in
    which an address lies, empty where the value itself is named.
    """

    indicator: UUID
    name: str
    source: str
    owner: UUID
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime | None
    received: datetime
    confidence: int | None
    alone: bool
    through: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """One observable with the indicators that name it, the newest first; none: it is not known. `more` were left out."""

    observable: Observable
    matches: tuple[Match, ...] = ()
    more: int = 0

    @property
    def is_known(self) -> bool:
        """Whether an indicator in force that the asker may see names it."""
        return bool(self.matches)


@dataclass(frozen=True, slots=True)
class ObservablesAnswer:
    """The answers in the order in which it was asked, and when."""

    asked_at: datetime
    answers: tuple[Answered, ...]

    @property
    def known(self) -> int:
        """How many of them are known."""
        return sum(one.is_known for one in self.answers)

    @property
    def unknown(self) -> int:
        """How many of them are not."""
        return len(self.answers) - self.known
