"""Safeguards: alerts on reading far more than usual, for whom they name; and deciding about them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import safeguards
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, Asked, Number, Told, exampled
from minassa.safeguards import Measure, ScrapingState, ScrapingView, Span

SCRAPING_LIST = act_named("scraping.list")
SCRAPING_READ = act_named("scraping.read")
SCRAPING_DECIDE = act_named("scraping.decide")
SCRAPING_SLOW = act_named("scraping.slow")
router = Router(tags=["safeguards"])


class ExcessTold(Told):
    """What was beyond its bound."""

    measure: Measure
    span: Span
    count: int
    bound: int


class ScrapingTold(Told):
    """An alert. `who` and `actors` are as the audit log has them; `can` is what you can do about it."""

    id: UUID
    who: str = Field(examples=["user:018f0000-0000-7000-8000-000000000001"])
    agency: UUID | None
    actors: list[str]
    excesses: list[ExcessTold]
    state: ScrapingState
    reason: str
    decided_by: UUID | None
    decided_at: datetime | None
    created: datetime
    modified: datetime
    slowed_until: datetime | None
    marks: list[str]
    obligations: list[str]
    can: list[str]


class ScrapingPageTold(Told):
    """A page of alerts, newest first."""

    rows: list[ScrapingTold]
    next: str


class VerdictAsked(Asked):
    """What was decided, and why."""

    model_config = exampled({"verdict": "dismissed", "reason": "EXERCISE the case was handed over on that day"})

    verdict: Literal["dismissed", "upheld"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]


class SlowAsked(Asked):
    """For how many hours an access gets few answers a minute; 0 ends it."""

    model_config = exampled({"hours": 8})

    hours: Annotated[Number, Field(ge=0, le=168)]


@router.get("/safeguards/scraping", **declared(SCRAPING_LIST, ScrapingPageTold))
def list_scraping(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Alerts on reading far more than usual that name you as a reader, newest first."""
    page = safeguards.list_scraping(request.auth, before=before, size=size)
    return {"rows": [_told(one) for one in page.rows], "next": page.next}


@router.get("/safeguards/scraping/{uuid:id}", **declared(SCRAPING_READ, ScrapingTold, refusals=(404,)))
def read_scraping(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One alert."""
    return _told(safeguards.read_scraping(request.auth, id=id))


@router.post("/safeguards/scraping/{uuid:id}/decide", **declared(SCRAPING_DECIDE, ScrapingTold, refusals=(404, 409)))
def decide_scraping(request: Call, id: UUID, given: VerdictAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Say that it is explained, or that it was scraping, and why. 409 where somebody has decided."""
    verdict = safeguards.uphold_scraping if given.verdict == "upheld" else safeguards.dismiss_scraping
    verdict(request.auth, id=id, reason=given.reason)
    return _told(safeguards.read_scraping(request.auth, id=id))


@router.post("/safeguards/scraping/{uuid:id}/slow", **declared(SCRAPING_SLOW, ScrapingTold, refusals=(404,)))
def slow_scraping(request: Call, id: UUID, given: SlowAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Let the access have few answers a minute for some hours."""
    safeguards.slow_down(request.auth, id=id, hours=given.hours)
    return _told(safeguards.read_scraping(request.auth, id=id))


def _told(view: ScrapingView) -> dict[str, Any]:
    """An alert as the API tells it."""
    plain = {name: getattr(view, name) for name in ScrapingTold.model_fields if name != "excesses"}
    names = ("measure", "span", "count", "bound")
    return plain | {"excesses": [{name: getattr(one, name) for name in names} for one in view.excesses]}
