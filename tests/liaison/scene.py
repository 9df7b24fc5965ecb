"""Two agencies that talk, a third that must not hear, and requests between them, each with one call."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from minassa import liaison
from minassa.access import Actor, AgencyKind, Handling, Role, Tlp
from minassa.access.models import Agency
from minassa.liaison import Asking, Care, Concern, Event, Marks, Reason, Reply, Risk, Urgency
from tests.factories import actor_for, make_agency, make_user

CANARY = "EXERCISE-CANARY"
NO_RISK = Care(dict.fromkeys(Concern, Risk.NONE), neutral=True)
MARKS = Marks(Tlp.AMBER, frozenset({Handling.H0}))


def risky(concern: Concern, risk: Risk) -> Care:
    return Care(dict.fromkeys(Concern, Risk.NONE) | {concern: risk}, "EXERCISE assurance in writing", neutral=True)


@dataclass(frozen=True)
class People:
    """One agency's people."""

    agency: Agency
    analyst: Actor
    officer: Actor
    chief: Actor


def people(name: str, *, kind: AgencyKind = AgencyKind.MEMBER) -> People:
    agency = make_agency(f"EXERCISE {name}", kind=kind)
    made = [
        actor_for(make_user(agency, (role,)), stepped_up=True)
        for role in (Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR)
    ]
    return People(agency, *made)


def asking(*to: Agency, **given: Any) -> Asking:
    plain = Asking(
        to=tuple(one.id for one in to),
        title="EXERCISE driver of a white lorry",
        text="EXERCISE who owns the lorry EX-1234?",
        urgency=Urgency.PRIORITY,
        purpose="counter-terrorism",
        legal_basis="EXERCISE law 2026-1, article 3",
        marks=MARKS,
        care=NO_RISK,
        case="EX-2026-014",
    )
    return replace(plain, **given)


def drafted(by: Actor, *to: Agency, **given: Any) -> UUID:
    return liaison.keep_request(by, asking=asking(*to, **given), exercise=True)


def sent(by: People, *to: Agency, **given: Any) -> tuple[UUID, ...]:
    return liaison.send_request(by.officer, id=drafted(by.analyst, *to, **given))


def received(by: People) -> UUID:
    """The newest request that an agency has received."""
    return liaison.list_requests(by.officer, side=liaison.Side.ANSWERER).rows[0].id


def full(text: str = "EXERCISE it is a hired lorry", **given: Any) -> Reply:
    return replace(Reply(Event.FULL, text, MARKS, care=NO_RISK), **given)


def part(text: str = "EXERCISE the hirer is known", **given: Any) -> Reply:
    return replace(Reply(Event.PART, text, MARKS, Reason.ONGOING, NO_RISK), **given)


def refusal(reason: Reason | None = Reason.LEGAL_BAR, **given: Any) -> Reply:
    return replace(Reply(Event.REFUSE, "", MARKS, reason), **given)
