"""Reports: threat assessments that one may see, and drafts of one's own agency. A person previews and releases them."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import DeliveryState, Handling, Tlp, act_named
from minassa.api.entrances import Call
from minassa.api.operations.alerts import Country, Recipient
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Day, Told, exampled
from minassa.api.shapes_of_requests import DiscardAsked, DiscardedTold
from minassa.liaison import Confidence, Judgement, Likelihood, Reporting, ReportState, ReportView, Section

REPORT_LIST = act_named("report.list")
REPORT_READ = act_named("report.read")
REPORT_DRAFT = act_named("report.draft")
router = Router(tags=["reports"])

Paragraphs = Annotated[str, StringConstraints(max_length=50_000)]


class JudgementShape(Asked):
    """A key judgement: how likely it is, and how good the ground is for saying so."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    likelihood: Likelihood
    confidence: Confidence


class PeriodShape(Asked):
    """What a report covers, first and last day."""

    begins: Day
    ends: Day


class ReportAsked(Asked):
    """A report as it is written. `to` holds agency:<uuid> and community:<uuid>; it may be empty in a draft."""

    model_config = exampled(
        {
            "title": "EXERCISE assessment of movements in the north",
            "sections": {"situation": "EXERCISE two convoys were seen", "gaps": "EXERCISE who leads them"},
            "judgements": [{"text": "EXERCISE they move again", "likelihood": "likely", "confidence": "low"}],
            "countries": ["ml"],
            "tlp": "amber",
            "handling": ["H0"],
        }
    )

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    sections: dict[Section, Paragraphs]
    judgements: list[JudgementShape] = Field([], max_length=6)
    countries: list[Country] = Field([], max_length=60)
    period: PeriodShape | None = None
    records: list[UUID] = Field([], max_length=200, description="Records that it draws from: their marks bind it.")
    to: list[Recipient] = Field([], max_length=200)
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)

    def reporting(self) -> Reporting:
        """What is written."""
        judged = (Judgement(one.text, one.likelihood, one.confidence) for one in self.judgements)
        return Reporting(
            title=self.title,
            sections={section: text for section, text in self.sections.items() if text.strip()},
            judgements=tuple(judged),
            countries=tuple(self.countries),
            period=(self.period.begins, self.period.ends) if self.period else None,
            records=tuple(self.records),
            to=tuple(self.to),
            tlp=self.tlp,
            handling=frozenset(self.handling),
        )


class ReportRowTold(Told):
    """One line of the list."""

    id: UUID
    title: str
    state: ReportState
    owner: UUID
    mine: bool
    version: int
    marks: list[str]
    modified: datetime


class ReportPageTold(Told):
    """A page of reports, newest first."""

    rows: list[ReportRowTold]
    next: str
    count: str


class JudgementTold(Told):
    """A key judgement."""

    text: str
    likelihood: Likelihood
    confidence: Confidence


class PeriodTold(Told):
    """What a report covers, first and last day."""

    begins: date
    ends: date


class HoldingTold(Told):
    """One agency that has the report, or will; for its author's people."""

    agency: UUID
    state: DeliveryState


class BriefingFiguresTold(Told):
    """Figures that a report carries, as numbers and codes of their kind."""

    kind: str
    body: dict[str, Any]


class ReportTold(Told):
    """One report as it is now; `records` are only those that every recipient may see."""

    report: ReportRowTold
    sections: dict[str, str]
    judgements: list[JudgementTold]
    countries: list[str]
    period: PeriodTold | None
    records: list[UUID]
    figures: BriefingFiguresTold | None
    obligations: list[str]
    audience: list[UUID]
    holders: list[HoldingTold]
    can: list[str]


@router.get("/reports", **declared(REPORT_LIST, ReportPageTold))
def list_reports(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Reports that you may see, newest first."""
    page = liaison.list_reports(request.auth, before=before, size=size)
    return {"rows": page.rows, "next": page.next, "count": page.count_text}


@router.post("/reports", **declared(REPORT_DRAFT, ReportTold, status=201))
def draft_report(request: Call, given: ReportAsked) -> dict[str, Any]:
    """Keep a draft in your agency. A supervisor sees exactly what leaves, and releases it."""
    return told(liaison.read_report(request.auth, id=_kept(request, given)))


@router.get("/reports/{uuid:id}", **declared(REPORT_READ, ReportTold, refusals=(404,)))
def read_report(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One report."""
    return told(liaison.read_report(request.auth, id=id))


@router.put("/reports/{uuid:id}", **declared(REPORT_DRAFT, ReportTold, refusals=(404, 409)))
def change_report(request: Call, id: UUID, given: ReportAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write a draft of your agency anew. 409 for a report that was released: a supervisor corrects it."""
    return told(liaison.read_report(request.auth, id=_kept(request, given, id)))


@router.post("/reports/{uuid:id}/discard", **declared(REPORT_DRAFT, DiscardedTold, refusals=(404, 409)))
def discard_report(request: Call, id: UUID, given: DiscardAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Throw a draft away. 409 for a report that was released: a supervisor takes it back."""
    del given
    liaison.discard_report(request.auth, id=id)
    return {"discarded": id}


def _kept(request: Call, given: ReportAsked, report: UUID | None = None) -> UUID:
    exercise = settings.MINASSA.node.exercise
    return liaison.keep_report(request.auth, reporting=given.reporting(), exercise=exercise, id=report)


def told(view: ReportView) -> dict[str, Any]:
    """A report as the API tells it."""
    said, names = view.said, ("obligations", "audience", "holders", "can")
    return {
        "report": view.row,
        "sections": {section.value: text for section, text in said.sections.items()},
        "period": {"begins": said.period[0], "ends": said.period[1]} if said.period else None,
        **{name: getattr(said, name) for name in ("judgements", "countries", "records", "figures")},
        **{name: getattr(view, name) for name in names},
    }
