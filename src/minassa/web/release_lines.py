"""What was released and received as lines of pages: in words, with what this reader may see of what each is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from minassa.access import (
    Actor,
    DeliveryState,
    DeliveryView,
    ReceivedView,
    Step,
    list_agencies,
    list_deliveries,
    list_received,
)
from minassa.access.acts import PARCEL_LIST, RELEASE_LIST, RELEASE_RETRY
from minassa.base import now
from minassa.records import RecordRow, RecordView, find_records, stream_of
from minassa.records.acts import RECORD_RELEASE, RECORD_WITHDRAW
from minassa.web import wording
from minassa.web.rights import may
from minassa.web.wording import caption

KIND: Final = "record"


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of what was released, in words."""

    one: DeliveryView
    title: str
    record: UUID | None
    agency: str
    step: str
    state: str
    why: str
    may_retry: bool


@dataclass(frozen=True, slots=True)
class Received:
    """One line of what was received, in words; `record` only where it is still here for this reader."""

    one: ReceivedView
    title: str
    record: UUID | None
    agency: str
    step: str
    why: str
    is_overdue: bool

    @property
    def marks(self) -> tuple[str, ...]:
        """Its handling marks."""
        return tuple(self.one.marks.split())


def panel(actor: Actor, found: RecordView) -> dict[str, Any]:
    """What a record's own page shows of its releases: the latest line of each agency."""
    if not found.mine or not may(actor, RELEASE_LIST):
        return {}
    latest: dict[UUID, DeliveryView] = {}
    for one in list_deliveries(actor, stream=stream_of(found.id)):
        if one.step is not Step.MESSAGE:
            latest.setdefault(one.agency, one)
    return {
        "releases": sent(actor, latest.values()),
        "may_release": may(actor, RECORD_RELEASE),
        "may_withdraw": bool(latest) and may(actor, RECORD_WITHDRAW),
    }


def sent(actor: Actor, lines: Iterable[DeliveryView]) -> list[Sent]:
    """Lines of the sender's books."""
    found, names = list(lines), _names(actor)
    records = find_records(actor, ids=[one.about for one in found if one.kind == KIND])
    may_retry = may(actor, RELEASE_RETRY)
    return [
        Sent(
            one,
            _title(one.kind, records.get(one.about)),
            one.about if one.about in records else None,
            names.get(one.agency, ""),
            str(wording.STEPS[one.step]),
            wording.delivery_state(one),
            wording.withdrawal_reason(one.reason),
            may_retry and one.state is DeliveryState.DEAD,
        )
        for one in found
    ]


def received(actor: Actor, lines: Iterable[ReceivedView], *, purpose: str) -> list[Received]:
    """Lines of the recipient's books; records are called as this reader sees them for this purpose."""
    found, names = list(lines), _names(actor)
    records = find_records(actor, ids=[one.about for one in found if one.kind == KIND], purpose=purpose)
    return [
        Received(
            one,
            _title(one.kind, records.get(one.about)),
            one.about if one.about in records else None,
            names.get(one.owner, ""),
            str(wording.STEPS[one.step]),
            wording.withdrawal_reason(one.reason),
            one.is_overdue(now()),
        )
        for one in found
    ]


def way_to_received(actor: Actor, record: UUID) -> str:
    """The page of what the agency received last of a record that is not here for this reader; empty where it got nothing."""
    found = list_received(actor, stream=stream_of(record)) if may(actor, PARCEL_LIST) else ()
    return reverse("web:received-item", args=(found[0].id,)) if found else ""


def _title(kind: str, found: RecordRow | None) -> str:
    """What a line is about, as far as this reader may see it."""
    if found is not None:
        return caption(found.schema, found.caption)
    return "" if kind == KIND else wording.parcel_kind_name(kind)


def _names(actor: Actor) -> dict[UUID, str]:
    return {one.id: one.name for one in list_agencies(actor)}
