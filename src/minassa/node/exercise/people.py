"""EXERCISE agencies of real states, and one login for each role. Passwords come from the node's own secret."""

import hashlib
import hmac
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth import get_user_model

from minassa import access
from minassa.access import Actor, AgencyKind, Role
from minassa.base import now
from minassa.base.clock import held_at


@dataclass(frozen=True, slots=True)
class Login:
    """One login of the EXERCISE node, as it is printed."""

    username: str
    password: str
    role: str
    agency: str


# Code, country, kind, name. The first one's analyst is whom the command line acts for.
AGENCIES: Final = (
    ("ml", "ml", AgencyKind.MEMBER, "EXERCISE Directorate of Security, Mali"),
    ("ma", "ma", AgencyKind.MEMBER, "EXERCISE Direction de la sûreté, Maroc"),
    ("mr", "mr", AgencyKind.MEMBER, "EXERCISE مديرية الأمن، موريتانيا"),
    ("sn", "sn", AgencyKind.MEMBER, "EXERCISE Cellule de renseignement financier, Sénégal"),
    ("ng", "ng", AgencyKind.MEMBER, "EXERCISE Counter-Terrorism Centre, Nigeria"),
    ("ke", "ke", AgencyKind.MEMBER, "EXERCISE Computer Emergency Team, Kenya"),
    ("mz", "mz", AgencyKind.MEMBER, "EXERCISE Direcção de Segurança, Moçambique"),
    ("tn", "tn", AgencyKind.MEMBER, "EXERCISE إدارة مكافحة الإرهاب، تونس"),
    ("org", "", AgencyKind.PARTNER, "EXERCISE Observer Organisation"),
    ("sec", "ma", AgencyKind.SECRETARIAT, "EXERCISE Secretariat of the Platform"),
)

# Login, agency, roles, name.
LOGINS: Final = (
    ("analyst", "ml", (Role.ANALYST,), "EXERCISE Analyst"),
    ("liaison-officer", "ml", (Role.LIAISON_OFFICER,), "EXERCISE Liaison Officer"),
    ("supervisor", "ml", (Role.SUPERVISOR,), "EXERCISE Supervisor"),
    ("second-supervisor", "ml", (Role.SUPERVISOR,), "EXERCISE Second Supervisor"),
    ("administrator", "ml", (Role.NODE_ADMINISTRATOR,), "EXERCISE Administrator"),
    ("fiu-analyst", "sn", (Role.FIU_ANALYST,), "EXERCISE Financial Analyst"),
    ("cert-analyst", "ke", (Role.CERT_ANALYST,), "EXERCISE Cyber Analyst"),
    ("analyst-ma", "ma", (Role.ANALYST,), "EXERCISE Analyste"),
    ("liaison-officer-ma", "ma", (Role.LIAISON_OFFICER,), "EXERCISE Officier de liaison"),
    ("supervisor-ma", "ma", (Role.SUPERVISOR,), "EXERCISE Superviseur"),
    ("analyst-mr", "mr", (Role.ANALYST,), "EXERCISE محلل"),
    ("analyst-ng", "ng", (Role.ANALYST,), "EXERCISE Analyst Nigeria"),
    ("analyst-mz", "mz", (Role.ANALYST,), "EXERCISE Analista"),
    ("analyst-tn", "tn", (Role.ANALYST,), "EXERCISE محللة"),
    ("secretariat", "sec", (Role.SECRETARIAT,), "EXERCISE Secretariat"),
    ("programme-officer", "sec", (Role.PROGRAMME_OFFICER,), "EXERCISE Programme Officer"),
    ("delegate", "sec", (Role.DELEGATE,), "EXERCISE Delegate"),
    ("inspector", "sec", (Role.INSPECTOR,), "EXERCISE Inspector"),
    ("observer", "org", (Role.OBSERVER,), "EXERCISE Observer"),
    ("head-of-delegation", "ml", (Role.HEAD_OF_DELEGATION,), "EXERCISE Head of delegation"),
    ("liaison-officer-org", "org", (Role.LIAISON_OFFICER,), "EXERCISE Liaison Officer of the organisation"),
)

