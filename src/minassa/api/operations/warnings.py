"""Warnings: of what the asker was warned, and the rules of their agency."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from minassa import threats as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, WHY_PURPOSE, Asked, Choice, Number, Told, exampled

WARNING_LIST = act_named("warning.list")
WARNING_RULE = act_named("warning.rule")
WARNING_DECIDE = act_named("warning.decide")
router = Router(tags=["warnings"])

Name = Annotated[str, StringConstraints(max_length=120, min_length=1, strip_whitespace=True, pattern=PLAIN)]


class FactsTold(Told):
    """What happened where. `month` counts year * 12 + month - 1; `cell` is the south-western corner of half a degree."""

    country: str = ""
    group: str = ""
    kind: str = ""
    cell: str = ""
    month: int | None = None
    months: int | None = None
    count: int = 0
    high: float | None = None


class WarningTold(Told):
    """One happening of which you were warned."""

    id: UUID
    rule: UUID
    name: str
    kind: room.WarningKind
    facts: FactsTold
    at: datetime
    state: Literal["new", "acknowledged", "dismissed"]
    decided: datetime | None
    incidents: int
    marks: list[str]


class WarningsTold(Told):
    """One page of warnings, newest first."""

    rows: list[WarningTold]
    next: str = Field(description="The `before` of the page that follows; empty on the last.")


class WarningWhole(Told):
    """One warning with the ids of the incidents behind it that you may see."""

    row: WarningTold
    incidents: list[UUID]


class RuleTold(Told):
    """A rule as it is set. New is what was not there for `months`; `days` is how far back incidents are looked at."""

    name: str
    kind: room.WarningKind
    country: str
    group: UUID | None
    least: int
    months: int
    days: int


class RuleWhole(Told):
    """A rule of your agency; `mine`: it looks with your eyes and warns you. `stopped` is the fault for which it cannot look."""

    id: UUID
    draft: RuleTold
    mine: bool
    paused: bool
    stopped: str
    looked: datetime | None
    created: datetime
    marks: list[str]


class RuleAsked(Asked):
    """A rule for your agency, which looks with your eyes."""

    model_config = exampled({"name": "EXERCISE rises in Mali", "kind": "rise", "country": "ml", "least": 5})

    name: Name
    kind: room.WarningKind
    country: str = Field("", max_length=2, examples=["ml"])
    group: UUID | None = None
    least: Number = Field(1, ge=1, le=1_000_000)
    months: Number = Field(12, ge=1, le=120)
    days: Number = Field(31, ge=1, le=366)
    purpose: str = Field("", max_length=32, description=WHY_PURPOSE)


class PauseAsked(Asked):
    """Whether a rule rests."""

    model_config = exampled({"paused": True})

    paused: Choice


class WarningDecisionAsked(Asked):
    """Whether you take note of a warning, or dismiss it."""

    model_config = exampled({"state": "acknowledged"})

    state: Literal["acknowledged", "dismissed"]


class WarningsAsked(Schema):
    """Which warnings are wanted."""

    state: Literal["new", "acknowledged", "dismissed"] = "new"
    before: str = Field("", max_length=80)
    size: int = Field(50, ge=1, le=MOST_ROWS)


@router.get("/warnings", **declared(WARNING_LIST, WarningsTold))
def list_warnings(request: Call, wanted: Query[WarningsAsked]) -> room.WarnedPage:
    """Of what you were warned, newest first."""
    return room.list_warnings(request.auth, state=wanted.state, before=wanted.before, size=wanted.size)


@router.get("/warnings/rules", **declared(WARNING_LIST, list[RuleWhole]))
def list_warning_rules(request: Call) -> list[room.RuleView]:
    """The rules of your agency."""
    return list(room.list_rules(request.auth))


@router.post("/warnings/rules", **declared(WARNING_RULE, RuleWhole, status=201, refusals=(422,)))
def add_warning_rule(request: Call, given: RuleAsked) -> room.RuleView:
    """Set a rule. It is looked at within some minutes, and whenever incidents change."""
    draft = room.RuleDraft(
        given.name, given.kind, given.country.lower(), given.group, given.least, given.months, given.days
    )
    made = room.add_rule(request.auth, draft=draft, purpose=given.purpose)
    return room.read_rule(request.auth, id=made)


@router.post("/warnings/rules/{uuid:id}/pause", **declared(WARNING_RULE, RuleWhole, refusals=(404,)))
def pause_warning_rule(request: Call, id: UUID, given: PauseAsked) -> room.RuleView:  # noqa: A002 - the word that every room uses
    """Let a rule rest, or look again."""
    room.pause_rule(request.auth, id=id, paused=given.paused)
    return room.read_rule(request.auth, id=id)


@router.delete("/warnings/rules/{uuid:id}", **declared(WARNING_RULE, None, status=204, refusals=(404,)))
def delete_warning_rule(request: Call, id: UUID) -> None:  # noqa: A002 - the same
    """Delete a rule; of what it warned is kept."""
    room.delete_rule(request.auth, id=id)


@router.get("/warnings/{uuid:id}", **declared(WARNING_LIST, WarningWhole, refusals=(404,)))
def read_warning(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the same
    """One warning."""
    found = room.read_warning(request.auth, id=id)
    return {"row": found.row, "incidents": [one.id for one in found.incidents]}


@router.post("/warnings/{uuid:id}/decision", **declared(WARNING_DECIDE, WarningTold, refusals=(404, 409)))
def decide_warning(request: Call, id: UUID, given: WarningDecisionAsked) -> room.WarnedView:  # noqa: A002 - the same
    """Take note of a warning, or dismiss it."""
    room.decide_warning(request.auth, id=id, state=given.state)
    return room.read_warning(request.auth, id=id).row
