"""The inbox: what other nodes hand in is taken once, in the order of its stream, from its owner only."""

from typing import Final
from uuid import UUID

from minassa.access import faults as access_faults
from minassa.access.acts import PARCEL_PLACE, PARCEL_TAKE_IN
from minassa.access.doorway import Opened, door
from minassa.access.lasting import book
from minassa.access.lasting.service import outlast
from minassa.access.releases import faults
from minassa.access.releases.books import write_inbound
from minassa.access.releases.kinds import kind_named
from minassa.access.releases.models import Held, Inbound, Stream
from minassa.access.releases.recipients import addressed_here, is_local
from minassa.access.releases.streams import bury, is_withdrawn, take_turn
from minassa.access.releases.types import Parcel, Receipt, ReceiptState, Step
from minassa.access.releases.wire import digest_of_parcel, parcel_from_json, parcel_to_json
from minassa.access.types import Actor
from minassa.base import Conflict, Fault, Refused, Unavailable

MOST_HELD: Final = 1_000
"""Parcels of one stream held back at a time: beyond that their sender has to wait."""

TAKEN: Final = Receipt(ReceiptState.TAKEN)
HELD: Final = Receipt(ReceiptState.HELD)


def take_in(actor: Actor, parcel: Parcel, *, sender: UUID) -> Receipt:
    """Take in a parcel that the agency `sender` handed in; `actor` is a system actor that may.

    A parcel taken before gives the same receipt again. One that came too early is held back, and taken in behind the one
    that it follows; its sender offers it again until then. The room's receiver runs in the same transaction: where it,
    or this, says no, nothing is left behind and the receipt has the code. Raises Unavailable where the node is busy, and
    Refused where the actor may not take in anything.
    """
    receipt, following = _handed_in(actor, parcel, sender)
    while following is not None:
        held, by = following
        taken, following = _handed_in(actor, held, by)
        if taken.state is ReceiptState.REFUSED:
            _forget_held(actor, held)  # its sender hears why when it offers it again
    return receipt


def _handed_in(actor: Actor, parcel: Parcel, sender: UUID) -> tuple[Receipt, tuple[Parcel, UUID] | None]:
    """The receipt, and the held parcel whose turn has come now."""
    refused: Fault | None = None
    try:
        with door(actor, PARCEL_TAKE_IN, subject=f"parcel:{parcel.id}") as opened:
            opened.note(owner=parcel.owner, sender=sender, step=parcel.step.value, version=parcel.version)
            try:
                receipt, following = _in_turn(actor, parcel, sender)
            except Fault as fault:
                refused = fault
                raise
            opened.note(state=receipt.state.value)
            return receipt, following
    except Fault as fault:
        if fault is not refused or isinstance(fault, Unavailable):
            raise
        return Receipt(ReceiptState.REFUSED, fault.code), None


def _in_turn(actor: Actor, parcel: Parcel, sender: UUID) -> tuple[Receipt, tuple[Parcel, UUID] | None]:
    """Wait for the stream, then open the door that sees what its last holder wrote, new labels included."""
    _refuse_sender(parcel, sender)
    kind_named(parcel.kind)
    stream = take_turn(parcel.stream, parcel.owner)
    with door(actor, PARCEL_PLACE) as opened:
        receipt = _taken(opened, parcel, sender, stream)
        return receipt, _next_held(parcel) if receipt is TAKEN else None


def _taken(opened: Opened, parcel: Parcel, sender: UUID, stream: Stream) -> Receipt:
    if (known := Inbound.objects.filter(parcel=parcel.id, owner=parcel.owner).first()) is not None:
        return _again(known, parcel)
    _refuse_place(parcel, stream)
    if parcel.follows > stream.version:
        if kind_named(parcel.kind).waits_in_line:
            raise Unavailable(access_faults.BUSY)
        return _held_back(opened, parcel, sender)
    placed(opened, parcel, stream)
    if parcel.step in {Step.CORRECT, Step.WITHDRAW}:
        outlast("parcel.received", subject=parcel.stream, content=parcel_to_json(parcel))
    return TAKEN


