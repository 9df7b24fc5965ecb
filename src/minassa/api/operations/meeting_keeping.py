"""Meetings, kept by programs: editions, sessions of the plan, invitations, people, accreditation, interpretation and attendance."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from minassa import meetings
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.operations.meetings import (
    AgendaTold,
    DelegationTold,
    EditionWholeTold,
    agenda_told,
    edition_told,
    router,
)
from minassa.api.policy import declared
from minassa.api.shapes import Told
from minassa.api.shapes_of_meetings import (
    AccreditationAsked,
    AttendanceTold,
    AttendingAsked,
    CheckedInTold,
    DayAsked,
    DelegateTold,
    EditionAsked,
    EditionChangeAsked,
    InvitationsAsked,
    LetterDecisionAsked,
    LetterTold,
    ListeningAsked,
    MadeTold,
    NominateAsked,
    NominatedTold,
    NomineeAsked,
    SessionAsked,
    SessionNeedsTold,
)
from minassa.meetings import DelegateView, DoorLine

EDITION_KEEP = act_named("edition.keep")
AGENDA_PLAN = act_named("agenda.plan")
DELEGATION_INVITE = act_named("delegation.invite")
DELEGATION_READ = act_named("delegation.read")
DELEGATE_NAME = act_named("delegate.name")
ACCREDITATION_DECIDE = act_named("accreditation.decide")
CREDENTIAL_DECIDE = act_named("credential.decide")
INTERPRETATION_CHOOSE = act_named("interpretation.choose")
INTERPRETATION_LIST = act_named("interpretation.list")
ATTENDANCE_LIST = act_named("attendance.list")
ATTENDANCE_KEEP = act_named("attendance.keep")
DOOR_CHECK_IN = act_named("door.check-in")
_KEPT = (404, 409)


class DelegationWholeTold(Told):
    """A delegation with its people and its letter, for itself and the secretariat."""

    delegation: DelegationTold
    people: list[DelegateTold]
    letter: LetterTold | None


@router.post("/meetings", **declared(EDITION_KEEP, MadeTold, status=201, refusals=(409,)))
def add_edition(request: Call, given: EditionAsked) -> dict[str, UUID]:
    """Begin the preparation of an edition."""
    exercise = settings.MINASSA.node.exercise
    return {"id": meetings.add_edition(request.auth, plan=given.plan(), exercise=exercise)}


@router.put("/meetings/{uuid:id}", **declared(EDITION_KEEP, EditionWholeTold, refusals=_KEPT))
def change_edition(request: Call, id: UUID, given: EditionChangeAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Say something else of an edition."""
    meetings.change_edition(request.auth, id=id, plan=given.plan(), state=given.state)
    return edition_told(meetings.read_edition(request.auth, id=id))


