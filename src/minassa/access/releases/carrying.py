"""For whoever carries: what waits for which agency, and what became of it.

Nothing is lost: what was sent without an answer is offered again, what failed is tried again ever more rarely for two
weeks, then it is a dead letter that a supervisor can revive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from minassa.access.acts import RELEASE_CARRY, RELEASE_RETRY, RELEASE_WAITING
from minassa.access.doorway import Opened, door
from minassa.access.releases import faults
from minassa.access.releases.forgetting import forget_delivered
from minassa.access.releases.kinds import filled, retold_kinds
from minassa.access.releases.models import Delivery
from minassa.access.releases.types import ARRIVED, LOST, ON_ITS_WAY, DeliveryState, Receipt, ReceiptState, Waiting
from minassa.access.releases.wire import parcel_from_json, parcel_to_json
from minassa.access.types import Actor
from minassa.base import Conflict, Fault

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(hours=1)
ANSWER_WITHIN: Final = timedelta(minutes=10)
GIVEN_UP_AFTER: Final = timedelta(days=14)
MOST_AT_ONCE: Final = 1_000
MOST_BYTES: Final = 8_000_000
"""Of all parcels that are given out at once: with their files, they stand in memory."""


def deliveries_waiting(actor: Actor, *, agency: UUID | None = None, limit: int = 100) -> tuple[Waiting, ...]:
    """What is to be carried now, oldest first; to one agency where it is named. `actor` is a system actor that may.

    At most `limit`, and about eight megabytes. What cannot be given out whole, because a file that goes with it is gone, counts as a
    failed try.
    """
    found: list[Waiting] = []
    broken: list[tuple[UUID, str]] = []
    with door(actor, RELEASE_WAITING) as opened:
        rows = Delivery.objects.filter(state__in=ON_ITS_WAY, next_try__lte=opened.context.at)
        if agency is not None:
            rows = rows.filter(agency=agency)
        wanted = _with_the_one_before(rows).select_related("release").order_by("id")
        size = 0
        for row in list(wanted[: min(limit, MOST_AT_ONCE)]):
            try:
                found.append(_waiting(row))
            except Fault as fault:
                broken.append((row.id, fault.code))
                continue
            size += len(parcel_to_json(found[-1].parcel))
            if size > MOST_BYTES:
                break
    for delivery, code in broken:
        mark_failed(actor, delivery=delivery, code=code)
    return tuple(found)


def agencies_waited_for(actor: Actor) -> tuple[UUID, ...]:
    """The agencies for which something is to be carried now."""
    with door(actor, RELEASE_WAITING) as opened:
        rows = Delivery.objects.filter(state__in=ON_ITS_WAY, next_try__lte=opened.context.at)
        return tuple(rows.order_by("agency").values_list("agency", flat=True).distinct())


def mark_sent(actor: Actor, *, delivery: UUID) -> None:
    """Note that a parcel is under way; without an answer in ten minutes it is offered again."""
    with door(actor, RELEASE_CARRY, subject=f"delivery:{delivery}") as opened:
        row = _on_its_way(opened, delivery)
        if row is None:
            return
        row.state, row.sent_at = DeliveryState.SENT, opened.context.at
        row.next_try = opened.context.at + ANSWER_WITHIN
        row.save(update_fields=["state", "sent_at", "next_try"])


def mark_answered(actor: Actor, *, delivery: UUID, receipt: Receipt) -> None:
    """Note what the recipient's inbox answered: taken, refused with a code, or held back, which is offered again."""
    with door(actor, RELEASE_CARRY, subject=f"delivery:{delivery}") as opened:
        row = _on_its_way(opened, delivery)
        if row is not None:
            _answered([row], {delivery: receipt}, opened.context.at)
            opened.note(state=row.state)


def mark_all_answered(actor: Actor, *, subject: str, answers: Mapping[UUID, Receipt]) -> None:
    """Note what the recipient's inbox answered to many deliveries, in one transaction; `subject` is what carried them.

    What is no delivery, or was answered before, changes nothing.
    """
    with door(actor, RELEASE_CARRY, subject=subject) as opened:
        known = Delivery.objects.select_for_update().filter(id__in=list(answers), state__in=ON_ITS_WAY)
        rows = list(known.order_by("id"))
        _answered(rows, answers, opened.context.at)
        became = [DeliveryState(row.state) for row in rows]
        opened.note(
            received=became.count(DeliveryState.RECEIVED) + became.count(DeliveryState.ACKNOWLEDGED),
            refused=became.count(DeliveryState.REFUSED),
            waiting=became.count(DeliveryState.WAITING),
        )


