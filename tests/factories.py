"""Agencies, people and labels for tests, each with one call. `EXERCISE` everywhere: nothing here looks real."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from minassa.access import Actor, AgencyKind, Handling, Label, Role, Tlp
from minassa.access.actors import actor_of_user
from minassa.access.models import Agency, Community, CommunityMember, User
from minassa.base import now

_numbers = itertools.count(1)


def make_agency(name: str = "", *, kind: AgencyKind = AgencyKind.MEMBER, country: str = "ml") -> Agency:
    return Agency.objects.create(name=name or f"EXERCISE agency {next(_numbers)}", kind=kind.value, country=country)


def make_user(agency: Agency | None = None, roles: Iterable[Role] = (Role.ANALYST,), *, username: str = "") -> User:
    number = next(_numbers)
    user = User(
        username=username or f"person{number}",
        name=f"EXERCISE Person {number}",
        agency=agency or make_agency(),
        roles=[role.value for role in roles],
    )
    user.set_password("exercise horse battery staple")
    user.save()
    return user


def make_community(*members: Agency | User, name: str = "") -> Community:
    community = Community.objects.create(name=name or f"EXERCISE community {next(_numbers)}")
    for one in members:
        agency, user = (one, None) if isinstance(one, Agency) else (None, one)
        CommunityMember.objects.create(community=community, agency=agency, user=user)
    return community


def actor_for(user: User, *, stepped_up: bool = False) -> Actor:
    """The actor that a page would have for this person now; `stepped_up` as if they had just shown a factor."""
    actor = actor_of_user(User.objects.select_related("agency").get(pk=user.pk))
    return replace(actor, stepped_up_at=now()) if stepped_up else actor


def an_actor(*roles: Role, agency: Agency | None = None) -> Actor:
    """An actor of a new person, in a new agency unless one is named."""
    return actor_for(make_user(agency, roles or (Role.ANALYST,)))


def a_label(
    owner: Agency | UUID | Actor,
    tlp: Tlp = Tlp.AMBER,
    *,
    audience: Iterable[str | Agency | User | Community] = (),
    handling: Iterable[Handling] = (),
    purposes: Iterable[str] = (),
    exercise: bool = True,
    opens: datetime | None = None,
    closes: datetime | None = None,
) -> Label:
    """A label of this owner (an agency, its id, or an actor of it); the audience may be rows or tokens."""
    return Label(
        owner=_agency_id(owner),
        tlp=tlp,
        audience=frozenset(map(_token, audience)),
        handling=frozenset(handling),
        purposes=frozenset(purposes),
        exercise=exercise,
        opens=opens,
        closes=closes,
    )


def _agency_id(owner: Agency | UUID | Actor) -> UUID:
    if isinstance(owner, UUID):
        return owner
    found = owner.id if isinstance(owner, Agency) else owner.agency
    assert isinstance(found, UUID)
    return found


def _token(one: str | Agency | User | Community) -> str:
    if isinstance(one, str):
        return one
    kind = {Agency: "agency", User: "user", Community: "community"}[type(one)]
    return f"{kind}:{one.id}"


def make_remote_agency(name: str = "") -> Agency:
    """An agency of another node: known here, but nobody of it logs in here."""
    return Agency.objects.create(name=name or f"EXERCISE remote agency {next(_numbers)}", kind="member", is_local=False)