@router.post("/meetings/{uuid:id}/plan/days", **declared(AGENDA_PLAN, AgendaTold, refusals=(404,)))
def name_day(request: Call, id: UUID, given: DayAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say what a day is about."""
    meetings.name_day(request.auth, edition=id, day=given.day, title=given.title)
    return agenda_told(meetings.read_plan(request.auth, edition=id))


@router.post("/meetings/{uuid:id}/plan/sessions", **declared(AGENDA_PLAN, MadeTold, status=201, refusals=(404,)))
def add_session(request: Call, id: UUID, given: SessionAsked) -> dict[str, UUID]:  # noqa: A002 - the same
    """Plan a session; participants see it when the agenda is released."""
    return {"id": meetings.keep_session(request.auth, edition=id, plan=given.plan())}


@router.put("/meetings/{uuid:id}/plan/sessions/{uuid:session}", **declared(AGENDA_PLAN, AgendaTold, refusals=(404,)))
def change_session(request: Call, id: UUID, session: UUID, given: SessionAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Plan a session anew, whole; without `takes_up` it takes up what it did."""
    plan = given.plan()
    if given.takes_up is None:
        before = meetings.read_session(request.auth, edition=id, session=session)
        plan = replace(plan, takes_up=before.takes_up)
    meetings.keep_session(request.auth, edition=id, plan=plan, session=session)
    return agenda_told(meetings.read_plan(request.auth, edition=id))


@router.delete(
    "/meetings/{uuid:id}/plan/sessions/{uuid:session}", **declared(AGENDA_PLAN, None, status=204, refusals=(404,))
)
def remove_session(request: Call, id: UUID, session: UUID) -> None:  # noqa: A002 - the same
    """Take a session out of the plan."""
    meetings.remove_session(request.auth, edition=id, session=session)


@router.post("/meetings/{uuid:id}/delegations", **declared(DELEGATION_INVITE, list[DelegationTold], refusals=_KEPT))
def invite(request: Call, id: UUID, given: InvitationsAsked) -> list[meetings.DelegationRow]:  # noqa: A002 - the same
    """Invite agencies of this node; from then on they see what participants see."""
    meetings.invite_delegations(request.auth, edition=id, inviting=[one.inviting() for one in given.invitations])
    return list(meetings.list_delegations(request.auth, edition=id))


@router.get("/meetings/delegations/{uuid:id}", **declared(DELEGATION_READ, DelegationWholeTold, refusals=(404,)))
def read_delegation(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the same
    """A delegation with its people and its letter: your own, or as the secretariat."""
    return _whole(request, id)


def _whole(request: Call, delegation: UUID) -> dict[str, Any]:
    found = meetings.read_delegation(request.auth, id=delegation)
    return {"delegation": found.row, "people": [_person(one) for one in found.delegates], "letter": found.letter}


def _person(one: DelegateView) -> dict[str, Any]:
    said = one.nominee
    named = {name: getattr(said, name) for name in ("name", "function", "is_head", "listens", "needs", "user")}
    stands = {name: getattr(one, name) for name in ("id", "state", "decision", "reason", "badge", "came")}
    return named | stands | {"speaks": list(said.speaks)}


@router.post("/meetings/delegations/{uuid:id}/people", **declared(DELEGATE_NAME, MadeTold, status=201, refusals=(404,)))
def add_person(request: Call, id: UUID, given: NomineeAsked) -> dict[str, UUID]:  # noqa: A002 - the same
    """Name somebody of your delegation, as its draft."""
    return {"id": meetings.keep_delegate(request.auth, delegation=id, nominee=given.nominee())}


@router.put(
    "/meetings/delegations/{uuid:id}/people/{uuid:person}",
    **declared(DELEGATE_NAME, DelegationWholeTold, refusals=(404,)),
)
def change_person(request: Call, id: UUID, person: UUID, given: NomineeAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say something else of somebody; who was nominated is a draft again."""
    meetings.keep_delegate(request.auth, delegation=id, nominee=given.nominee(), id=person)
    return _whole(request, id)


@router.delete(
    "/meetings/delegations/{uuid:id}/people/{uuid:person}",
    **declared(DELEGATE_NAME, None, status=204, refusals=(404,)),
)
def withdraw_person(request: Call, id: UUID, person: UUID) -> None:  # noqa: A002 - the same
    """Take somebody back."""
    meetings.withdraw_delegate(request.auth, delegation=id, id=person)


@router.post("/meetings/delegations/{uuid:id}/nominate", **declared(DELEGATE_NAME, NominatedTold, refusals=_KEPT))
def nominate(request: Call, id: UUID, given: NominateAsked) -> dict[str, int]:  # noqa: A002, ARG001 - the same; the body is read for what does not belong in it
    """Send all drafts of your delegation to the secretariat."""
    return {"nominated": meetings.nominate_delegates(request.auth, delegation=id)}


@router.post(
    "/meetings/people/{uuid:id}/accreditation", **declared(ACCREDITATION_DECIDE, None, status=204, refusals=_KEPT)
)
def decide_accreditation(request: Call, id: UUID, given: AccreditationAsked) -> None:  # noqa: A002 - the same
    """Accredit a nominated person, or refuse with a reason."""
    meetings.decide_accreditation(request.auth, delegate=id, decision=given.decision, reason=given.reason)


@router.post("/meetings/delegations/{uuid:id}/letter", **declared(CREDENTIAL_DECIDE, None, status=204, refusals=_KEPT))
def decide_letter(request: Call, id: UUID, given: LetterDecisionAsked) -> None:  # noqa: A002 - the same
    """Accept the letter that a delegation has sent, or return it with a reason."""
    meetings.decide_letter(request.auth, delegation=id, accepted=given.accepted, reason=given.reason)


@router.get(
    "/meetings/{uuid:id}/interpretation", **declared(INTERPRETATION_LIST, list[SessionNeedsTold], refusals=(404,))
)
def list_interpretation(request: Call, id: UUID) -> list[dict[str, Any]]:  # noqa: A002 - the same
    """How many accredited people listen to which language in each session; who they are is on the page alone."""
    found = meetings.list_interpretation(request.auth, edition=id)
    return [{"session": one.session.id, "needs": one.needs} for one in found]


@router.put(
    "/meetings/sessions/{uuid:id}/interpretation/{uuid:person}",
    **declared(INTERPRETATION_CHOOSE, None, status=204, refusals=(404,)),
)
def choose_interpretation(request: Call, id: UUID, person: UUID, given: ListeningAsked) -> None:  # noqa: A002 - the same
    """Say in which language somebody of your delegation listens to a session."""
    meetings.choose_interpretation(request.auth, session=id, delegate=person, language=given.language)


@router.get(
    "/meetings/sessions/{uuid:id}/attendance", **declared(ATTENDANCE_LIST, list[AttendanceTold], refusals=(404,))
)
def list_attendance(request: Call, id: UUID) -> list[DoorLine]:  # noqa: A002 - the same
    """The accredited people who may be in a session, each with when they came."""
    return list(meetings.list_attendance(request.auth, session=id))


@router.post("/meetings/sessions/{uuid:id}/attendance", **declared(ATTENDANCE_KEEP, CheckedInTold, refusals=_KEPT))
def attend(request: Call, id: UUID, given: AttendingAsked) -> meetings.CheckedIn:  # noqa: A002 - the same
    """Put somebody down as being in a session, by the code of their badge or by who they are."""
    return meetings.attend(request.auth, session=id, code=given.code, delegate=given.delegate)


@router.delete(
    "/meetings/sessions/{uuid:id}/attendance/{uuid:person}",
    **declared(ATTENDANCE_KEEP, None, status=204, refusals=(404,)),
)
def strike_attendance(request: Call, id: UUID, person: UUID) -> None:  # noqa: A002 - the same
    """Take back that somebody was in a session."""
    meetings.strike_attendance(request.auth, session=id, delegate=person)


@router.post("/meetings/{uuid:id}/door", **declared(DOOR_CHECK_IN, CheckedInTold, refusals=_KEPT))
def check_in(request: Call, id: UUID, given: AttendingAsked) -> meetings.CheckedIn:  # noqa: A002 - the same
    """Let somebody in on a day of the edition."""
    return meetings.check_in(request.auth, edition=id, code=given.code, delegate=given.delegate)
