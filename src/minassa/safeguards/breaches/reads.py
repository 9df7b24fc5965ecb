"""Reading the register: the list, one incident with its recalls, and what waits, is asked of others, or is late."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, Opened, door, list_deliveries, marks, newest, system_actor
from minassa.access import Step as ParcelStep
from minassa.base import cursor_from, cursor_text
from minassa.desk import WorkItem
from minassa.records import stream_of
from minassa.safeguards.acts import BREACH_LIST, BREACH_READ, KEEPERS, RECALLERS
from minassa.safeguards.breaches import rows
from minassa.safeguards.breaches.rules import (
    BreachState,
    Party,
    RightsRisk,
    Severity,
    Step,
    lacking,
    needs_second,
)
from minassa.safeguards.breaches.service import asked_by
from minassa.safeguards.breaches.types import BreachPage, BreachRow, BreachView, RecallView, StepView
from minassa.safeguards.models import Breach, BreachStep

LARGEST_PAGE: Final = 200
MOST_STEPS: Final = 1_000
LATE_NOTES: Final = {
    Party.AUTHORITY: _("The data-protection authority was not told in time"),
    Party.PERSONS: _("The persons concerned were not told in time"),
}


def list_breaches(actor: Actor, *, before: str = "", size: int = 50) -> BreachPage:
    """The incidents that name this actor as a reader, newest first."""
    place, most = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, BREACH_LIST) as opened:
        found = newest(Breach, most + 1, place)
        shown = found[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(found) > most else ""
        return BreachPage(tuple(row_of(row, opened) for row in shown), following)


def read_breach(actor: Actor, *, id: UUID) -> BreachView:  # noqa: A002 - the word that every room uses
    """One incident. Raises NotFound where it is absent or does not name this actor: the two look the same."""
    with door(actor, BREACH_READ, subject=f"breach:{id}") as opened:
        row = rows.found(id)
        opened.note(owner=row.owner)
        return view_of(row, opened)


def row_of(row: Breach, opened: Opened) -> BreachRow:
    """One line of the register."""
    clocks, is_closed = rows.clocks_of(row), row.state == BreachState.CLOSED.value
    return BreachRow(
        id=row.id,
        owner=row.owner,
        said=rows.said_by(row),
        state=BreachState(row.state),
        clocks=clocks,
        late=() if is_closed else tuple(one.party.value for one in clocks if one.is_late(opened.context.at)),
        created=row.created,
        modified=row.modified,
        closed_at=row.closed_at,
        version=row.version,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
    )


def view_of(row: Breach, opened: Opened) -> BreachView:
    """One incident, whole."""
    clocks = rows.clocks_of(row)
    asked = asked_by(row)
    steps = BreachStep.objects.filter(breach=row).order_by("at", "id")[:MOST_STEPS]
    return BreachView(
        row=row_of(row, opened),
        lessons=row.lessons,
        reported_by=row.reported_by,
        steps=tuple(StepView(one.at, one.by, Step(one.what), one.text, one.about) for one in steps),
        recalls=tuple(_recalls(row)),
        lacks=lacking({one.party: one.told for one in clocks}, row.lessons),
        two_persons=needs_second(Severity(row.severity), RightsRisk(row.risk)),
        asked_by=asked,
        can=_can(opened.actor, row, asked),
    )


def _recalls(row: Breach) -> Iterator[RecallView]:
    """What became of the recalls of the records that it concerns, since the incident was entered, out of the owner's books."""
    node = system_actor("safeguards")
    for record in (UUID(one[7:]) for one in row.concerns if one.startswith("record:")):
        for one in list_deliveries(node, stream=stream_of(record)):
            if one.step is ParcelStep.WITHDRAW and one.owner == row.owner and one.created >= row.noticed:
                yield RecallView(
                    record, one.agency, one.created, one.due, one.received_at, one.acknowledged_at, one.is_overdue
                )


def _can(actor: Actor, row: Breach, asked: UUID | None) -> tuple[str, ...]:
    """What this reader can do."""
    if actor.agency != row.owner or not actor.roles & KEEPERS:
        return ()
    if row.state == BreachState.CLOSING.value:
        return ("decide",) if asked != actor.user_id else ()
    if row.state == BreachState.CLOSED.value:
        return ()
    return ("keep", "close", *(("recall",) if actor.roles & RECALLERS else ()))


def _open(actor: Actor) -> list[tuple[BreachRow, tuple[str, ...]]]:
    """Incidents that this person keeps and that are not closed, with what they can do."""
    if not actor.roles & KEEPERS:
        return []
    with door(actor, BREACH_LIST) as opened:
        rows_seen = [row for row in newest(Breach, LARGEST_PAGE) if row.state != BreachState.CLOSED.value]
        kept = [row for row in rows_seen if row.owner == actor.agency]
        return [(row_of(row, opened), _can(actor, row, asked_by(row))) for row in kept]


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Incidents to be worked on, with the nearest deadline, and those to be closed as the second person."""
    for row, can in _open(actor):
        if can and not row.late:
            note = _("To be closed by you as the second person") if "decide" in can else _("Security incident")
            yield _item(row, note)


def waiting_on_others(actor: Actor) -> Iterator[WorkItem]:
    """Incidents that somebody else is to close."""
    for row, can in _open(actor):
        if not can:
            yield _item(row, _("A second person is to close it"))


def overdue(actor: Actor) -> Iterator[WorkItem]:
    """Incidents whose clock has run out."""
    for row, _can_do in _open(actor):
        if row.late:
            yield _item(row, LATE_NOTES[Party(row.late[0])], urgent=True)


def _item(row: BreachRow, note: Promise | str, *, urgent: bool = False) -> WorkItem:
    waits = [one.due for one in row.clocks if one.told.value == "waiting"]
    return WorkItem(
        row.said.title,
        f"breach:{row.id}",
        at=row.created,
        due=min(waits, default=None),
        note=note,
        urgent=urgent,
        marks=row.marks,
    )
