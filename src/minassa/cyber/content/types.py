"""What crosses the edge of known content."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

NEAR: Final = 31
"""Of 256 bits: how far two PDQ hashes of the same picture may be apart, as PDQ's authors recommend."""
LEAST_QUALITY: Final = 50
"""PDQ's authors advise against comparing hashes below this quality: pictures of one colour are all alike."""
MOST_ASKED: Final = 100
CATEGORIES: Final = ("attack", "execution", "manual", "propaganda", "recruitment", "threat", "other")


@dataclass(frozen=True, slots=True)
class ContentMatch:
    """One entry that is the same (`distance` 0 and `by` "sha256") or near (`by` "pdq").

    `is_weak`: its quality is below what PDQ's authors advise, so that likeness says little.
    """

    id: UUID
    by: str
    distance: int
    quality: int | None
    is_weak: bool
    category: str
    reference: str
    source: str
    owner: UUID
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    received: datetime


@dataclass(frozen=True, slots=True)
class ContentAnswer:
    """One hash with the entries that it meets, the nearest first; none: it is not known."""

    hash: str
    matches: tuple[ContentMatch, ...]


@dataclass(frozen=True, slots=True)
class ContentRow:
    """One entry as lists show it."""

    id: UUID
    sha256: str
    pdq: str
    quality: int | None
    category: str
    reference: str
    source: str
    owner: UUID
    mine: bool
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    received: datetime


@dataclass(frozen=True, slots=True)
class ContentPage:
    """One page of the list, newest first."""

    rows: tuple[ContentRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line of a table that was not taken, and why."""

    line: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContentTaken:
    """What an import did; `refused` is cut, its count is not."""

    added: int
    unchanged: int
    refused_count: int
    refused: tuple[RefusedLine, ...]
