"""What crosses the room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from minassa.threats.types import IncidentRow
from minassa.threats.warnings.kinds import WarningKind


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as it is set; `finding.Wanted` says what its numbers mean."""

    name: str
    kind: WarningKind
    country: str = ""
    group: UUID | None = None
    least: int = 1
    months: int = 12
    days: int = 31


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of the agency. `mine`: it looks with the reader's eyes and warns them. `stopped` is the fault for which it cannot look."""

    id: UUID
    draft: RuleDraft
    keeper: UUID
    mine: bool
    paused: bool
    stopped: str
    looked: datetime | None
    created: datetime
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarnedView:
    """One happening of which the reader was warned; `rule` may be gone by now."""

    id: UUID
    rule: UUID
    name: str
    kind: WarningKind
    facts: Mapping[str, Any]
    at: datetime
    state: Literal["new", "acknowledged", "dismissed"]
    decided: datetime | None
    incidents: int
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WarnedPage:
    """One page of warnings, and the place where the next begins."""

    rows: tuple[WarnedView, ...]
    next: str


@dataclass(frozen=True, slots=True)
class WarnedWhole:
    """One warning with the incidents behind it that the reader may still see."""

    row: WarnedView
    incidents: tuple[IncidentRow, ...]
