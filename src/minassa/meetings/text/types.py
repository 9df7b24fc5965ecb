"""What crosses the edge about a declaration's text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from minassa.meetings.text.concordance import Finding
from minassa.meetings.text.proofs import ProofKind
from minassa.meetings.text.rules import (
    Agreement,
    Hindering,
    ParagraphKind,
    Position,
    ProposalKind,
    ProposalState,
    Rendering,
    StatementKind,
    TextState,
)


@dataclass(frozen=True, slots=True)
class StanceView:
    """What a delegation says to a proposal."""

    delegation: str
    position: Position
    note: str
    mine: bool


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as this actor sees it.

    `base_text` is what it was written against; `is_outdated` says that those words are no longer in the text. `amendments` are the
    sub-amendments on the table. `number` is that of its paragraph, `behind` the number behind which an addition or a move goes.
    """

    id: UUID
    kind: ProposalKind
    new_kind: ParagraphKind | None
    key: str
    number: str
    behind: str
    language: str
    text: str
    base_text: str
    is_outdated: bool
    reason: str
    state: ProposalState
    outcome: str
    delegation: str
    agency: UUID
    mine: bool
    sponsors: tuple[str, ...]
    stances: tuple[StanceView, ...]
    tabled: datetime | None
    modified: datetime
    reading: int
    parent: UUID | None
    amendments: tuple["ProposalView", ...]
    can: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The delegations that stand behind it, its own first."""
        return (self.delegation, *self.sponsors)

    @property
    def position(self) -> Position | None:
        """What the reader's own delegation says to it."""
        return next((one.position for one in self.stances if one.mine), None)

    def counted(self) -> tuple[tuple[Position, int], ...]:
        """How many delegations take each position; positions that nobody takes are left out."""
        counts = {one: sum(1 for stance in self.stances if stance.position is one) for one in Position}
        return tuple((position, count) for position, count in counts.items() if count)


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened to a paragraph."""

    what: str
    at: datetime
    revision: int
    language: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A paragraph as it stands. `rivals` are the proposals to its words and place, `added` those of new paragraphs behind it.

    `tabled` counts both; they are given with it only where they were asked for, or the text has few of them.
    """

    key: str
    kind: ParagraphKind
    number: str
    agreement: Agreement
    language: str
    revision: int
    words: Mapping[str, Rendering]
    stale: tuple[str, ...]
    missing: tuple[str, ...]
    tabled: int
    proposers: tuple[str, ...]
    rivals: tuple[ProposalView, ...] = ()
    added: tuple[ProposalView, ...] = ()

    def text_in(self, language: str) -> str:
        """Its words in a language; empty where there are none."""
        return self.words[language].text if language in self.words else ""


@dataclass(frozen=True, slots=True)
class ParagraphDetail:
    """One paragraph with all that was proposed to it, my own drafts, and its history."""

    text: "TextView"
    paragraph: ParagraphView
    drafts: tuple[ProposalView, ...]
    done: tuple[ProposalView, ...]
    events: tuple[EventView, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BeginningDetail:
    """What would begin the text with a new paragraph: on the table, one's own drafts, and what was decided."""

    text: "TextView"
    tabled: tuple[ProposalView, ...]
    drafts: tuple[ProposalView, ...]
    done: tuple[ProposalView, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection that broke a silence."""

    delegation: str
    number: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SilenceView:
    """A silence procedure; `state` is running, broken or ended."""

    reading: int
    began: datetime
    ends: datetime
    state: str
    objections: tuple[ObjectionView, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement that a delegation has put on record."""

    id: UUID
    delegation: str
    kind: StatementKind
    number: str
    language: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature; `is_sound` says that it fits the texts as they lie here, byte for byte, just now.

    `fingerprint` is that of a certificate (SHA-256, hex), which counts once it `is_confirmed`.
    """

    delegation: str
    agency: UUID
    kind: ProofKind
    key: str
    signature: str
    at: datetime
    is_sound: bool
    fingerprint: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class SigningView:
    """What a head needs to sign: the bytes, the question to a passkey (32 bytes), and the ids of the person's own passkeys."""

    text: "TextView"
    delegation: str
    message: bytes
    challenge: bytes
    passkeys: tuple[bytes, ...]
    digests: Mapping[str, str]
    has_signed: bool


@dataclass(frozen=True, slots=True)
class TextRow:
    """One declaration in the list of an edition."""

    id: UUID
    edition: UUID
    titles: Mapping[str, str]
    state: TextState
    reading: int
    version: int
    is_sample: bool
    modified: datetime


@dataclass(frozen=True, slots=True)
class TextView:
    """A declaration as this actor sees it. `can` holds what may be done with the whole of it; `delegation` is the reader's own name.

    `tabled` counts the proposals on the table, `beginning` those that would begin the text. `pulse` changes with everything that its
    readers see.
    """

    row: TextRow
    reference: str
    may_observers_propose: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    paragraphs: tuple[ParagraphView, ...]
    beginning: tuple[ProposalView, ...]
    tabled: int
    drafts: int
    screen: str
    quiet_until: datetime | None
    adopted: datetime | None
    delegation: str
    pulse: str
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguagesView:
    """How far the languages are aligned: what keeps the text from silence, and where they do not say the same figures."""

    text: TextView
    hindrances: tuple[Hindering, ...]
    discords: tuple[Finding, ...]
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class TextRecord:
    """What goes with the text: silences, statements, authentic texts' digests and signatures."""

    text: TextView
    silences: tuple[SilenceView, ...]
    statements: tuple[StatementView, ...]
    digests: Mapping[str, str]
    signatures: tuple[SignatureView, ...]
    unsigned: tuple[str, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The published declaration in one language, and what goes with it. `paragraphs` are (kind, number, key, text).

    `contents` are the authentic texts by language, byte for byte (UTF-8): what the digests are of.
    """

    declaration: UUID
    version: int
    language: str
    title: str
    paragraphs: tuple[tuple[ParagraphKind, str, str, str], ...]
    digest: str
    digests: Mapping[str, str]
    contents: Mapping[str, str]
    adopted: str
    is_sample: bool
    exercise: bool
    at: datetime
    signatures: tuple[Mapping[str, Any], ...]
    statements: tuple[Mapping[str, str], ...]
    corrections: tuple[Mapping[str, str], ...]
