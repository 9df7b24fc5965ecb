"""Agencies, communities and people: whom a label can address, and to whom one can turn."""

from uuid import UUID

from ninja import Router
from pydantic import Field

from minassa.access import (
    AgencyView,
    CommunityView,
    PersonView,
    act_named,
    list_agencies,
    list_communities,
    list_people,
)
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import Told

AGENCY_LIST = act_named("agency.list")
COMMUNITY_LIST = act_named("community.list")
PERSON_LIST = act_named("person.list")
router = Router(tags=["people"])


class AgencyTold(Told):
    """An agency, a partner organisation or the secretariat."""

    id: UUID
    name: str
    kind: str = Field(examples=["member"])
    country: str = Field(examples=["ml"])
    is_active: bool


class CommunityTold(Told):
    """Agencies and persons who share a concern."""

    id: UUID
    name: str
    agencies: list[UUID]
    people: list[UUID]


class PersonTold(Told):
    """A person as the list of people shows them."""

    id: UUID
    username: str
    name: str
    agency: UUID
    agency_name: str
    roles: list[str] = Field(examples=[["liaison_officer"]])
    is_active: bool


@router.get("/agencies", **declared(AGENCY_LIST, list[AgencyTold]))
def read_agencies(request: Call) -> list[AgencyView]:
    """All agencies of the node."""
    return list(list_agencies(request.auth))


@router.get("/communities", **declared(COMMUNITY_LIST, list[CommunityTold]))
def read_communities(request: Call) -> list[CommunityView]:
    """The communities that a label can address."""
    return list(list_communities(request.auth))


@router.get("/people", **declared(PERSON_LIST, list[PersonTold]))
def read_people(request: Call, agency: UUID | None = None) -> list[PersonView]:
    """The people of your own agency, and those of others to whom one turns."""
    return list(list_people(request.auth, agency=agency))
