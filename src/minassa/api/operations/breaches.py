"""The register of incidents of security: for whom each incident names; entering one, its clocks, recalls and closing."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import safeguards
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Choice, Moment, Number, Told, exampled
from minassa.safeguards import BreachKind, BreachRow, BreachState, BreachView, Entering, Party, RightsRisk, Severity
from minassa.safeguards import Step as BreachStep
from minassa.safeguards import Told as ToldState

BREACH_LIST = act_named("breach.list")
BREACH_READ = act_named("breach.read")
BREACH_ENTER = act_named("breach.enter")
BREACH_KEEP = act_named("breach.keep")
BREACH_RECALL = act_named("breach.recall")
BREACH_CLOSE = act_named("breach.close")
router = Router(tags=["safeguards"])

Words = Annotated[str, StringConstraints(min_length=1, max_length=4_000)]
Thing = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z]{1,24}:[0-9a-f-]{36}$")]


class SecurityIncidentAsked(Asked):
    """An incident as it is entered. `concerns` holds references such as record:<uuid>."""

    model_config = exampled(
        {
            "kind": "wrong-recipient",
            "title": "EXERCISE sent to the wrong agency",
            "what": "EXERCISE a report went to an agency that was not meant",
            "noticed": "2026-03-01T12:00:00Z",
            "severity": "medium",
            "risk": "unlikely",
            "persons": 1,
        }
    )

    kind: BreachKind
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    what: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
    noticed: Moment
    severity: Severity
    risk: RightsRisk
    persons: Annotated[Number, Field(ge=0, le=1_000_000_000)] | None = None
    concerns: list[Thing] = Field([], max_length=200)

    def said(self) -> Entering:
        """What is entered."""
        plain = {name: getattr(self, name) for name in SecurityIncidentAsked.model_fields}
        return Entering(**{**plain, "concerns": tuple(self.concerns)})


class SecurityNoteAsked(Asked):
    """What was done, or what was learnt."""

    model_config = exampled({"text": "EXERCISE the recipient was called"})

    text: Words


class SettledAsked(Asked):
    """That a party was told (`note` is the reference), or why it is not to be told."""

    model_config = exampled({"party": "authority", "told": True, "note": "EXERCISE DPA-2026-7"})

    party: Party
    told: Choice
    note: Words
    at: Moment | None = None


class RecallAsked(Asked):
    """The record to recall; without agencies, from all who have it."""

    model_config = exampled({"record": "0199aa00-0000-7000-8000-000000000000"})

    record: UUID
    agencies: list[UUID] | None = Field(None, max_length=200)
    due: Moment | None = None


class ClosingAsked(Asked):
    """Why it is closed."""

    model_config = exampled({"reason": "EXERCISE all copies are gone"})

    reason: Words


class SecondAsked(Asked):
    """The second person's decision; to keep it open needs a reason."""

    model_config = exampled({"agree": True})

    agree: Choice
    reason: Annotated[str, StringConstraints(max_length=4_000)] = ""


class ClockTold(Told):
    """One party's clock."""

    party: Party
    told: ToldState
    due: datetime
    at: datetime | None
    note: str


class IncidentRowTold(Told):
    """One line of the register; `late` names the parties whose clock ran out."""

    id: UUID
    owner: UUID
    kind: BreachKind
    title: str
    noticed: datetime
    severity: Severity
    risk: RightsRisk
    persons: int | None
    state: BreachState
    clocks: list[ClockTold]
    late: list[str]
    closed_at: datetime | None
    marks: list[str]
    obligations: list[str]


class IncidentPageTold(Told):
    """A page of the register, newest first."""

    rows: list[IncidentRowTold]
    next: str


class StepTold(Told):
    """One step; `by` is null for what the clock did."""

    at: datetime
    by: UUID | None
    what: BreachStep
    text: str
    about: str


class RecallTold(Told):
    """What became of a recall at one agency."""

    record: UUID
    agency: UUID
    started: datetime
    due: datetime | None
    received_at: datetime | None
    acknowledged_at: datetime | None
    is_overdue: bool


class SecurityIncidentTold(Told):
    """One incident, whole. `lacks` is what closing still needs, `can` what you can do."""

    incident: IncidentRowTold
    what: str
    concerns: list[str]
    lessons: str
    reported_by: UUID | None
    steps: list[StepTold]
    recalls: list[RecallTold]
    lacks: list[str]
    two_persons: bool
    can: list[str]


