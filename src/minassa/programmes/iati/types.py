"""What crosses the edge about publishing programmes in IATI."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from minassa.programmes.rules import ProgrammeState
from minassa.programmes.types import (
    ActualView,
    IndicatorPart,
    MoneyPart,
    PartnerPart,
    ProgrammePlan,
    ResultPart,
    TargetView,
)


class Outlet(StrEnum):
    """Whom a file is for: everybody, as registers of IATI are; or the agencies of the platform, which TLP:GREEN allows."""

    PUBLIC = "public"
    PLATFORM = "platform"


class Held(StrEnum):
    """What of a programme stays out of a file."""

    RISKS = "risks"
    TRAINING = "training"
    MILESTONES = "milestones"
    NOTES = "notes"
    SOURCES = "sources"
    REPORTS = "reports"
    MEANS = "means"
    PARTS = "parts"
    PARTNERS = "partners"
    CONTEXT = "context"
    RESULTS = "results"
    BUDGETS = "budgets"
    SPENDING = "spending"


class Lack(StrEnum):
    """Why a programme cannot be in a file yet, or at all."""

    LABEL = "label"
    DRAFT = "draft"
    PUBLICATION = "publication"
    REFERENCE = "reference"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Share:
    """A code's part of the whole, in percent."""

    code: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A public document on the web; `category` is IATI's DocumentCategory."""

    url: str
    title: str
    category: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What IATI asks of a programme beyond its plan.

    `organisation` is the reporting organisation's identifier in public registers, `organisation_type` and the codes of
    `sectors` (OECD-DAC, five digits) and `targets` (of the Sustainable Development Goals) are IATI's. `places` are countries (two
    letters) and regions (digits). The percentages of sectors sum to 100, and so do those of places. `language` is that of the
    programme's texts.
    """

    organisation: str
    organisation_type: str
    language: str
    sectors: tuple[Share, ...]
    places: tuple[Share, ...]
    targets: tuple[str, ...] = ()
    is_humanitarian: bool = False
    links: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Some days of an indicator: what was to be reached on the last one, and what was measured on it, where either is known."""

    begins: date
    ends: date
    target: TargetView | None
    actual: ActualView | None


@dataclass(frozen=True, slots=True)
class IndicatorLeaving:
    """An indicator as it leaves."""

    part: IndicatorPart
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ResultLeaving:
    """A result as it leaves, with one indicator at least."""

    part: ResultPart
    indicators: tuple[IndicatorLeaving, ...]


@dataclass(frozen=True, slots=True)
class Leaving:
    """Exactly what of a programme is in a file, and what is not: `left_out` counts what stays, `lacks` says why nothing leaves."""

    id: UUID
    owner: UUID
    reporter: str
    is_secondary: bool
    is_exercise: bool
    plan: ProgrammePlan
    state: ProgrammeState
    publication: Publication | None
    marks: tuple[str, ...]
    modified: datetime
    partners: tuple[PartnerPart, ...]
    budgets: tuple[MoneyPart, ...]
    spending: tuple[MoneyPart, ...]
    results: tuple[ResultLeaving, ...]
    left_out: tuple[tuple[Held, int], ...]
    lacks: tuple[Lack, ...]

    @property
    def identifier(self) -> str:
        """The activity's identifier: the reporting organisation's, then the programme's reference."""
        return f"{self.publication.organisation}-{self.plan.reference}" if self.publication else ""


@dataclass(frozen=True, slots=True)
class IatiPreview:
    """What a file would hold. `needs_second`: so many programmes leave only when a second person agrees."""

    outlet: Outlet
    programmes: tuple[Leaving, ...]
    needs_second: bool

    @property
    def ready(self) -> tuple[Leaving, ...]:
        """Those that lack nothing."""
        return tuple(one for one in self.programmes if not one.lacks)


@dataclass(frozen=True, slots=True)
class IatiFile:
    """A file of activities, and how many of the chosen programmes it does not hold."""

    content: bytes
    programmes: int
    left_out: int
