"""What a paper is made of: plain values, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from minassa.meetings.text.rules import ParagraphKind, ProposalKind

Language = Literal["ar", "fr", "en", "pt"]


@dataclass(frozen=True, slots=True)
class Rival:
    """A proposal as it is printed: whose it is, what it does, its words, and `note` in the paper's language (who supports it, say).

    `behind` is the number behind which a move puts its paragraph (empty: first of all). One that `is_foreign` is in another language
    than the paper: its words are not compared with the paragraph's.
    """

    id: UUID
    sponsor: str
    kind: ProposalKind
    text: str
    at: datetime
    note: str = ""
    behind: str = ""
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A paragraph with what is proposed to it; `added` are new paragraphs behind it."""

    key: str
    kind: ParagraphKind
    number: str
    text: str
    rivals: tuple[Rival, ...] = ()
    added: tuple[Rival, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A declaration in one language. `heads` names the two parts in it; `marks` are the handling marks; `added` comes first."""

    declaration: UUID
    language: Language
    title: str
    subtitle: str
    marks: tuple[str, ...]
    heads: Mapping[ParagraphKind, str]
    paragraphs: tuple[Printed, ...]
    added: tuple[Rival, ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What Akoma Ntoso says about a work besides its text. `country` is ISO 3166-1 alpha-2; `place` where it was adopted."""

    paper: Paper
    version: int
    adopted: date
    fixed: date
    country: str
    place: str
    organisation: str
    digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """A proposal that stood in the document when it was sent out: whose it is, to which paragraph, and its words."""

    id: UUID
    key: str
    sponsor: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change that somebody made in Word: what to propose to which paragraph.

    For an addition and a move `key` names the paragraph behind which it stands (empty: at the beginning), and for a move `moved`
    the one that moves. `base` is the wording against which it was written; `author` is what Word calls whoever wrote it, to tell
    changes apart while they are looked at, and is not kept. `within` is the author in whose insertion it was made.
    """

    kind: ProposalKind
    key: str
    text: str
    base: str
    author: str
    tracked: bool = True
    parent: UUID | None = None
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a Word document proposes, and the keys of paragraphs in which something could not be read as a proposal."""

    suggestions: tuple[Suggestion, ...]
    unread: tuple[str, ...]