@router.get("/safeguards/incidents", **declared(BREACH_LIST, IncidentPageTold))
def list_security_incidents(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """The incidents that name you as a reader, newest first."""
    page = safeguards.list_breaches(request.auth, before=before, size=size)
    return {"rows": [_row(one) for one in page.rows], "next": page.next}


@router.post("/safeguards/incidents", **declared(BREACH_ENTER, SecurityIncidentTold, status=201))
def enter_security_incident(request: Call, given: SecurityIncidentAsked) -> dict[str, Any]:
    """Enter an incident in the register of your agency. Its clocks run from when it was noticed."""
    return _read(request, safeguards.enter_breach(request.auth, said=given.said()))


@router.get("/safeguards/incidents/{uuid:id}", **declared(BREACH_READ, SecurityIncidentTold, refusals=(404,)))
def read_security_incident(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One incident."""
    return _read(request, id)


@router.post(
    "/safeguards/incidents/{uuid:id}/notes", **declared(BREACH_KEEP, SecurityIncidentTold, refusals=(404, 409))
)
def note_on_incident(request: Call, id: UUID, given: SecurityNoteAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write down what was done."""
    safeguards.note_step(request.auth, id=id, text=given.text)
    return _read(request, id)


@router.post("/safeguards/incidents/{uuid:id}/told", **declared(BREACH_KEEP, SecurityIncidentTold, refusals=(404, 409)))
def settle_incident_clock(request: Call, id: UUID, given: SettledAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say that the authority or the persons concerned were told, or why not."""
    safeguards.settle_clock(request.auth, id=id, party=given.party, told=given.told, note=given.note, at=given.at)
    return _read(request, id)


@router.post(
    "/safeguards/incidents/{uuid:id}/lessons", **declared(BREACH_KEEP, SecurityIncidentTold, refusals=(404, 409))
)
def write_incident_lessons(request: Call, id: UUID, given: SecurityNoteAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Write down what was learnt."""
    safeguards.write_lessons(request.auth, id=id, text=given.text)
    return _read(request, id)


@router.post(
    "/safeguards/incidents/{uuid:id}/recall", **declared(BREACH_RECALL, SecurityIncidentTold, refusals=(404, 409))
)
def recall_for_incident(request: Call, id: UUID, given: RecallAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Recall a record because of it; each agency acknowledges within a day, or by `due`."""
    safeguards.start_recall(request.auth, id=id, record=given.record, agencies=given.agencies, due=given.due)
    return _read(request, id)


@router.post(
    "/safeguards/incidents/{uuid:id}/close", **declared(BREACH_CLOSE, SecurityIncidentTold, refusals=(404, 409))
)
def close_security_incident(request: Call, id: UUID, given: ClosingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Close it, or ask a second keeper where it is grave. 409 while something is lacking."""
    safeguards.ask_to_close(request.auth, id=id, reason=given.reason)
    return _read(request, id)


@router.post(
    "/safeguards/incidents/{uuid:id}/decide", **declared(BREACH_CLOSE, SecurityIncidentTold, refusals=(404, 409))
)
def decide_incident_closing(request: Call, id: UUID, given: SecondAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Close it as the second person, or keep it open."""
    safeguards.decide_closing(request.auth, id=id, agree=given.agree, reason=given.reason)
    return _read(request, id)


def _read(request: Call, incident: UUID) -> dict[str, Any]:
    return _told(safeguards.read_breach(request.auth, id=incident))


def _told(view: BreachView) -> dict[str, Any]:
    """An incident as the API tells it."""
    return {
        "incident": _row(view.row),
        "what": view.row.said.what,
        "concerns": view.row.said.concerns,
        "steps": [_fields(one, StepTold) for one in view.steps],
        "recalls": [_fields(one, RecallTold) for one in view.recalls],
        **{name: getattr(view, name) for name in ("lessons", "reported_by", "lacks", "two_persons", "can")},
    }


def _row(row: BreachRow) -> dict[str, Any]:
    said = ("kind", "title", "noticed", "severity", "risk", "persons")
    own = ("id", "owner", "state", "late", "closed_at", "marks", "obligations")
    return (
        {name: getattr(row.said, name) for name in said}
        | {name: getattr(row, name) for name in own}
        | {"clocks": [_fields(one, ClockTold) for one in row.clocks]}
    )


def _fields(one: object, shape: type[Told]) -> dict[str, Any]:
    return {name: getattr(one, name) for name in shape.model_fields}
