"""Programmes: strategies, commitments, results with their values, evaluations; and their files for registers of aid (IATI)."""

from dataclasses import fields
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from minassa import programmes as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.pace import TRANSFERS
from minassa.api.policy import declared
from minassa.api.shapes_of_programmes import (
    ActivityPageTold,
    ActivityTold,
    CommitmentTold,
    EvaluationRowTold,
    EvaluationTold,
    IatiPreviewTold,
    OpenRecommendationTold,
    ProgrammePageTold,
    ProgrammeTold,
    StrategyTold,
)
from minassa.programmes import (
    ActivityRow,
    CommitmentView,
    EvaluationView,
    Leaving,
    Outlet,
    Pillar,
    ProgrammeState,
    ProgrammeView,
    StrategyView,
)

STRATEGY_LIST = act_named("strategy.list")
STRATEGY_READ = act_named("strategy.read")
COMMITMENT_LIST = act_named("commitment.list")
PROGRAMME_LIST = act_named("programme.list")
PROGRAMME_READ = act_named("programme.read")
PROGRAMME_EXPORT = act_named("programme.export")
PROGRAMME_EXPORT_PREVIEW = act_named("programme.preview-export")
ACTIVITY_LIST = act_named("partner-activity.list")
ACTIVITY_READ = act_named("partner-activity.read")
EVALUATION_LIST = act_named("evaluation.list")
EVALUATION_READ = act_named("evaluation.read")
router = Router(tags=["programmes"])

XML: Final = "application/xml"
_FILE: Final = {
    "responses": {"200": {"description": "An IATI 2.03 file.", "content": {XML: {"schema": {"type": "string"}}}}}
}
Size = Annotated[int, Query(ge=1, le=100)]
Before = Annotated[str, Query(max_length=80)]


class ActivitiesAsked(Schema):
    """What narrows partners' activities. Words of titles and organisations are asked on the page: no name stands in an address."""

    country: str = Field("", pattern="^(?:[A-Za-z]{2})?$", examples=["ml"])
    sector: str = Field("", pattern="^(?:[0-9]{3}|[0-9]{5})?$", description="Five digits, or three for a category.")
    target: str = Field("", pattern="^(?:[0-9]{1,2}[.][0-9a-d]{1,2})?$", examples=["16.a"])
    status: str = Field("", pattern="^[1-6]?$")
    size: int = Field(50, ge=1, le=100)
    before: str = Field("", max_length=80)


class IatiAsked(Schema):
    """Which programmes leave, and for whom."""

    programme: list[UUID] = Field(min_length=1, max_length=300, description="The programmes' ids.")
    outlet: Outlet = Outlet.PUBLIC
    partners: bool = Field(False, description="Partners too that are in no public register.")

    def wanted(self) -> dict[str, Any]:
        """What the services take."""
        return {"programmes": self.programme, "outlet": self.outlet, "with_partners": self.partners}


class IatiFileAsked(IatiAsked):
    """The same, with a second person's agreement where it is needed."""

    approval: UUID | None = Field(None, description="A second person's agreement to many programmes at once.")


@router.get("/programmes", **declared(PROGRAMME_LIST, ProgrammePageTold))
def list_programmes(  # noqa: PLR0913, PLR0917 - what a list is narrowed by
    request: Call,
    pillar: Pillar | None = None,
    state: ProgrammeState | None = None,
    owner: UUID | None = None,
    strategy: UUID | None = None,
    size: Size = 50,
    before: Before = "",
) -> room.ProgrammePage:
    """The programmes that you may see, with their two scores, newest first. Agencies and states are never ranked."""
    return room.page_of_programmes(
        request.auth, pillar=pillar, state=state, owner=owner, strategy=strategy, size=size, before=before
    )


@router.get("/programmes/strategies", **declared(STRATEGY_LIST, list[StrategyTold]))
def list_strategies(request: Call) -> list[dict[str, Any]]:
    """The strategies that you may see with their pillars, the newest first."""
    return [_strategy(one) for one in room.list_strategies(request.auth)]


