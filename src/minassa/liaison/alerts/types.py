"""What crosses the edge about alerts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from minassa.access import DeliveryState, Handling, Label, Tlp
from minassa.liaison.alerts.rules import AlertState, Gravity


@dataclass(frozen=True, slots=True)
class Alerting:
    """An alert as it is written. `to` holds "agency:<uuid>" and "community:<uuid>"; `countries` ISO 3166-1 codes.

    `records` are own records that it refers to: by their id alone, and only those that every recipient may see.
    """

    to: tuple[str, ...]
    title: str
    text: str
    gravity: Gravity
    tlp: Tlp = Tlp.AMBER
    handling: frozenset[Handling] = frozenset({Handling.H0})
    countries: tuple[str, ...] = ()
    valid_until: datetime | None = None
    records: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """Further agencies and communities that get an alert with an update; `announced`: the others are told that they have it."""

    to: tuple[str, ...]
    announced: bool = True


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One line of the list. `waits`: the own agency has not acknowledged it; `missing`: how many others have not (own alerts)."""

    id: UUID
    title: str
    gravity: Gravity
    state: AlertState
    owner: UUID
    mine: bool
    version: int
    marks: tuple[str, ...]
    modified: datetime
    waits: bool
    missing: int


@dataclass(frozen=True, slots=True)
class AlertPage:
    """A page of alerts, newest first; `next` continues it (empty at the end)."""

    rows: tuple[AlertRow, ...]
    next: str
    count_text: str


@dataclass(frozen=True, slots=True)
class AlertVersionView:
    """One version of an alert; `change` says what is new."""

    number: int
    title: str
    text: str
    change: str
    gravity: Gravity
    state: AlertState
    at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledging:
    """Whether one recipient agency has acknowledged the latest version; for the issuer's people."""

    agency: UUID
    state: DeliveryState
    acknowledged_at: datetime | None
    due: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert as this actor may see it. `acknowledged_at` and `due` are the own agency's; `recipients` the issuer's books.

    `can` are the things that this actor may do with it now.
    """

    row: AlertRow
    text: str
    countries: tuple[str, ...]
    valid_until: datetime | None
    records: tuple[UUID, ...]
    obligations: tuple[str, ...]
    label: Label
    audience: tuple[UUID, ...]
    versions: tuple[AlertVersionView, ...]
    acknowledged_at: datetime | None
    due: datetime | None
    recipients: tuple[Acknowledging, ...]
    draft: Alerting | None
    can: tuple[str, ...]
