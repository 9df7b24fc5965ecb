"""Subjects under watch: begin, read with their hits, extend, stop, decide; and who of the listed owns a record."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import check, watch
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.operations.alerts import NothingAsked
from minassa.api.operations.check import Hit, Known
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Case, Day, Purpose, Told, exampled

WATCH_LIST = act_named("watch.list")
WATCH_READ = act_named("watch.read")
WATCH_ADD = act_named("watch.add")
WATCH_STOP = act_named("watch.stop")
WATCH_EXTEND = act_named("watch.extend")
WATCH_JUDGE = act_named("watch.judge")
router = Router(tags=["watch"])

WhyWatched = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=PLAIN)]


class WatchAsked(Asked):
    """A subject to keep under watch: what a check asks, or a record, with why and until when."""

    model_config = exampled(
        {
            "subject": {"name": "عبد الرحمن ولد زرقون", "kind": "person", "birth_date": "1976"},
            "purpose": "counter-terrorism",
            "case": "EX-2026-014",
            "reason": "EXERCISE suspected courier",
            "until": "2027-03-01",
        }
    )

    subject: Known | None = Field(None, description="Left out where a record is named.")
    record: UUID | None = Field(None, description="The watch follows this record as it changes.")
    purpose: Purpose
    case: Case = ""
    reason: WhyWatched
    until: Day = Field(description="At most a year from now.")


class LongerAsked(Asked):
    """Until when a watch lasts, and why it is still needed."""

    model_config = exampled({"until": "2027-06-01", "reason": "EXERCISE the case goes on"})

    until: Day
    reason: WhyWatched


class HitJudged(Asked):
    """What the agency decides of a hit."""

    model_config = exampled({"verdict": "dismissed", "reason": "EXERCISE another date of birth"})

    verdict: check.Verdict
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class WatchTold(Told):
    """A subject under watch; `new` hits wait for a decision; `looked_at` is null until the first look."""

    id: UUID
    name: str
    birth_date: str
    country: str
    identifier: str
    kind: check.Kind | None
    purpose: str
    case: str
    reason: str
    until: date
    state: str = Field(examples=["on"])
    keeper: UUID
    mine: bool
    record: UUID | None
    file: UUID | None
    looked_at: datetime | None
    created: datetime
    modified: datetime
    marks: list[str]
    obligations: list[str]
    new: int


class WatchPageTold(Told):
    """A page of subjects under watch, newest first."""

    rows: list[WatchTold]
    next: str
    count: str


class WatchHitTold(Told):
    """What a subject under watch was found to resemble; `changed` names what brought it back."""

    id: UUID
    state: str = Field(examples=["new"])
    changed: list[str] = Field(examples=[["identifiers"]])
    created: datetime
    modified: datetime
    hit: Hit
    marks: list[str]
    obligations: list[str]


class WatchedTold(Told):
    """A subject under watch with its hits, those that wait first."""

    watch: WatchTold
    hits: list[WatchHitTold]


class OwnershipStepTold(Told):
    """One link of a chain. `share` is in per cent, an exact decimal or fraction; null for control without a share."""

    owner: UUID
    owned: UUID
    share: str | None = Field(examples=["50"])
    control: bool
    marks: list[str]


class ChainTold(Told):
    """From a person on a list to the company; `score` says how much alike the names are."""

    source: str
    ref: str
    name: str
    score: float
    steps: list[OwnershipStepTold]


class OwnershipTold(Told):
    """Whether persons on a list own or control a company, alone or together, as far as you see its links."""

    is_owned: bool
    by_control: bool
    total: str | None = Field(description="What they hold together, in per cent.", examples=["75"])
    unstated: int
    is_cut: bool
    chains: list[ChainTold]


@router.get("/watches", **declared(WATCH_LIST, WatchPageTold))
def list_watches(
    request: Call,
    state: Annotated[Literal["on", "stopped", "ended"], Query()] = "on",
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Subjects that your agency keeps under watch, newest first."""
    found = watch.list_watches(request.auth, state=state, before=before, size=size)
    return {"rows": [_watch(one) for one in found.rows], "next": found.next, "count": found.count_text}


