"""Observables and indicators: what is known of a list of values, the newest indicators, one indicator."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from minassa import cyber as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.pace import CHECKS
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, WHY_PURPOSE, Asked, Case, Moment, Number, Purpose, Told, exampled
from minassa.api.shapes_of_cyber import AnsweredTold, ObservableTold, answered

CONTENT_CHECK = act_named("content.check")
INDICATOR_LIST = act_named("indicator.list")
INDICATOR_READ = act_named("indicator.read")
OBSERVABLE_CHECK = act_named("observable.check")
SIGHTING_ADD = act_named("sighting.add")
SIGHTING_LIST = act_named("sighting.list")
THREAT_LIST = act_named("threat.list")
THREAT_READ = act_named("threat.read")
LONGEST_VALUE = 4_096
router = Router(tags=["cyber"])

Value = Annotated[str, StringConstraints(max_length=LONGEST_VALUE)]


class ObservablesAsked(Asked):
    """Values of any kind, defanged or not, one in each text, and why they are asked."""

    model_config = exampled(
        {"values": ["evil[.]example[.]com", "198.51.100.7"], "purpose": "cyber", "case": "EX-2026-014"}
    )

    values: list[Value] = Field(min_length=1, max_length=room.MOST_FOUND, examples=[["hxxp://evil[.]example/a"]])
    purpose: Purpose
    case: Case = ""


class ObservablesTold(Told):
    """An answer for each value that was read, in their order and each once; those that could not be read, by their place from 0."""

    asked_at: datetime
    known: int
    unknown: int
    unread: list[int]
    answers: list[AnsweredTold]


class IndicatorTold(Told):
    """An indicator as lists show it."""

    id: UUID
    name: str
    kind: str = Field(description="The kind of its first observable; empty where it names none.", examples=["domain"])
    observables: list[ObservableTold]
    state: room.State
    valid_from: datetime
    valid_until: datetime | None
    source: str
    owner: UUID
    mine: bool
    marks: list[str]
    obligations: list[str]
    received: datetime
    modified: datetime


class IndicatorPage(Told):
    """One page of indicators, newest first."""

    rows: list[IndicatorTold]
    next: str = Field(description="The `before` of the page that follows; empty on the last.")
    count_text: str = Field(description="How many there are, at most `1000+`; empty where a state is asked for.")


class RelatedTold(Told):
    """What it has to do with another thing; `id` is null where the other is not here, or not for you."""

    words: str = Field(examples=["indicates"])
    outgoing: bool = Field(description="Whether the words are read from here to the other.")
    place: str = Field(examples=["threat"])
    id: UUID | None
    name: str
    type: str = Field(examples=["malware"])
    marks: list[str]


class SightingTold(Told):
    """An agency has met what an indicator names. `ref` is the indicator's STIX id."""

    id: UUID
    ref: str
    agency: UUID
    mine: bool
    count: int
    first_seen: datetime | None
    last_seen: datetime | None
    arrived: datetime
    marks: list[str]
    place: str = Field(description="Where it stands in the stream: an `after`.")


class SightingsTold(Told):
    """Sightings in the order in which they arrived."""

    rows: list[SightingTold]
    next: str = Field(description="The `after` with which the stream goes on, now or later.")


class SightingAsked(Asked):
    """How often your agency has met what an indicator names, and when; its owner is told."""

    model_config = exampled({"count": 3, "last_seen": "2026-03-01T12:00:00Z"})

    count: Number = Field(1, ge=1, le=999_999_999)
    first_seen: Moment | None = None
    last_seen: Moment | None = None


class ThreatTold(Told):
    """A campaign, an actor, malware, a tool, a technique. `mark` is its number in MITRE's catalogue."""

    id: UUID
    stix_id: str
    type: str = Field(examples=["campaign"])
    name: str
    mark: str = Field(examples=["T1566"])
    tactics: list[str]
    revoked: bool
    source: str
    owner: UUID
    mine: bool
    marks: list[str]
    obligations: list[str]
    received: datetime
    modified: datetime


class ThreatsTold(Told):
    """One page of threats, newest first."""

    rows: list[ThreatTold]
    next: str
    count_text: str


class ThreatWhole(Told):
    """One threat; `content` is the STIX object in the author's exact bytes."""

    row: ThreatTold
    version: datetime
    description: str
    aliases: list[str]
    related: list[RelatedTold]
    content: str


class TechniqueTold(Told):
    """A technique that somebody saw: how many indicators point to it, and how many actors, campaigns and malware use it."""

    threat: ThreatTold
    indicators: int
    users: int


class TacticTold(Told):
    """A phase of an attack with the techniques seen in it."""

    name: str = Field(examples=["initial-access"])
    techniques: list[TechniqueTold]


class IndicatorWhole(Told):
    """One indicator, with its author's own words; `content` is the STIX object in the author's exact bytes."""

    row: IndicatorTold
    stix_id: str
    version: datetime
    pattern: str
    pattern_type: str
    description: str
    indicator_types: list[str]
    confidence: int | None
    related: list[RelatedTold]
    sightings: list[SightingTold] = Field(description="The newest.")
    sightings_text: str = Field(description="How many there are, at most `1000+`.")
    content: str


class IndicatorsAsked(Schema):
    """Which indicators are wanted."""

    kind: room.Kind | None = None
    state: room.State | None = None
    before: str = Field("", max_length=80)
    size: int = Field(50, ge=1, le=MOST_ROWS)
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)


