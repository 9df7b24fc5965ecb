"""What crosses the edge about reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from minassa.access import DeliveryState, Handling, Tlp
from minassa.desk import FileChoice
from minassa.liaison.reports.rules import Confidence, Likelihood, ReportState, Section


@dataclass(frozen=True, slots=True)
class Judgement:
    """One key judgement: what is judged, how likely it is, and how good the ground is for saying so."""

    text: str
    likelihood: Likelihood
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class MadeFor:
    """Under which marks and for whom figures were made: nobody else may have them."""

    tlp: Tlp
    handling: frozenset[Handling]
    audience: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a kind that a room registered (`figure_kind`), as numbers and codes. `made_for` stays in the author's book."""

    kind: str
    body: Mapping[str, Any]
    made_for: MadeFor | None = None


@dataclass(frozen=True, slots=True)
class Reporting:
    """A report as it is written. `to` holds "agency:<uuid>" and "community:<uuid>" (empty for a draft without recipients).

    `records` are those that it draws from: their marks bind the report. `period` is what it covers, first and last day. A draft that is
    written anew without `figures` keeps those that it has.
    """

    title: str
    sections: Mapping[Section, str]
    judgements: tuple[Judgement, ...] = ()
    countries: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    records: tuple[UUID, ...] = ()
    to: tuple[str, ...] = ()
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a report says to whoever may read it; `records` are only those that every recipient may see."""

    title: str
    sections: Mapping[Section, str]
    judgements: tuple[Judgement, ...]
    countries: tuple[str, ...]
    period: tuple[date, date] | None
    records: tuple[UUID, ...]
    figures: Figures | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the list."""

    id: UUID
    title: str
    state: ReportState
    owner: UUID
    mine: bool
    version: int
    marks: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page of reports, newest first; `next` continues it (empty at the end)."""

    rows: tuple[ReportRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class ReportVersionView:
    """One earlier or present version; `change` says what was new."""

    number: int
    said: Said
    change: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """One agency that has the report, or will: for the author's agency."""

    agency: UUID
    state: DeliveryState


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as this actor may see it. `draft` and `holders` are the author agency's own; `can` is what may be done now."""

    row: ReportRow
    said: Said
    obligations: tuple[str, ...]
    audience: tuple[UUID, ...]
    versions: tuple[ReportVersionView, ...]
    draft: Reporting | None
    holders: tuple[Holding, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """Exactly what would leave, and to whom: `left_out` counts the references that not every recipient may see."""

    said: Said
    agencies: tuple[UUID, ...]
    marks: tuple[str, ...]
    left_out: int = 0
    bound_by: tuple[UUID, ...] = field(default=())
    """The records whose marks narrow what the author chose."""
    files: tuple[FileChoice, ...] = ()
    """The files about it, each with whether it can go."""