@router.post("/watches", **declared(WATCH_ADD, WatchTold, status=201, refusals=(404, 409)))
def add_watch(request: Call, given: WatchAsked) -> dict[str, Any]:
    """Keep a subject under watch. It is looked for within a minute, and whenever a list, record, lookout or alert changes."""
    term = watch.Term(given.purpose, given.reason, given.until, given.case)
    if given.record is not None:
        return _watch(watch.watch_record(request.auth, record=given.record, term=term))
    question = given.subject.question() if given.subject else check.Question("")
    return _watch(watch.add_watch(request.auth, question=question, term=term))


@router.get("/watches/{uuid:id}", **declared(WATCH_READ, WatchedTold, refusals=(404,)))
def read_watch(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One subject under watch with its hits."""
    found = watch.read_watch(request.auth, id=id)
    return {"watch": _watch(found), "hits": [_hit(one) for one in watch.watch_hits(request.auth, id=id)]}


@router.post("/watches/{uuid:id}/extend", **declared(WATCH_EXTEND, WatchTold, refusals=(404, 409)))
def extend_watch(request: Call, id: UUID, given: LongerAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Keep a subject under watch longer, for a reason."""
    return _watch(watch.extend_watch(request.auth, id=id, until=given.until, reason=given.reason))


@router.post("/watches/{uuid:id}/stop", **declared(WATCH_STOP, WatchTold, refusals=(404, 409)))
def stop_watch(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Keep a subject under watch no longer."""
    del given
    return _watch(watch.stop_watch(request.auth, id=id))


@router.post("/watches/hits/{uuid:id}/judge", **declared(WATCH_JUDGE, WatchHitTold, refusals=(404,)))
def judge_watch_hit(request: Call, id: UUID, given: HitJudged) -> dict[str, Any]:  # noqa: A002 - the same
    """Confirm or dismiss a hit for your agency. A dismissed one comes back when its evidence changes, and says what changed."""
    return _hit(watch.judge_hit(request.auth, id=id, verdict=given.verdict, reason=given.reason))


@router.get("/records/{uuid:id}/ownership", **declared(check.OWNERSHIP, OwnershipTold, refusals=(404,)))
def read_ownership(
    request: Call,
    id: UUID,  # noqa: A002 - the same
    purpose: Annotated[str, Query(max_length=40)] = "",
    case: Annotated[str, Query(max_length=80)] = "",
) -> dict[str, Any]:
    """Who of the persons on the lists owns or controls a record's company, alone or together, with every chain that you see."""
    found = check.ownership_of(request.auth, record=id, purpose=purpose, case=case)
    if found is None:
        return {"is_owned": False, "by_control": False, "total": None, "unstated": 0, "is_cut": False, "chains": []}
    return {
        "is_owned": found.is_owned,
        "by_control": found.by_control,
        "total": None if found.total is None else str(found.total),
        "unstated": found.unstated,
        "is_cut": found.is_cut,
        "chains": [_chain(one) for one in found.chains],
    }


def _watch(view: watch.WatchView) -> dict[str, Any]:
    asked = {name: getattr(view.question, name) for name in ("name", "birth_date", "country", "identifier", "kind")}
    why = {name: getattr(view.term, name) for name in ("purpose", "case", "reason", "until")}
    plain = (
        "id",
        "state",
        "keeper",
        "mine",
        "record",
        "file",
        "looked_at",
        "created",
        "modified",
        "marks",
        "obligations",
        "new",
    )
    return asked | why | {name: getattr(view, name) for name in plain}


def _hit(view: watch.WatchHitView) -> dict[str, Any]:
    plain = ("id", "state", "changed", "created", "modified", "hit", "marks", "obligations")
    return {name: getattr(view, name) for name in plain}


def _chain(one: check.Chain) -> dict[str, Any]:
    return {
        "source": one.listed.source,
        "ref": one.listed.ref,
        "name": one.listed.caption,
        "score": one.listed.score,
        "steps": [
            {
                "owner": step.owner.id,
                "owned": step.owned.id,
                "share": None if step.share is None else str(step.share),
                "control": step.control,
                "marks": step.marks,
            }
            for step in one.steps
        ],
    }
