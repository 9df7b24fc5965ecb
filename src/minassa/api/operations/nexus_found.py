"""What stands out in the graph of records: communities and brokers, bridges between crime and terrorism, shared identifiers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router
from pydantic import Field

from minassa import records as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.operations.nexus import AroundAsked, TieTold
from minassa.api.pace import SEARCHES
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Case, Purpose, Told, exampled
from minassa.api.shapes_of_records import RowTold

RECORD_EXPLORE = act_named("record.explore")
router = Router(tags=["records"])


class CircleTold(Told):
    """A community: how many belong to it, and the best linked of them."""

    number: int
    size: int
    leading: list[RowTold]


class BrokerTold(Told):
    """Who stands between communities.

    `share` (0 to 1) of the shortest ways between subjects of different communities lead through it. `ties` are pairs of a
    community's number and of how many others in it this one is linked to. Without it, `cut_off` others would no longer be linked
    to the rest.
    """

    subject: RowTold
    share: float
    ties: list[tuple[int, int]]
    cut_off: int


class CommunitiesTold(Told):
    """Communities, largest first, and who connects them. `members` gives each record's community."""

    subjects: int
    communities: list[CircleTold]
    brokers: list[BrokerTold]
    members: dict[str, int]
    alone: int
    is_whole: bool = Field(description="False where more lies around than was looked at.")


class AllCommunitiesTold(Told):
    """The communities of all that the caller may see, as of `at`; null while they are still to be found."""

    subjects: int
    communities: list[CircleTold]
    alone: int
    at: datetime | None
    brokers: list[BrokerTold]
    is_estimated: bool = Field(description="The shares were counted on ways from some of the records.")


class WhyAsked(Asked):
    """For which purpose and case it is asked."""

    model_config = exampled({"purpose": "counter-terrorism", "case": "EX-2026-014"})

    purpose: Purpose
    case: Case = ""


class LinkReasonTold(Told):
    """A record of crime or of terrorism, what says so (a topic, or its kind), and the ties that lead there."""

    record: RowTold
    because: str
    ties: list[TieTold]
    through: RowTold | None


class BridgeTold(Told):
    """A person or organisation linked to both, with the reasons; it is no judgement."""

    subject: RowTold
    crime: list[LinkReasonTold]
    terrorism: list[LinkReasonTold]


class BridgesTold(Told):
    """What was found among the nearest that were looked at."""

    bridges: list[BridgeTold]
    looked_at: int
    is_whole: bool


class HolderTold(Told):
    """Who has an identifier, itself or through a thing."""

    subject: RowTold
    through: RowTold | None
    ties: list[TieTold]


class SharedIdentifierTold(Told):
    """An identifier that several have."""

    words: str
    value: str
    holders: list[HolderTold]
    is_whole: bool


def _asked(asked: AroundAsked) -> dict[str, Any]:
    ids: list[UUID] = asked.ids
    return {"ids": ids, "wanted": asked.wanted(), "purpose": asked.purpose, "case": asked.case}


@router.post("/records/communities", **declared(RECORD_EXPLORE, CommunitiesTold, refusals=(404,), pace=SEARCHES))
def find_communities(request: Call, asked: AroundAsked) -> dict[str, Any]:
    """The communities within three steps of these records and who connects them, computed on what you may see and nothing else."""
    found = room.find_communities(request.auth, **_asked(asked))
    return {
        "subjects": found.subjects,
        "communities": found.communities,
        "brokers": found.brokers,
        "members": {str(one): number for one, number in found.members.items()},
        "alone": found.alone,
        "is_whole": found.is_whole,
    }


@router.post("/records/bridges", **declared(RECORD_EXPLORE, BridgesTold, refusals=(404,), pace=SEARCHES))
def find_bridges(request: Call, asked: AroundAsked) -> room.Bridges:
    """Who around these records is linked both to a record of crime and to one of terrorism, with the links that say so."""
    return room.find_bridges(request.auth, **_asked(asked))


@router.post("/records/bridges/all", **declared(RECORD_EXPLORE, BridgesTold, pace=SEARCHES))
def all_bridges(request: Call, asked: WhyAsked) -> room.Bridges:
    """Who of all that you may see is linked both to a record of crime and to one of terrorism. Where that is much: around the newest."""
    return room.all_bridges(request.auth, purpose=asked.purpose, case=asked.case)


@router.post(
    "/records/identifiers", **declared(RECORD_EXPLORE, list[SharedIdentifierTold], refusals=(404,), pace=SEARCHES)
)
def shared_identifiers(request: Call, asked: AroundAsked) -> list[room.SharedIdentifier]:
    """Phones, accounts, documents and addresses that these records share with others that you may see."""
    return list(room.shared_identifiers(request.auth, **_asked(asked)))


@router.post("/records/communities/all", **declared(RECORD_EXPLORE, AllCommunitiesTold, pace=SEARCHES))
def all_communities(request: Call, asked: WhyAsked) -> room.WholeCommunities:
    """The communities of all that you may see. Where that is much they are found by night: `at` is null until they are."""
    return room.all_communities(request.auth, purpose=asked.purpose, case=asked.case)
