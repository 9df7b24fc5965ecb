"""Suspected duplicates over the API: those that wait, a decision, and its undoing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from minassa import records as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.operations.records import told
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Case, Told, exampled
from minassa.api.shapes_of_records import RecordTold

TWIN_LIST = act_named("record.twins")
TWIN_DECIDE = act_named("record.decide-twin")
TWIN_UNDO = act_named("record.undo-twin")
router = Router(tags=["records"])

_ONE = "01890a5d-ac96-774b-bcce-b302099a8057"
Words = Annotated[list[str], Field(examples=[["identifier", "name", "birth"]])]


class TwinTold(Told):
    """Two records that may be about the same, with what speaks for it; once it is decided, the decision and the link that says so."""

    id: UUID
    one: RecordTold
    other: RecordTold
    reasons: Words
    decision: str = Field(examples=["", "same", "other"])
    since: datetime
    link: UUID | None


class TwinsTold(Told):
    """A page of them, newest first."""

    rows: list[TwinTold]
    next: str


class TwinDecisionAsked(Asked):
    """Whether the two are the same."""

    model_config = exampled({"is_same": True, "case": "EX-2026-014"})

    is_same: bool
    case: Case = ""


class DecisionTold(Told):
    """The record that says so, where they are judged the same."""

    link: UUID | None = Field(examples=[_ONE])


class UndoAsked(Asked):
    """For which case a judgement is taken back."""

    model_config = exampled({"case": "EX-2026-014"})

    case: Case = ""


class UndoneTold(Told):
    """That it was done."""

    undone: bool


@router.get("/records/twins", **declared(TWIN_LIST, TwinsTold))
def list_twins(
    request: Call,
    *,
    decided: Annotated[str, Query(max_length=8, examples=["", "same", "other"])] = "",
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=50)] = 20,
) -> dict[str, Any]:
    """Pairs of records that wait for somebody's judgement, both of which you may see; or those that were judged."""
    found = room.list_twins(request.auth, decided=decided, before=before, size=size)
    return {"rows": [_told(one) for one in found.rows], "next": found.next}


@router.post("/records/twins/{uuid:id}/decide", **declared(TWIN_DECIDE, DecisionTold, refusals=(404, 409)))
def decide_twin(request: Call, id: UUID, asked: TwinDecisionAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Say whether two records are about the same. Both stay; 409 where it was decided before."""
    return {"link": room.decide_twin(request.auth, id=id, is_same=asked.is_same, case=asked.case)}


@router.post("/records/twins/{uuid:id}/undo", **declared(TWIN_UNDO, UndoneTold, refusals=(404, 409)))
def undo_twin(request: Call, id: UUID, asked: UndoAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Take a judgement back: the link that says so goes, and the pair waits again."""
    room.undo_twin(request.auth, id=id, case=asked.case)
    return {"undone": True}


def _told(one: room.TwinView) -> dict[str, Any]:
    return {
        "id": one.id,
        "one": told(one.one),
        "other": told(one.other),
        "reasons": list(one.reasons),
        "decision": one.decision,
        "since": one.since,
        "link": one.link,
    }
