"""What crosses this room's edge about groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minassa.records import RecordRow, RecordView
from minassa.threats.types import IncidentRow, Totals


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group as lists show it: its record, and the incidents of which some report names it."""

    record: RecordRow
    incidents: int
    last: date | None
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One page of groups, and the place where the next begins (empty at the end)."""

    rows: tuple[GroupRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group with what its incidents come to. All counts are of incidents that the actor may see, each once.

    `reach` is incidents by year and country, `kinds` by kind, `other_names` the names in reports that people decided to mean it.
    """

    record: RecordView
    names: tuple[str, ...]
    other_names: tuple[str, ...]
    totals: Totals
    first: date | None
    last: date | None
    reach: Mapping[int, Mapping[str, int]]
    kinds: Mapping[str, int]
    latest: tuple[IncidentRow, ...]


@dataclass(frozen=True, slots=True)
class NameView:
    """An actor as reports write it that may be a group: which of its names is like it, how much, and what was decided."""

    id: UUID
    written: str
    group: UUID
    group_name: str
    like: str
    score: float
    incidents: int
    decision: str
    modified: datetime
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePage:
    """One page of questions about names, and the place where the next begins."""

    rows: tuple[NameView, ...]
    next: str
