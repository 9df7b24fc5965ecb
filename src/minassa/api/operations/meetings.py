"""Meetings: editions with what sources say of them, the agenda in any version, delegations; moving and releasing the plan."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import StringConstraints

from minassa import meetings
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Told, exampled
from minassa.meetings import (
    AgendaView,
    ChangeKind,
    DelegationKind,
    EditionRow,
    EditionState,
    EditionView,
    LetterState,
    SessionKind,
    SessionView,
)

EDITION_LIST = act_named("edition.list")
EDITION_READ = act_named("edition.read")
AGENDA_READ = act_named("agenda.read")
AGENDA_PLAN = act_named("agenda.plan")
AGENDA_RELEASE = act_named("agenda.release")
DELEGATION_LIST = act_named("delegation.list")
router = Router(tags=["meetings"])

Version = Annotated[int, Query(ge=0, le=10_000)]


class EditionTold(Told):
    """An edition; texts by the two letters of their language. Days are days of its place, in its time zone (IANA)."""

    id: UUID
    number: int
    state: EditionState
    names: dict[str, str]
    theme: dict[str, str]
    city: str
    country: str
    zone: str
    start: date
    end: date
    owner: UUID
    marks: list[str]
    obligations: list[str]


class FactTold(Told):
    """What sources say of an edition; `conflicts`: others say otherwise, and stand beside it."""

    topic: str
    said: dict[str, str]
    sources: list[str]
    confidence: str
    conflicts: bool


class EditionWholeTold(Told):
    """An edition with its facts, and the number of the agenda in force (0: none yet)."""

    edition: EditionTold
    facts: list[FactTold]
    agenda: int


class PersonNamedTold(Told):
    """A chair or a speaker."""

    name: str
    function: str


class SessionTold(Told):
    """A session with the moments at which it begins and ends; `date` is the day of the place.

    `takes_up`: the recommendations of evaluations that it takes up and that you may see.
    """

    id: UUID
    date: date
    kind: SessionKind
    begins: datetime
    ends: datetime
    title: dict[str, str]
    theme: dict[str, str]
    room: str
    chairs: list[PersonNamedTold]
    speakers: list[PersonNamedTold]
    channels: list[str]
    is_open: bool
    takes_up: list[UUID]


class DifferenceTold(Told):
    """A session that differs from the version that was named, with the names of what changed."""

    kind: ChangeKind
    session: UUID
    fields: list[str]


class AgendaTold(Told):
    """An agenda as you may see it; `version` is 0 for the secretariat's plan and while none is released."""

    version: int
    released: datetime | None
    change: str
    sessions: list[SessionTold]
    against: int
    differences: list[DifferenceTold]


class DelegationTold(Told):
    """A delegation; the numbers are null where its people are not yours to see."""

    id: UUID
    agency: UUID
    name: str
    country: str
    kind: DelegationKind
    mine: bool
    nominated: int | None
    accredited: int | None
    letter: LetterState | None


class MoveAsked(Asked):
    """Where a session goes: to a day, before another session of it or to its end."""

    model_config = exampled({"day": "2027-02-20", "before": None})

    day: date
    before: UUID | None = None


class ReleaseAsked(Asked):
    """What is new in the agenda, in a word."""

    model_config = exampled({"change": "EXERCISE a session more"})

    change: Annotated[str, StringConstraints(max_length=2_000)] = ""


class ReleasedTold(Told):
    """The number of the agenda in force now."""

    version: int


@router.get("/meetings", **declared(EDITION_LIST, list[EditionTold]))
def list_editions(request: Call) -> list[EditionRow]:
    """The editions of the high-level meeting that you may see, the latest first."""
    return list(meetings.list_editions(request.auth))


@router.get("/meetings/{uuid:id}", **declared(EDITION_READ, EditionWholeTold, refusals=(404,)))
def read_edition(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One edition with what sources say of it."""
    return edition_told(meetings.read_edition(request.auth, id=id))


@router.get("/meetings/{uuid:id}/agenda", **declared(AGENDA_READ, AgendaTold, refusals=(404,)))
def read_agenda(request: Call, id: UUID, version: Version = 0, against: Version = 0) -> dict[str, Any]:  # noqa: A002 - the same
    """The agenda in force or another version, and how it differs from an earlier one."""
    return agenda_told(meetings.read_agenda(request.auth, edition=id, number=version, against=against))


@router.get("/meetings/{uuid:id}/plan", **declared(AGENDA_PLAN, AgendaTold, refusals=(404,)))
def read_plan(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the same
    """The secretariat's plan of the agenda, and how it differs from the agenda in force."""
    return agenda_told(meetings.read_plan(request.auth, edition=id))


@router.post("/meetings/{uuid:id}/plan/{uuid:session}/move", **declared(AGENDA_PLAN, AgendaTold, refusals=(404,)))
def move_session(request: Call, id: UUID, session: UUID, given: MoveAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Move a session of the plan; the hours of its day follow."""
    meetings.move_session(request.auth, edition=id, session=session, day=given.day, before=given.before)
    return agenda_told(meetings.read_plan(request.auth, edition=id))


@router.post("/meetings/{uuid:id}/plan/release", **declared(AGENDA_RELEASE, ReleasedTold, refusals=(404,)))
def release_agenda(request: Call, id: UUID, given: ReleaseAsked) -> dict[str, int]:  # noqa: A002 - the same
    """Release the plan as the agenda in force."""
    return {"version": meetings.release_agenda(request.auth, edition=id, change=given.change)}


@router.get("/meetings/{uuid:id}/delegations", **declared(DELEGATION_LIST, list[DelegationTold], refusals=(404,)))
def list_delegations(request: Call, id: UUID) -> list[meetings.DelegationRow]:  # noqa: A002 - the same
    """The delegations of an edition by name."""
    return list(meetings.list_delegations(request.auth, edition=id))


def edition_told(found: EditionView) -> dict[str, Any]:
    """An edition as programs are told of it."""
    return {"edition": found.row, "facts": found.facts, "agenda": found.agenda}


def agenda_told(found: AgendaView) -> dict[str, Any]:
    """An agenda as programs are told of it."""
    version = found.version
    return {
        "version": version.number if version else 0,
        "released": version.released if version else None,
        "change": version.change if version else "",
        "sessions": [_session(one) for day in found.days for one in day.sessions],
        "against": found.against,
        "differences": found.differences,
    }


def _session(one: SessionView) -> dict[str, Any]:
    plan = one.plan
    said = {name: getattr(plan, name) for name in ("date", "kind", "title", "theme", "room", "is_open")}
    people = {"chairs": plan.chairs, "speakers": plan.speakers, "channels": list(plan.channels)}
    points = {"takes_up": list(plan.takes_up)}
    return said | people | points | {"id": one.id, "begins": one.begins, "ends": one.ends}
