"""Reading alerts: the list, one with its versions, who has acknowledged, what waits for whom."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import (
    Actor,
    DeliveryState,
    DeliveryView,
    Opened,
    ReceivedView,
    Step,
    capped_count,
    door,
    list_deliveries,
    list_received,
    marks,
    newest,
)
from minassa.base import cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.liaison.acts import ALERT_LIST, ALERT_READ, ISSUERS, WORKERS
from minassa.liaison.alerts import content, rows
from minassa.liaison.alerts.rules import AlertState, Gravity
from minassa.liaison.alerts.service import KIND, found
from minassa.liaison.alerts.types import Acknowledging, AlertPage, AlertRow, AlertVersionView, AlertView
from minassa.liaison.models import Alert, AlertBook

LARGEST_PAGE: Final = 200


def list_alerts(actor: Actor, *, before: str = "", size: int = 50) -> AlertPage:
    """The alerts that this actor sees, newest first, with those of the own agency that wait to be acknowledged."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, ALERT_LIST) as opened:
        seen = newest(Alert, wanted + 1, place)
        shown = seen[:wanted]
        waits = {_about(one) for one in list_received(actor, owed=True, size=LARGEST_PAGE) if one.kind == KIND}
        silent = _silent(list_deliveries(actor, owed=True, size=LARGEST_PAGE))
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(seen) > wanted else ""
        told = tuple(_row(one, opened, waits=one.id in waits, missing=silent.get(one.id, 0)) for one in shown)
        return AlertPage(told, following, capped_count(Alert.objects.all()).text)


def _silent(owed: tuple[DeliveryView, ...]) -> Mapping[UUID, int]:
    """How many agencies have not acknowledged each alert of the own agency."""
    pairs = {(UUID(one.stream.partition(":")[2]), one.agency) for one in owed if one.kind == KIND}
    found_ids = [alert for alert, _agency in pairs]
    return {one: found_ids.count(one) for one in found_ids}


def _about(one: ReceivedView) -> UUID:
    return UUID(one.stream.partition(":")[2])


def read_alert(actor: Actor, *, id: UUID) -> AlertView:  # noqa: A002 - the word that every room uses
    """One alert with its versions; for the issuer's people, who has acknowledged it. Raises NotFound."""
    with door(actor, ALERT_READ, subject=f"alert:{id}") as opened:
        row = found(id)
        opened.note(owner=row.owner, version=row.version)
        received = [one for one in list_received(actor, stream=f"{KIND}:{id}") if one.step is not Step.WITHDRAW]
        recipients = recipients_of(list_deliveries(actor, stream=f"{KIND}:{id}"), opened.context.at)
        own = max(received, key=lambda one: one.version, default=None)
        waits = own is not None and own.waits
        missing = sum(one.acknowledged_at is None for one in recipients)
        book = AlertBook.objects.filter(alert=row).first()
        return AlertView(
            row=_row(row, opened, waits=waits, missing=missing),
            text=row.text,
            countries=tuple(row.countries.split()),
            valid_until=row.valid_until,
            records=rows.records_of(row),
            obligations=opened.obligations(row.label_id),
            label=opened.label_of(row.label_id),
            audience=_told_of(row, opened),
            versions=tuple(_versions(row)),
            acknowledged_at=own.acknowledged_at if own else None,
            due=own.due if own else None,
            recipients=recipients,
            draft=content.unpacked(book.draft) if book else None,
            can=_can(actor, row, waits=waits),
        )


def _told_of(row: Alert, opened: Opened) -> tuple[UUID, ...]:
    """Which agencies have it: all for the owner's people, for others those of whom the owner tells, and their own."""
    tokens = opened.label_of(row.label_id).audience
    having = {UUID(one.removeprefix("agency:")) for one in tokens if one.startswith("agency:")}
    if row.owner != opened.actor.agency and row.recipients:
        having = set(rows.recipients_of(row)) | {one for one in having if one == opened.actor.agency}
    return tuple(sorted(having, key=str))


def recipients_of(deliveries: tuple[DeliveryView, ...], at: datetime) -> tuple[Acknowledging, ...]:
    """Where each recipient stands with the latest version that went to it; those from whom it was taken back are left out."""
    latest: dict[UUID, DeliveryView] = {}
    for one in deliveries:
        if one.agency not in latest or one.version > latest[one.agency].version:
            latest[one.agency] = one
    return tuple(
        Acknowledging(
            agency=one.agency,
            state=one.state,
            acknowledged_at=one.acknowledged_at,
            due=one.due,
            overdue=one.acknowledged_at is None and one.due is not None and one.due <= at,
        )
        for one in sorted(latest.values(), key=lambda each: str(each.agency))
        if one.step is not Step.WITHDRAW and one.state is not DeliveryState.STOPPED
    )


def _row(row: Alert, opened: Opened, *, waits: bool, missing: int) -> AlertRow:
    mine = row.owner == opened.actor.agency
    return AlertRow(
        id=row.id,
        title=row.title,
        gravity=Gravity(row.gravity),
        state=AlertState(row.state),
        owner=row.owner,
        mine=mine,
        version=row.version,
        marks=marks(opened.label_of(row.label_id)),
        modified=row.modified,
        waits=waits,
        missing=missing if mine else 0,
    )


def _versions(row: Alert) -> Iterator[AlertVersionView]:
    for one in row.versions.order_by("-number"):
        yield AlertVersionView(
            one.number, one.title, one.text, one.change, Gravity(one.gravity), AlertState(one.state), one.at
        )


def _can(actor: Actor, row: Alert, *, waits: bool) -> tuple[str, ...]:
    if row.owner != actor.agency:
        return ("acknowledge",) if waits and actor.roles & WORKERS else ()
    may_issue = bool(actor.roles & ISSUERS)
    if row.state == AlertState.DRAFT.value:
        return ("edit", "discard", *(("issue",) if may_issue else ()))
    return ("update", "stand-down") if may_issue and row.state == AlertState.ACTIVE.value else ()


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Alerts that the own agency has yet to acknowledge, and drafts that a supervisor can issue."""
    for row in list_alerts(actor, size=LARGEST_PAGE).rows:
        if row.waits or (row.state is AlertState.DRAFT and actor.roles & ISSUERS):
            note = _("Alert to acknowledge") if row.waits else _("Draft of an alert, to be issued")
            yield WorkItem(row.title, f"alert:{row.id}", at=row.modified, note=note, urgent=row.waits, marks=row.marks)


def waiting_on_others(actor: Actor) -> Iterator[WorkItem]:
    """Own alerts that somebody has not acknowledged yet."""
    for row in list_alerts(actor, size=LARGEST_PAGE).rows:
        if row.missing:
            note = _("Alert that is not acknowledged by all")
            yield WorkItem(row.title, f"alert:{row.id}", at=row.modified, note=note, marks=row.marks)