@router.get("/programmes/strategies/{uuid:id}", **declared(STRATEGY_READ, StrategyTold, refusals=(404,)))
def read_strategy(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One strategy with its pillars."""
    return _strategy(room.read_strategy(request.auth, id=id))


@router.get("/programmes/commitments", **declared(COMMITMENT_LIST, list[CommitmentTold]))
def list_commitments(request: Call, declaration: UUID | None = None) -> list[dict[str, Any]]:
    """The commitments that you may see, of one declaration where it is named, in the order of their paragraphs."""
    return [_commitment(one) for one in room.list_commitments(request.auth, declaration=declaration)]


@router.get("/programmes/commitments/{uuid:id}", **declared(COMMITMENT_LIST, CommitmentTold, refusals=(404,)))
def read_commitment(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One commitment with its paragraph."""
    return _commitment(room.read_commitment(request.auth, id=id))


@router.get("/programmes/evaluations", **declared(EVALUATION_LIST, list[EvaluationRowTold]))
def list_evaluations(request: Call, programme: UUID | None = None) -> list[room.EvaluationRow]:
    """The evaluations that you may see, of one programme where it is named, the newest first."""
    return list(room.list_evaluations(request.auth, programme=programme))


@router.get("/programmes/evaluations/{uuid:id}", **declared(EVALUATION_READ, EvaluationTold, refusals=(404,)))
def read_evaluation(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One evaluation whole."""
    return _evaluation(room.read_evaluation(request.auth, id=id))


@router.get("/programmes/recommendations", **declared(EVALUATION_LIST, list[OpenRecommendationTold]))
def open_recommendations(request: Call) -> list[room.FinalRecommendation]:
    """What final evaluations recommend and nobody has settled: what the next edition's agenda is offered."""
    return list(room.open_recommendations(request.auth))


@router.get("/programmes/iati/preview", **declared(PROGRAMME_EXPORT_PREVIEW, IatiPreviewTold, refusals=(404,)))
def preview_iati(request: Call, wanted: Query[IatiAsked]) -> dict[str, Any]:
    """What an IATI file of these programmes would hold, what stays, and why."""
    found = room.preview_iati(request.auth, **wanted.wanted())
    lines = [_line(one) for one in found.programmes]
    return {"outlet": found.outlet, "needs_second": found.needs_second, "programmes": lines}


@router.get("/programmes/iati/export", **declared(PROGRAMME_EXPORT, None, refusals=(404,), pace=TRANSFERS, extra=_FILE))
def export_iati(request: Call, wanted: Query[IatiFileAsked]) -> HttpResponse:
    """An IATI 2.03 file of these programmes. Needs a fresh factor; more than fifty need a second person."""
    file = room.export_iati(request.auth, **wanted.wanted(), approval=wanted.approval)
    headers = {"Content-Disposition": f'attachment; filename="iati-{wanted.outlet.value}.xml"'}
    return HttpResponse(file.content, content_type=f"{XML}; charset=utf-8", headers=headers)


@router.get("/programmes/activities", **declared(ACTIVITY_LIST, ActivityPageTold))
def list_activities(request: Call, wanted: Query[ActivitiesAsked]) -> dict[str, Any]:
    """Partners' activities that you may see, newest first: who does what where, in no score of ours."""
    given = wanted.dict()
    size, before = given.pop("size"), given.pop("before")
    found = room.list_activities(request.auth, wanted=room.Wanted(**given), size=size, before=before)
    return {"rows": [_activity(one) for one in found.rows], "next": found.next}


@router.get("/programmes/activities/{uuid:id}", **declared(ACTIVITY_READ, ActivityTold, refusals=(404,)))
def read_activity(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One activity of a partner."""
    return _activity(room.read_activity(request.auth, id=id))


@router.get("/programmes/{uuid:id}", **declared(PROGRAMME_READ, ProgrammeTold, refusals=(404,)))
def read_programme(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One programme with all its parts, and its progress as of today."""
    return _programme(room.read_programme(request.auth, id=id))


def _programme(found: ProgrammeView) -> dict[str, Any]:
    names = ("row", "plan", "adopted", "on", "results", "periods", "can")
    return {
        **{name: getattr(found, name) for name in names},
        "milestones": [
            {
                "title": one.part.title,
                "due": one.part.due,
                "done_on": one.part.done_on,
                "first_due": one.first_due,
            }
            for one in found.milestones
        ],
        "money": [one.part for one in found.money],
        "risks": [one for _id, one in found.risks],
        "partners": [one for _id, one in found.partners],
        "courses": [one for _id, one in found.courses],
        "commitments": [one for one, _number in found.commitments],
    }


def _strategy(found: StrategyView) -> dict[str, Any]:
    names = ("id", "owner", "state", "marks", "obligations", "modified")
    said = {name: getattr(found.plan, name) for name in ("title", "summary", "begins", "ends")}
    return {**{name: getattr(found, name) for name in names}, **said, "pillars": found.lines}


def _commitment(found: CommitmentView) -> dict[str, Any]:
    names = ("id", "owner", "state", "outcome", "is_late", "marks", "obligations", "modified")
    paragraph = {name: getattr(found.paragraph, name) for name in ("edition", "declaration", "key", "number", "text")}
    said = {name: getattr(found.undertaking, name) for name in ("pillar", "lead", "partners", "due", "known_by")}
    programmes = [one for one, _title in found.programmes]
    return {**{name: getattr(found, name) for name in names}, **paragraph, **said, "programmes": programmes}


def _evaluation(found: EvaluationView) -> dict[str, Any]:
    names = ("row", "figures", "recommendations", "reply", "replied_at", "final_at")
    said = {name: getattr(found.text, name) for name in ("scope", "summary", "failed", "limits", "criteria")}
    return {**{name: getattr(found, name) for name in names}, **said}


def _activity(found: ActivityRow) -> dict[str, Any]:
    said = {one.name: getattr(found.activity, one.name) for one in fields(found.activity)}
    return said | {name: getattr(found, name) for name in ("id", "owner", "marks", "obligations", "modified")}


def _line(one: Leaving) -> dict[str, Any]:
    counted = {name: len(getattr(one, name)) for name in ("partners", "budgets", "spending", "results")}
    said = {name: getattr(one, name) for name in ("id", "identifier", "marks", "lacks")}
    left_out = [{"what": what, "count": count} for what, count in one.left_out]
    return {**said, **counted, "left_out": left_out}
