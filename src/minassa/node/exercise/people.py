"""EXERCISE agencies of real states, and one login for each role. Passwords come from the node's own secret."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model

from minassa import access
from minassa.access import Actor, AgencyKind, AgencyView, Role


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
    ("analyst-mr", "mr", (Role.ANALYST,), "EXERCISE محلل"),
    ("analyst-ng", "ng", (Role.ANALYST,), "EXERCISE Analyst Nigeria"),
    ("analyst-mz", "mz", (Role.ANALYST,), "EXERCISE Analista"),
    ("analyst-tn", "tn", (Role.ANALYST,), "EXERCISE محللة"),
    ("secretariat", "sec", (Role.SECRETARIAT,), "EXERCISE Secretariat"),
    ("programme-officer", "sec", (Role.PROGRAMME_OFFICER,), "EXERCISE Programme Officer"),
    ("delegate", "sec", (Role.DELEGATE,), "EXERCISE Delegate"),
    ("inspector", "sec", (Role.INSPECTOR,), "EXERCISE Inspector"),
    ("observer", "org", (Role.OBSERVER,), "EXERCISE Observer"),
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


def password_of(username: str) -> str:
    """The login's password: the same each time on one node, another on every node."""
    secret = settings.MINASSA.secret("django").encode()
    digest = hmac.new(secret, f"exercise:{username}".encode(), hashlib.sha256).hexdigest()
    return "-".join(digest[start : start + 5] for start in range(0, 20, 5))


def logins() -> tuple[Login, ...]:
    """Every login with its password, as `minassa demo` prints them."""
    names = {code: name for code, _country, _kind, name in AGENCIES}
    return tuple(
        Login(username, password_of(username), ", ".join(role.value for role in roles), names[code])
        for username, code, roles, _name in LOGINS
    )


def make_people() -> dict[str, UUID]:
    """Make what is missing of the agencies and logins; the agencies' ids by code."""
    setup = access.system_actor("setup")
    known = {one.name: one.id for one in access.list_agencies(setup)}
    agencies = {code: known.get(name) or _agency(name, kind, country).id for code, country, kind, name in AGENCIES}
    present = {one.username for one in access.list_people(setup)}
    for username, code, roles, name in LOGINS:
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


def _agency(name: str, kind: AgencyKind, country: str) -> AgencyView:
    return access.add_agency(access.system_actor("setup"), name=name, kind=kind, country=country)


def actor_of(username: str) -> Actor:
    """The actor of one of the logins."""
    user = get_user_model().objects.select_related("agency").get(username=username)
    return access.actor_of_user(user)
