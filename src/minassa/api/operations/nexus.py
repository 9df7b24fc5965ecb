"""The graph of records: what is linked to these, the ways between two, what several have in common."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Router
from pydantic import Field

from minassa import records as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.pace import SEARCHES
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Case, Day, Number, Purpose, Told, exampled
from minassa.api.shapes_of_records import RowTold, SchemaField

RECORD_EXPLORE = act_named("record.explore")
MOST_IDS = 50
MOST_KINDS = 100
MOST_HIDDEN = 500
router = Router(tags=["records"])

_ONE = "01890a5d-ac96-774b-bcce-b302099a8057"
_OTHER = "01890a5d-ac96-774b-bcce-b302099a8058"
_WHY = {"purpose": "counter-terrorism", "case": "EX-2026-014"}

SomeRecords = Annotated[list[UUID], Field(min_length=1, max_length=MOST_IDS)]
SomeKinds = Annotated[list[SchemaField], Field(min_length=1, max_length=MOST_KINDS)]


class NarrowedAsked(Asked):
    """What a search of the graph is narrowed to, and why it is made. A link without dates is of all days."""

    kinds: list[SchemaField] = Field([], max_length=MOST_KINDS, description="Kinds of links; empty: all.")
    since: Day | None = None
    until: Day | None = None
    without: list[UUID] = Field([], max_length=MOST_HIDDEN, description="Records that are passed over.")
    purpose: Purpose
    case: Case = ""

    def wanted(self) -> room.Wanted:
        """As the room takes it."""
        return room.Wanted(frozenset(self.kinds), self.since, self.until, frozenset(self.without))


class ExploreAsked(NarrowedAsked):
    """Records from which to go one step."""

    model_config = exampled({"ids": [_ONE], "most": 100, **_WHY})

    ids: SomeRecords
    by_kind: dict[UUID, SomeKinds] = Field(
        {}, max_length=MOST_IDS, description="Kinds of links that are followed from some of them."
    )
    beside: list[UUID] = Field([], max_length=MOST_HIDDEN, description="Records to show without following their links.")
    most: Number = Field(100, ge=1, le=500)


class AroundAsked(NarrowedAsked):
    """Records around which to look, up to three steps."""

    model_config = exampled({"ids": [_ONE], **_WHY})

    ids: SomeRecords


class WaysAsked(NarrowedAsked):
    """Two records, and how many of the shortest ways between them are wanted."""

    model_config = exampled({"start": _ONE, "end": _OTHER, "count": 5, **_WHY})

    start: UUID
    end: UUID
    count: Number = Field(5, ge=1, le=20)


class TieTold(Told):
    """One tie: the record that makes it, its ends, and the words that stand between them, read from source to target."""

    record: RowTold
    kind: str = Field(examples=["Membership"])
    words: str
    source: UUID
    target: UUID
    dated: tuple[str, str] = Field(description="From when to when, as it was written; empty where that is not known.")
    sources: list[str] = Field(description="Who published it.")


class FlowTold(Told):
    """All calls or payments from one subject to another. `sums` are exact, as text, by currency; empty where `is_summed` is false."""

    source: UUID
    target: UUID
    kind: str = Field(examples=["Call"])
    words: str
    count: int
    first: date | None
    last: date | None
    sums: dict[str, str] = Field(examples=[{"XOF": "1250000.80"}])
    unread: int
    is_summed: bool


class MomentTold(Told):
    """One dated thing: a call, a payment or another link with its ends, or an event without; the moment as it was written."""

    record: RowTold
    kind: str
    words: str
    at: str
    facts: list[str]
    source: UUID | None
    target: UUID | None


class NexusTold(Told):
    """A part of the graph. `more` says of a subject how many of its ties lead to subjects that are not among these.

    Calls and payments are summed up in `flows`; `moments` are the latest of all that is dated, of which there are `dated`.
    """

    subjects: list[RowTold]
    ties: list[TieTold]
    more: dict[str, int]
    flows: list[FlowTold]
    moments: list[MomentTold]
    dated: int
    further: dict[str, dict[str, int]] = Field(description="The same by kind of link.")


class WayTold(Told):
    """A way: its subjects in order, and the ties of each step."""

    subjects: list[RowTold]
    steps: list[list[TieTold]]


class WaysTold(Told):
    """The shortest ways, shortest first. `is_whole` is false where the search stopped before it had tried all."""

    ways: list[WayTold]
    is_whole: bool


class SharedTold(Told):
    """A subject that is linked to several of those asked for."""

    subject: RowTold
    to: list[UUID]


@router.post("/records/explore", **declared(RECORD_EXPLORE, NexusTold, refusals=(404,), pace=SEARCHES))
def explore_records(request: Call, asked: ExploreAsked) -> dict[str, Any]:
    """These records, what is linked to them, and all ties among those: only what you may see is followed or counted."""
    found = room.explore(
        request.auth,
        ids=asked.ids,
        wanted=asked.wanted(),
        by_kind={one: frozenset(kinds) for one, kinds in asked.by_kind.items()},
        beside=asked.beside,
        most=asked.most,
        purpose=asked.purpose,
        case=asked.case,
    )
    return {
        "subjects": found.subjects,
        "ties": found.ties,
        "more": {str(one): count for one, count in found.more.items()},
        "flows": [flow_told(one) for one in found.flows],
        "moments": found.timeline.moments,
        "dated": found.timeline.count,
        "further": {str(one): kinds for one, kinds in found.further.items()},
    }


def flow_told(one: room.Flow) -> dict[str, Any]:
    """A flow with its sums as exact text."""
    told = {name: getattr(one, name) for name in FlowTold.model_fields}
    return told | {"sums": {code: f"{total:f}" for code, total in one.sums}}


@router.post("/records/ways", **declared(RECORD_EXPLORE, WaysTold, refusals=(404,), pace=SEARCHES))
def find_ways(request: Call, asked: WaysAsked) -> room.Ways:
    """The few shortest ways from one record to another, over no link that you may not see."""
    return room.find_ways(
        request.auth,
        start=asked.start,
        end=asked.end,
        wanted=asked.wanted(),
        count=asked.count,
        purpose=asked.purpose,
        case=asked.case,
    )


@router.post("/records/common", **declared(RECORD_EXPLORE, list[SharedTold], refusals=(404,), pace=SEARCHES))
def find_common(request: Call, asked: ExploreAsked) -> list[room.Shared]:
    """What is linked to at least two of these records, what is linked to the most first."""
    found = room.in_common(
        request.auth,
        ids=asked.ids,
        wanted=asked.wanted(),
        most=asked.most,
        purpose=asked.purpose,
        case=asked.case,
    )
    return list(found)
