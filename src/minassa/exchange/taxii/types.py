"""What crosses the edge of the exchange: collections, questions, pages and statuses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Label

LAST: Final = "last"
FIRST: Final = "first"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class CollectionView:
    """A collection as one actor sees it. `may_add`: whether it takes objects from this actor."""

    id: UUID
    title: str
    description: str
    label: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    is_open: bool
    takes_releases: bool
    may_add: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks of a collection; times are microseconds since 1970.

    Empty tuples do not filter. `versions` holds "last", "first", "all" and versions as `moments.version_key` writes them;
    several are united (TAXII 2.1, section 3.4). `until` bounds a pull that has begun; None begins one.
    """

    after: int = 0
    until: int | None = None
    limit: int = 0
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = (LAST,)
    spec_versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One version of an object: when it was added (microseconds since 1970), and its bytes where they were asked for."""

    added: int
    stix_id: str = ""
    version: str = ""
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class Page:
    """The objects of one page in the order in which they were added. `next` leads on where there is more."""

    found: tuple[Found, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """One object that was not taken: its id and version as far as they could be read, and the reason in a sentence."""

    id: str
    version: str
    message: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """What became of one request to add objects. Everything is done when it is answered: nothing is ever pending."""

    id: UUID
    created: datetime
    total: int
    success: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What one batch did: objects stored anew, objects that were there already, and those refused."""

    stored: int
    known: int
    failures: tuple[Failure, ...]

    @property
    def total(self) -> int:
        """How many objects there were."""
        return self.stored + self.known + len(self.failures)