def placed(opened: Opened, parcel: Parcel, stream: Stream) -> None:
    """Let the room take a parcel in, write it into the books, and move the stream on. The caller holds the stream."""
    if parcel.step is Step.WITHDRAW:  # first, so that the receiver can mark the tombstone
        bury(parcel.stream, parcel.owner, version=parcel.version, at=opened.context.at)
    kind_named(parcel.kind).receive(opened, parcel)
    write_inbound(opened, parcel, addressed_here(parcel.label))
    stream.version = parcel.version
    stream.has_content = stream.has_content or parcel.step is not Step.MESSAGE
    stream.save(update_fields=["version", "has_content"])
    done = Held.objects.filter(stream=parcel.stream, owner=parcel.owner)
    if parcel.step is not Step.WITHDRAW:
        done = done.filter(version__lte=parcel.version)
    done.delete()


def _refuse_sender(parcel: Parcel, sender: UUID) -> None:
    """Only its owner hands something in, nobody what is an agency's of this node, and it is for somebody here."""
    if sender != parcel.owner or is_local(parcel.owner):
        raise Refused(faults.NOT_OWNER)
    if not addressed_here(parcel.label):
        raise Refused(faults.NOT_ADDRESSED)


def _again(known: Inbound, parcel: Parcel) -> Receipt:
    """The answer to a parcel that was taken before: the same, if it is the same."""
    if known.digest != digest_of_parcel(parcel):
        raise Conflict(faults.ALTERED)
    return TAKEN


def _refuse_place(parcel: Parcel, stream: Stream) -> None:
    """Refuse what was withdrawn, what is older than what is here, and versions by anybody but the stream's owner."""
    if is_withdrawn(parcel.stream, parcel.owner):
        raise Conflict(faults.WITHDRAWN)
    if parcel.version <= stream.version:
        raise Conflict(faults.OLDER)
    others = Stream.objects.filter(stream=parcel.stream, has_content=True).exclude(owner=parcel.owner)
    if parcel.step is not Step.MESSAGE and others.exists():
        raise Refused(faults.NOT_OWNER)


def _held_back(opened: Opened, parcel: Parcel, sender: UUID) -> Receipt:
    """Keep it until those before it are here. Offered again, it may follow another one: some before it were refused."""
    known = Held.objects.filter(number=parcel.id, owner=parcel.owner).first()
    if known is not None:
        if digest_of_parcel(_held_parcel(known)) != digest_of_parcel(parcel):
            raise Conflict(faults.ALTERED)
        known.delete()
    elif Held.objects.filter(stream=parcel.stream, owner=parcel.owner).count() >= MOST_HELD:
        raise Unavailable(access_faults.BUSY)
    Held.objects.create(
        number=parcel.id,
        label_id=opened.intern(parcel.label),
        stream=parcel.stream,
        owner=parcel.owner,
        version=parcel.version,
        follows=parcel.follows,
        sender=sender,
        parcel=book.seal(parcel_to_json(parcel)),
        since=opened.context.at,
    )
    return HELD


def _next_held(parcel: Parcel) -> tuple[Parcel, UUID] | None:
    """The first held parcel of the stream that follows what was just taken in."""
    waiting = Held.objects.filter(stream=parcel.stream, owner=parcel.owner, follows__lte=parcel.version)
    row = waiting.order_by("version").first()
    return (_held_parcel(row), row.sender) if row else None


def _held_parcel(row: Held) -> Parcel:
    """What is held, opened; plain as earlier versions of the platform held it."""
    raw = row.parcel.encode()
    return parcel_from_json(raw if raw.startswith(b"{") else book.unseal(row.parcel))


def _forget_held(actor: Actor, parcel: Parcel) -> None:
    with door(actor, PARCEL_PLACE):
        Held.objects.filter(number=parcel.id, owner=parcel.owner).delete()