def _answered(rows: Iterable[Delivery], answers: Mapping[UUID, Receipt], at: datetime) -> None:
    """Write what became of these rows; all that were taken for the first time in one statement."""
    taken = []
    for row in rows:
        receipt = answers[row.id]
        row.code, row.sent_at = receipt.code[:64], row.sent_at or at
        if receipt.state is ReceiptState.HELD:
            _failed(row, "held", at)
        elif receipt.state is ReceiptState.REFUSED and row.received_at is None:
            row.state = DeliveryState.REFUSED
            row.save(update_fields=["state", "code", "sent_at"])
        else:  # taken; or offered again although it had arrived, and passed by something newer there
            row.state = DeliveryState.ACKNOWLEDGED if row.acknowledged_at else DeliveryState.RECEIVED
            taken.append(row)
    ids = {state: [row.id for row in taken if row.state == state] for state in ARRIVED}
    for state, those in ids.items():
        Delivery.objects.filter(id__in=those).update(
            state=state, code="", sent_at=Coalesce("sent_at", at), received_at=Coalesce("received_at", at)
        )
    forget_delivered([row.release_id for row in taken])


def mark_acknowledged(actor: Actor, *, delivery: UUID) -> None:
    """Note that the recipient's people have acknowledged it. (Their node's own parcel does this by itself.)"""
    with door(actor, RELEASE_CARRY, subject=f"delivery:{delivery}") as opened:
        row = Delivery.objects.get(id=delivery)
        row.state = DeliveryState.ACKNOWLEDGED
        row.received_at = row.received_at or opened.context.at
        row.acknowledged_at = row.acknowledged_at or opened.context.at
        row.save(update_fields=["state", "received_at", "acknowledged_at"])
        forget_delivered([row.release_id])
        opened.note(owner=row.owner, agency=row.agency, state=row.state)


def mark_failed(actor: Actor, *, delivery: UUID, code: str) -> None:
    """Note that it could not be handed over; `code` is a machine word. It is tried again later, for two weeks."""
    with door(actor, RELEASE_CARRY, subject=f"delivery:{delivery}") as opened:
        row = _on_its_way(opened, delivery)
        if row is None:
            return
        _failed(row, code, opened.context.at)
        opened.note(state=row.state, tries=row.tries)


def _failed(row: Delivery, code: str, at: datetime) -> None:
    row.tries, row.code = row.tries + 1, code[:64]
    is_dead = row.created + GIVEN_UP_AFTER <= at and row.tries > 1
    row.state = DeliveryState.DEAD if is_dead else DeliveryState.WAITING
    row.next_try = at + wait_after(row.tries)
    row.save(update_fields=["state", "tries", "code", "next_try"])


def retry_delivery(actor: Actor, *, delivery: UUID) -> None:
    """Try again from now on what was given up or refused. Raises Conflict for what was not, NotFound for what is not theirs."""
    with door(actor, RELEASE_RETRY, subject=f"delivery:{delivery}") as opened:
        row = Delivery.objects.get(id=delivery)
        if row.state not in {DeliveryState.DEAD, DeliveryState.REFUSED}:
            raise Conflict(faults.NOT_DEAD)
        if row.release.is_forgotten and row.kind not in retold_kinds():
            raise Conflict(faults.FORGOTTEN)
        row.state, row.tries, row.next_try = DeliveryState.WAITING, 0, opened.context.at
        row.save(update_fields=["state", "tries", "next_try"])
        opened.note(owner=row.owner, agency=row.agency)


def wait_after(tries: int) -> timedelta:
    """How long until the next try: half a minute, doubled each time, an hour at most."""
    doublings = min(max(tries, 1) - 1, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _on_its_way(opened: Opened, delivery: UUID) -> Delivery | None:
    """The delivery, locked; None where an answer came first, or it was stopped: a late mark changes nothing."""
    row = Delivery.objects.select_for_update().get(id=delivery)
    opened.note(owner=row.owner, agency=row.agency)
    return row if row.state in ON_ITS_WAY else None


def _with_the_one_before(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Each delivery with the version that its recipient was sent before in this stream, whatever was not lost."""
    same = Delivery.objects.filter(stream=OuterRef("stream"), agency=OuterRef("agency"), owner=OuterRef("owner"))
    before = same.filter(version__lt=OuterRef("version")).exclude(state__in=LOST).order_by("-version")
    return rows.annotate(before=Subquery(before.values("version")[:1]))


def _waiting(row: Delivery) -> Waiting:
    before: int | None = getattr(row, "before", None)
    parcel = filled(parcel_from_json(row.release.parcel.encode()))
    return Waiting(row.id, row.agency, replace(parcel, follows=before or 0), row.tries)
