"""A secretariat, two members and an observer organisation, and an edition that it prepares."""

from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any
from uuid import UUID

from minassa import meetings
from minassa.access import Actor, AgencyKind, Role
from minassa.access.models import Agency, User
from minassa.meetings import DelegationKind, EditionPlan, Inviting, Named, Nominee, SessionKind, SessionPlan
from tests.factories import actor_for, make_agency, make_user

CANARY = "EXERCISE canary"
PLAN = EditionPlan(
    number=5,
    names={"en": "EXERCISE 5th meeting", "ar": "EXERCISE الاجتماع الخامس"},
    city="Casablanca",
    country="ma",
    zone="Africa/Casablanca",
    start=date(2027, 2, 19),
    end=date(2027, 2, 20),
)
OPENING = SessionPlan(
    date=date(2027, 2, 20),
    kind=SessionKind.OPENING,
    begins=time(9),
    ends=time(10),
    title={"en": "EXERCISE opening"},
    room="Hall A",
    chairs=(Named("EXERCISE Chair", "Secretariat"),),
    channels=("ar", "fr"),
    is_open=True,
)


@dataclass(frozen=True, slots=True)
class People:
    """Somebody of each agency; actors are built anew when they are asked for, since an invitation changes rights."""

    users: dict[str, User]
    agencies: dict[str, Agency]

    def __getattr__(self, name: str) -> Actor:
        return actor_for(self.users[name], stepped_up=True)


def people(about: str = "EXERCISE") -> People:
    agencies = {
        "sec": make_agency(f"{about} Secretariat", kind=AgencyKind.SECRETARIAT, country="ma"),
        "mali": make_agency(f"{about} Mali", country="ml"),
        "niger": make_agency(f"{about} Niger", country="ne"),
        "org": make_agency(f"{about} Organisation", kind=AgencyKind.PARTNER, country=""),
    }
    users = {
        "keeper": make_user(agencies["sec"], (Role.SECRETARIAT,)),
        "mali": make_user(agencies["mali"], (Role.LIAISON_OFFICER,)),
        "head": make_user(agencies["mali"], (Role.HEAD_OF_DELEGATION,)),
        "delegate": make_user(agencies["mali"], (Role.DELEGATE,)),
        "niger": make_user(agencies["niger"], (Role.LIAISON_OFFICER,)),
        "analyst": make_user(agencies["niger"], (Role.ANALYST,)),
        "org": make_user(agencies["org"], (Role.LIAISON_OFFICER,)),
        "observer": make_user(agencies["org"], (Role.OBSERVER,)),
    }
    return People(users, agencies)


def prepared(who: People, **given: Any) -> UUID:
    return meetings.add_edition(who.keeper, plan=replace(PLAN, **given), exercise=True)


def planned(who: People, edition: UUID, **given: Any) -> UUID:
    return meetings.keep_session(who.keeper, edition=edition, plan=replace(OPENING, **given))


def invited(who: People, edition: UUID, *, quota: int = 3) -> dict[str, UUID]:
    """Mali and Niger as agencies and the organisation as an observer, each with its delegation's id."""
    kinds = {"mali": DelegationKind.AGENCY, "niger": DelegationKind.AGENCY, "org": DelegationKind.OBSERVER}
    inviting = [Inviting(who.agencies[one].id, kind, quota, word=f"{CANARY} for {one}") for one, kind in kinds.items()]
    return dict(zip(kinds, meetings.invite_delegations(who.keeper, edition=edition, inviting=inviting), strict=True))


def nominated(who: People, delegation: UUID, *, by: str = "mali", **given: Any) -> UUID:
    """Somebody whom a delegation has nominated."""
    said = replace(Nominee(f"{CANARY} person", speaks=("fr",), listens="fr", needs=f"{CANARY} need"), **given)
    made = meetings.keep_delegate(getattr(who, by), delegation=delegation, nominee=said)
    meetings.nominate_delegates(getattr(who, by), delegation=delegation)
    return made
