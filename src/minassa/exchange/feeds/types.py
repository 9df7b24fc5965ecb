"""What crosses the edge: feeds and their fetches."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RunView:
    """One fetch: `fault` is the code of what ended it early, `what` and `next_step` its sentences (empty: it ended well)."""

    began: datetime
    ended: datetime | None
    pages: int
    stored: int
    known: int
    refused: int
    refused_why: tuple[tuple[str, str], ...]
    fault: str
    what: str
    next_step: str


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed as its agency sees it. `marks` are those of the collection where its objects land; counts are of all time."""

    id: UUID
    title: str
    url: str
    kind: str
    collection: UUID
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    every_minutes: int
    state: str
    failures: int
    due: datetime
    created: datetime
    stored: int
    refused: int
    last: RunView | None
    may_change: bool