# Who brings in the records of each member's agency.
WRITERS: Final[Mapping[str, str]] = {
    "ml": "analyst",
    "ma": "analyst-ma",
    "mr": "analyst-mr",
    "sn": "fiu-analyst",
    "ng": "analyst-ng",
    "ke": "cert-analyst",
    "mz": "analyst-mz",
    "tn": "analyst-tn",
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is on a node: the codes of its agencies, the logins, and who brings in each agency's records."""

    agencies: tuple[str, ...]
    logins: tuple[tuple[str, str, tuple[Role, ...], str], ...]
    writers: Mapping[str, str]


EVERYBODY: Final = Cast(tuple(one[0] for one in AGENCIES), LOGINS, WRITERS)

_MEMBER: Final = (
    ("analyst", (Role.ANALYST,), "EXERCISE Analyst"),
    ("liaison-officer", (Role.LIAISON_OFFICER,), "EXERCISE Liaison Officer"),
    ("supervisor", (Role.SUPERVISOR,), "EXERCISE Supervisor"),
    ("second-supervisor", (Role.SUPERVISOR,), "EXERCISE Second Supervisor"),
    ("administrator", (Role.NODE_ADMINISTRATOR,), "EXERCISE Administrator"),
)
_SECRETARIAT: Final = (
    *_MEMBER,
    ("secretariat", (Role.SECRETARIAT,), "EXERCISE Secretariat"),
    ("inspector", (Role.INSPECTOR,), "EXERCISE Inspector"),
)


def cast_of(code: str) -> Cast:
    """Who is on a node of one agency alone, as in a federation. Raises KeyError for a code that no agency has."""
    kind = {one[0]: one[2] for one in AGENCIES}[code]
    people = _SECRETARIAT if kind is AgencyKind.SECRETARIAT else _MEMBER
    writers = {code: "analyst"} if code in WRITERS else {}
    return Cast((code,), tuple((username, code, roles, name) for username, roles, name in people), writers)


_NAMESPACE: Final = UUID("5a6d5c0e-7f0b-4c7e-9d0a-2f6f3f0e7a11")


def id_of(code: str) -> UUID:
    """The id of an EXERCISE agency: the same on every node, so that nodes can name each other's before they have met."""
    return uuid5(_NAMESPACE, code)


def password_of(username: str) -> str:
    """The login's password: the same each time on one node, another on every node."""
    secret = settings.MINASSA.secret("django").encode()
    digest = hmac.new(secret, f"exercise:{username}".encode(), hashlib.sha256).hexdigest()
    return "-".join(digest[start : start + 5] for start in range(0, 20, 5))


def logins(cast: Cast = EVERYBODY) -> tuple[Login, ...]:
    """Every login with its password, as `minassa demo` prints them."""
    names = {code: name for code, _country, _kind, name in AGENCIES}
    return tuple(
        Login(username, password_of(username), ", ".join(role.value for role in roles), names[code])
        for username, code, roles, _name in cast.logins
    )


def make_people(cast: Cast = EVERYBODY) -> dict[str, UUID]:
    """Make what is missing of the agencies and logins; the ids of all EXERCISE agencies by code, of other nodes' too."""
    setup = access.system_actor("setup")
    known = {one.name: one.id for one in access.list_agencies(setup)}
    agencies = {code: known.get(name) or id_of(code) for code, _country, _kind, name in AGENCIES}
    for code, country, kind, name in AGENCIES:
        if code in cast.agencies and name not in known:
            access.add_agency(setup, name=name, kind=kind, country=country, id=agencies[code])
    present = {one.username for one in access.list_people(setup)}
    for username, code, roles, name in cast.logins:
        if username not in present:
            access.add_user(
                setup,
                agency=agencies[code],
                username=username,
                name=name,
                roles=roles,
                password=password_of(username),
            )
    return agencies


def actor_of(username: str) -> Actor:
    """The actor of one of the logins."""
    user = get_user_model().objects.select_related("agency").get(username=username)
    return access.actor_of_user(user)


def acting(username: str) -> Actor:
    """One of the logins, who has just shown a second factor."""
    return replace(actor_of(username), stepped_up_at=now())


def on(day: date, hour: int = 9) -> AbstractContextManager[None]:
    """Hold the clock at an hour of a day: what is left there was done in its time."""
    return held_at(datetime.combine(day, time(hour), UTC))
