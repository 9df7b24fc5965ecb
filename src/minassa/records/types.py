"""What crosses the edge of the room: records as they are read, pages of them, links, histories, results of imports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from minassa.access import Label
from minassa.records.grading import Grading
from minassa.records.items import Doubt, Properties


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an agency may hold a record (R01): the legal basis in words, the purpose, the day of review, the grading."""

    legal_basis: str
    purpose: str
    review_on: date | None = None
    grading: Grading | None = None


@dataclass(frozen=True, slots=True)
class HoldView:
    """A legal hold: until when (that day included), why, since when, and who placed it, as the audit log names them."""

    until: date
    reason: str
    placed: datetime
    placed_by: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as this actor may see it.

    For other agencies than the owner, guarded properties are absent and the legal basis is empty. `doubts` are values
    that cannot be what they claim; `extra` is what the source said beside. `keep_reason` says why it was kept beyond a review, and
    `hold` what keeps it from deletion: both are the owner's alone.
    """

    id: UUID
    schema: str
    caption: str
    properties: Properties
    label: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    owner: UUID
    mine: bool
    origin: str
    grading: Grading | None
    legal_basis: str
    purpose: str
    review_on: date
    version: int
    created: datetime
    modified: datetime
    doubts: tuple[Doubt, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    keep_reason: str = ""
    hold: HoldView | None = None


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One line of a list: `featured` holds the first values of the schema's featured properties."""

    id: UUID
    schema: str
    caption: str
    featured: Mapping[str, str]
    marks: tuple[str, ...]
    owner: UUID
    mine: bool
    modified: datetime
    review_on: date


class Sort(StrEnum):
    """What a list holds: people, organisations and things; the links between them; or both."""

    THINGS = "things"
    LINKS = "links"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, newest first. `next` continues it (empty at the end); `count_text` is exact up to 1000, then "1000+"."""

    rows: tuple[RecordRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A past state of a record: until `modified` of the next one. `changed_by` is the actor as the audit log names it."""

    number: int
    schema: str
    caption: str
    properties: Properties
    legal_basis: str
    modified: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class End:
    """The other end of a link: a visible record, or only its reference where it is absent or hidden (they look the same)."""

    origin: str
    record: RecordRow | None


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of a record: through a link record (ownership, family ...) or a property that points to another record.

    `words` stand between the two captions, read from this record to the other where `outgoing`, else back.
    `said` is what a link record says of when and how much: its role, dates and amount.
    """

    via: str
    words: str
    outgoing: bool
    other: End
    link: RecordRow | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record whose name is like the one asked for. `why` are the matcher's reasons, `sentences` the same in English."""

    id: UUID
    schema: str
    kind: str
    caption: str
    score: float
    matched_name: str
    weak: bool
    why: tuple[object, ...]
    properties: Properties
    label: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    owner: UUID
    modified: datetime


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that an import did not take: its number, its text as it stood, and the reason with what to do."""

    number: int
    raw: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `refused` holds the first rows refused; `refused_count` counts all."""

    added: int
    amended: int
    unchanged: int
    refused_count: int
    refused: tuple[RefusedRow, ...]
