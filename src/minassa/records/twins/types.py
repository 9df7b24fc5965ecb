"""What crosses the edge of the room when suspected duplicates are judged."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.records.types import RecordView

SAME: Final = "same"
OTHER: Final = "other"
REASONS: Final = ("identifier", "name", "birth", "country")


@dataclass(frozen=True, slots=True)
class TwinView:
    """Two records that may be about the same, both seen by the reader, with what speaks for it.

    `decision` is empty while it waits, else "same" or "other"; `link` is then the record that says so.
    """

    id: UUID
    one: RecordView
    other: RecordView
    reasons: tuple[str, ...]
    decision: str
    since: datetime
    link: UUID | None


@dataclass(frozen=True, slots=True)
class TwinPage:
    """A page of them, newest first. `next` continues it, empty at the end."""

    rows: tuple[TwinView, ...]
    next: str
