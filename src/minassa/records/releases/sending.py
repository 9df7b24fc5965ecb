"""Parcels of records: made and released in the transaction of whoever changes the record."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from minassa.access import (
    Label,
    Opened,
    Parcel,
    Recipients,
    Step,
    Tlp,
    addressed,
    ever_sent,
    forget_content,
    holders,
    is_for_the_platform,
    next_version,
    release,
)
from minassa.base import new_id
from minassa.desk import FileReason, follow_marks, take_back_files
from minassa.records.models import Record
from minassa.records.releases.leaving import differs, leaving
from minassa.records.releases.proposals import drop_about
from minassa.records.releases.types import KIND, WithdrawReason, stream_of


def send(  # noqa: PLR0913 - a parcel's parts
    opened: Opened, row: Record, step: Step, *, label: Label, to: Recipients, content: Mapping[str, Any]
) -> UUID:
    """Release one parcel of a record."""
    stream = stream_of(row.id)
    parcel = Parcel(
        id=new_id(),
        kind=KIND,
        stream=stream,
        version=next_version(stream, label.owner),
        step=step,
        owner=label.owner,
        label=label,
        content=content,
        at=opened.context.at,
    )
    return release(opened, parcel, to=to)


def correct_copies(opened: Opened, row: Record, before: Record, *, quietly: bool = False) -> None:
    """Tell all who have a record what changed in it; those whom its label does not address any more lose it.

    `before` is the record as it was. `quietly`: nobody needs to acknowledge it, because it says nothing new on the person.
    """
    owner = opened.label_of(row.label_id).owner
    stream = stream_of(row.id)
    if not holders(stream, owner).through:
        return
    next_version(stream, owner)  # holds the stream, so that nobody joins or leaves it meanwhile
    having, new = holders(stream, owner), opened.label_of(row.label_id)
    if row.label_id != before.label_id:
        lost = Recipients({one: by for one, by in having.through.items() if not _still_addressed(new, one, by)})
        if lost.through:
            take_back(opened, row, lost, WithdrawReason.NARROWED, under=opened.label_of(before.label_id))
        having = Recipients({one: by for one, by in having.through.items() if one not in lost.through})
    if row.label_id != before.label_id:
        follow_marks(f"record:{row.id}", new)
    if having.through and (row.label_id != before.label_id or differs(before, row)):
        content = dict(leaving(row, owner, having.agencies).content)
        if quietly:
            content["due"] = None
        send(opened, row, Step.CORRECT, label=addressed(new, having), to=having, content=content)


def correct_details(opened: Opened, ids: Iterable[UUID], *, quietly: bool = False) -> int:
    """Tell all who have these records of the actor's agency what is kept beside them now; how many records were sent.

    For rooms above, in their own transaction and through a door that writes.
    """
    streams = {stream_of(one): one for one in ids}
    released = ever_sent(streams, opened.actor.agency) if streams and opened.actor.agency else {}
    rows = Record.objects.filter(id__in=[streams[one] for one in released])
    return sum(_told_again(opened, row, quietly=quietly) for row in rows)


def _told_again(opened: Opened, row: Record, *, quietly: bool) -> bool:
    label = opened.label_of(row.label_id)
    next_version(stream_of(row.id), label.owner)  # holds the stream
    having = holders(stream_of(row.id), label.owner)
    if not having.through:
        return False
    content = {**leaving(row, label.owner, having.agencies).content, **({"due": None} if quietly else {})}
    send(opened, row, Step.CORRECT, label=addressed(label, having), to=having, content=content)
    return True


def take_back(  # noqa: PLR0913 - what is withdrawn, from whom, why, under which marks, by when
    opened: Opened, row: Record, lost: Recipients, reason: WithdrawReason, *, under: Label, due: datetime | None = None
) -> UUID:
    """Withdraw a record from agencies: its copies there go, a tombstone stays, and they have to acknowledge it."""
    take_back_files(f"record:{row.id}", lost, FileReason(reason.value))
    content: dict[str, Any] = {"reason": reason.value}
    if due is not None:
        content |= {"due": due.isoformat(), "urgent": True}
    return send(opened, row, Step.WITHDRAW, label=addressed(under, lost), to=lost, content=content)


def take_back_all(opened: Opened, row: Record) -> None:
    """Withdraw a record, which is about to be deleted, from all who have it, and forget what was sent."""
    label = opened.label_of(row.label_id)
    having = holders(stream_of(row.id), label.owner)
    if having.through:
        take_back(opened, row, having, WithdrawReason.DELETED, under=label)
    take_back_files(f"record:{row.id}", None, FileReason.DELETED)
    forget_content(stream_of(row.id), label.owner)
    drop_about(row.id)


def _still_addressed(label: Label, agency: UUID, community: UUID | None) -> bool:
    """Whether a label still is for an agency that has the record. TLP:RED names persons, whom only their node knows."""
    if label.tlp in {Tlp.RED, Tlp.CLEAR} or is_for_the_platform(label):
        return True
    tokens = {f"agency:{agency}"} | ({f"community:{community}"} if community else set())
    return not tokens.isdisjoint(label.audience)
