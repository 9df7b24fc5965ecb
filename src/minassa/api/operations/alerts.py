"""Alerts: those that the agency issued or received, writing, issuing and acknowledging them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import liaison
from minassa.access import DeliveryState, Handling, Tlp, act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, Asked, Choice, Moment, Told, exampled
from minassa.liaison import Alerting, AlertState, AlertView, Gravity, Growth

ALERT_LIST = act_named("alert.list")
ALERT_READ = act_named("alert.read")
ALERT_DRAFT = act_named("alert.draft")
ALERT_ISSUE = act_named("alert.issue")
ALERT_ACKNOWLEDGE = act_named("alert.acknowledge")
router = Router(tags=["alerts"])

Recipient = Annotated[str, StringConstraints(max_length=60)]
Country = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]


class AlertAsked(Asked):
    """An alert as it is written. `to` holds agency:<uuid> and community:<uuid>."""

    model_config = exampled(
        {
            "to": ["agency:0199aa00-0000-7000-8000-000000000000"],
            "title": "EXERCISE convoy threatened",
            "text": "EXERCISE do not use the northern road",
            "gravity": "serious",
            "tlp": "amber",
            "handling": ["H0"],
            "countries": ["ml"],
        }
    )

    to: list[Recipient] = Field(min_length=1, max_length=200)
    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=PLAIN)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
    gravity: Gravity
    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)
    countries: list[Country] = Field([], max_length=60)
    valid_until: Moment | None = None
    records: list[UUID] = Field([], max_length=20)

    def alerting(self) -> Alerting:
        """What is written."""
        return Alerting(
            to=tuple(self.to),
            title=self.title,
            text=self.text,
            gravity=self.gravity,
            tlp=self.tlp,
            handling=frozenset(self.handling),
            countries=tuple(self.countries),
            valid_until=self.valid_until,
            records=tuple(self.records),
        )


class AlertUpdateAsked(AlertAsked):
    """What an alert says from now on, what is new in it, and who else gets it: `to` holds only further recipients."""

    model_config = exampled(
        {
            "to": ["agency:0199aa00-0000-7000-8000-000000000000"],
            "announced": False,
            "change": "EXERCISE the southern road too",
            "title": "EXERCISE convoy threatened",
            "text": "EXERCISE do not use the northern nor the southern road",
            "gravity": "serious",
            "tlp": "amber",
            "handling": ["H0"],
        }
    )

    to: list[Recipient] = Field(
        [], max_length=200, description="Further recipients; they get the earlier versions too."
    )
    announced: Choice = Field(default=True, description="The others are told that these have it now.")
    change: Annotated[str, StringConstraints(min_length=1, max_length=1_000)] = Field(description="What is new.")

    def growth(self) -> Growth | None:
        """Who else gets it."""
        return Growth(tuple(self.to), announced=self.announced) if self.to else None


class NothingAsked(Asked):
    """There is nothing to add."""

    model_config = exampled({})


class AlertRowTold(Told):
    """One line of the list. `waits`: your agency has not acknowledged it; `missing`: how many others have not, of your own."""

    id: UUID
    title: str
    gravity: Gravity
    state: AlertState
    owner: UUID
    mine: bool
    version: int
    marks: list[str]
    modified: datetime
    waits: bool
    missing: int


class AlertPageTold(Told):
    """A page of alerts, newest first."""

    rows: list[AlertRowTold]
    next: str
    count: str


class AlertVersionTold(Told):
    """One version of an alert."""

    number: int
    title: str
    text: str
    change: str
    gravity: Gravity
    state: AlertState
    at: datetime


class AcknowledgingTold(Told):
    """Where one recipient stands, for the issuer's people."""

    agency: UUID
    state: DeliveryState
    acknowledged_at: datetime | None
    due: datetime | None
    overdue: bool


class AlertTold(Told):
    """One alert with its versions."""

    alert: AlertRowTold
    text: str
    countries: list[str]
    valid_until: datetime | None
    records: list[UUID]
    obligations: list[str]
    audience: list[UUID]
    versions: list[AlertVersionTold]
    acknowledged_at: datetime | None
    due: datetime | None
    recipients: list[AcknowledgingTold]
    can: list[str]


@router.get("/alerts", **declared(ALERT_LIST, AlertPageTold))
def list_alerts(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> dict[str, Any]:
    """Alerts that your agency issued or received, newest first."""
    page = liaison.list_alerts(request.auth, before=before, size=size)
    return {"rows": page.rows, "next": page.next, "count": page.count_text}


@router.post("/alerts", **declared(ALERT_DRAFT, AlertTold, status=201))
def draft_alert(request: Call, given: AlertAsked) -> dict[str, Any]:
    """Keep a draft in your agency. A supervisor issues it."""
    kept = liaison.keep_alert(request.auth, alerting=given.alerting(), exercise=settings.MINASSA.node.exercise)
    return told(liaison.read_alert(request.auth, id=kept))


@router.get("/alerts/{uuid:id}", **declared(ALERT_READ, AlertTold, refusals=(404,)))
def read_alert(request: Call, id: UUID) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One alert with its versions; for the issuer's people, who has acknowledged it."""
    return told(liaison.read_alert(request.auth, id=id))


@router.post("/alerts/{uuid:id}/update", **declared(ALERT_ISSUE, AlertTold, refusals=(404, 409)))
def update_alert(request: Call, id: UUID, given: AlertUpdateAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Let an alert say something else to all who have it, and let it grow. A supervisor's session with a fresh factor; no token has one."""
    liaison.update_alert(request.auth, id=id, alerting=given.alerting(), change=given.change, growth=given.growth())
    return told(liaison.read_alert(request.auth, id=id))


@router.post("/alerts/{uuid:id}/acknowledge", **declared(ALERT_ACKNOWLEDGE, AlertTold, refusals=(404, 409)))
def acknowledge_alert(request: Call, id: UUID, given: NothingAsked) -> dict[str, Any]:  # noqa: A002 - the same
    """Acknowledge for your agency that the alert, as it is now, was read. 409 where nothing is owed."""
    del given
    liaison.acknowledge_alert(request.auth, id=id)
    return told(liaison.read_alert(request.auth, id=id))


def told(view: AlertView) -> dict[str, Any]:
    """An alert as the API tells it."""
    names = ("text", "countries", "valid_until", "records", "obligations", "audience", "versions")
    more = ("acknowledged_at", "due", "recipients", "can")
    return {"alert": view.row, **{name: getattr(view, name) for name in (*names, *more)}}