class ThreatsAsked(Schema):
    """Which threats are wanted."""

    kind: str = Field("", max_length=32, examples=["campaign"])
    before: str = Field("", max_length=80)
    size: int = Field(50, ge=1, le=MOST_ROWS)
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)


class SightingsAsked(Schema):
    """From where in the stream of sightings."""

    after: str = Field("", max_length=80)
    size: int = Field(MOST_ROWS, ge=1, le=MOST_ROWS)


@router.post("/check/observables", **declared(OBSERVABLE_CHECK, ObservablesTold, pace=CHECKS))
def check_observables(request: Call, asked: ObservablesAsked) -> dict[str, Any]:
    """Ask what is known of up to ten thousand domains, addresses, hashes, wallets, URLs, accounts and addresses of mail."""
    read = [room.observable_of(one) for one in asked.values]
    answer = room.check_observables(
        request.auth,
        observables=list(dict.fromkeys(one for one in read if one is not None)),
        purpose=asked.purpose,
        case=asked.case,
    )
    return {
        "asked_at": answer.asked_at,
        "known": answer.known,
        "unknown": answer.unknown,
        "unread": [place for place, one in enumerate(read) if one is None],
        "answers": [answered(one) for one in answer.answers],
    }


@router.get("/indicators", **declared(INDICATOR_LIST, IndicatorPage))
def list_indicators(request: Call, wanted: Query[IndicatorsAsked]) -> room.Page:
    """Indicators that you may see, newest first."""
    return room.list_indicators(
        request.auth,
        kind=wanted.kind.value if wanted.kind else "",
        state=wanted.state,
        before=wanted.before,
        size=wanted.size,
        purpose=wanted.purpose,
    )


@router.get("/indicators/{uuid:id}", **declared(INDICATOR_READ, IndicatorWhole, refusals=(404,)))
def read_indicator(request: Call, id: UUID) -> room.IndicatorView:  # noqa: A002 - the word that every room uses
    """One indicator."""
    return room.read_indicator(request.auth, id=id)


@router.post("/indicators/{uuid:id}/sightings", **declared(SIGHTING_ADD, SightingTold, status=201, refusals=(404, 409)))
def add_sighting(request: Call, id: UUID, given: SightingAsked) -> room.SightingView:  # noqa: A002 - the word that every room uses
    """Note that your agency has met what an indicator names; its owner is told how often and when, and no more."""
    return room.add_sighting(
        request.auth, indicator=id, count=given.count, first_seen=given.first_seen, last_seen=given.last_seen
    )


@router.get("/sightings", **declared(SIGHTING_LIST, SightingsTold))
def list_sightings(request: Call, wanted: Query[SightingsAsked]) -> room.SightingStream:
    """The stream of sightings that you may see, oldest first. Keep `next`, and ask from there another time."""
    return room.list_sightings(request.auth, after=wanted.after, size=wanted.size)


@router.get("/threats", **declared(THREAT_LIST, ThreatsTold))
def list_threats(request: Call, wanted: Query[ThreatsAsked]) -> room.ThreatPage:
    """Campaigns, actors, malware, tools and techniques that you may see, newest first."""
    return room.list_threats(
        request.auth, kind=wanted.kind, before=wanted.before, size=wanted.size, purpose=wanted.purpose
    )


@router.get("/threats/techniques", **declared(THREAT_LIST, list[TacticTold]))
def list_techniques_seen(request: Call) -> list[room.Tactic]:
    """The techniques that somebody saw in use, by tactic, as far as you may see."""
    return list(room.techniques_seen(request.auth))


@router.get("/threats/{uuid:id}", **declared(THREAT_READ, ThreatWhole, refusals=(404,)))
def read_threat(request: Call, id: UUID) -> room.ThreatView:  # noqa: A002 - the word that every room uses
    """One of them, with what it has to do with others."""
    return room.read_threat(request.auth, id=id)


class HashesAsked(Asked):
    """Hashes of 64 hexadecimal digits, each taken as a SHA-256 and as a PDQ hash, and why they are asked."""

    model_config = exampled(
        {
            "hashes": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
            "purpose": "counter-terrorism",
            "case": "EX-2026-014",
        }
    )

    hashes: list[Annotated[str, StringConstraints(max_length=64)]] = Field(min_length=1, max_length=room.MOST_ASKED)
    purpose: Purpose
    case: Case = ""


class ContentMatchTold(Told):
    """An entry of the list of known terrorist content that is the same, or near."""

    id: UUID
    by: str = Field(examples=["sha256", "pdq"])
    distance: int = Field(description="Bits of 256 that differ; 0 for the same file.", ge=0, le=256)
    quality: int | None = Field(ge=0, le=100)
    is_weak: bool = Field(description="Its quality is too low for likeness to say much.")
    category: str
    reference: str
    source: str
    owner: UUID
    marks: list[str]
    obligations: list[str]
    received: datetime


class ContentTold(Told):
    """One hash with the entries that it meets, the nearest first."""

    hash: str
    matches: list[ContentMatchTold]


@router.post("/check/content", **declared(CONTENT_CHECK, list[ContentTold], pace=CHECKS))
def check_content(request: Call, asked: HashesAsked) -> list[room.ContentAnswer]:
    """Ask whether material with these hashes is known terrorist content. The platform neither holds nor takes content."""
    return list(room.check_content(request.auth, hashes=asked.hashes, purpose=asked.purpose, case=asked.case))
