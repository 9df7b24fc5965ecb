"""The outbox: what is released is written down here, in the transaction of whoever releases it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from minassa.access import faults as access_faults
from minassa.access.acts import RELEASE_HOLDERS, RELEASE_WRITE
from minassa.access.doorway import Opened, door
from minassa.access.lasting.service import outlast
from minassa.access.registry import ActKind
from minassa.access.releases import faults
from minassa.access.releases.books import books_label, due_of, reason_of, write_inbound
from minassa.access.releases.forgetting import forget_delivered
from minassa.access.releases.kinds import filled, kind_named
from minassa.access.releases.models import Delivery, Release, Stream
from minassa.access.releases.recipients import is_local, local_agencies, recipients
from minassa.access.releases.streams import bury, is_withdrawn, take_turn
from minassa.access.releases.types import LOST, ON_ITS_WAY, DeliveryState, Parcel, Recipients, Step
from minassa.access.releases.wire import parcel_from_json, parcel_to_json
from minassa.access.rules import decide, is_for_the_platform
from minassa.access.system import system_actor
from minassa.access.types import ActorKind, Tlp
from minassa.access.walls import WallError
from minassa.base import Conflict, Invalid, Json, Refused, canonical_json


def release(opened: Opened, parcel: Parcel, *, to: Iterable[str] | Recipients) -> UUID:
    """Release a parcel to agencies and communities (tokens as in an audience), in the transaction of this open door.

    Writes one `Release` and one `Delivery` for each agency; communities are expanded now. Agencies of this node are
    delivered to at once: the room's own row, under a label that addresses them, is what they see. The same door must let
    the actor write under the parcel's label. Gives the parcel's id.

    Raises Refused for what is not the actor's agency's own, Invalid for recipients whom the label does not address,
    Conflict where the version was used already or something was withdrawn from a recipient before.
    """
    _refuse_foreign(opened, parcel)
    reached = to if isinstance(to, Recipients) else recipients(to, owner=parcel.owner)
    _refuse_unaddressed(parcel, reached)
    stream = take_turn(parcel.stream, parcel.owner)  # before the door opens, so that it sees what the last holder wrote
    with door(system_actor("releases"), RELEASE_WRITE, subject=parcel.stream) as writing:
        writing.note(
            owner=parcel.owner,
            parcel=parcel.id,
            step=parcel.step.value,
            version=parcel.version,
            agencies=len(reached.agencies),
        )
        _refuse_used(stream, parcel, reached)
        written(writing, stream, parcel, reached, by=opened.actor.named)
        _outlast(parcel, reached, by=opened.actor.named)
    return parcel.id


def written(writing: Opened, stream: Stream, parcel: Parcel, reached: Recipients, *, by: str) -> None:
    """Write a release into the owner's books and on its way. The caller holds the stream and a system actor's door."""
    stream.version = max(stream.version, parcel.version)
    stream.has_content = stream.has_content or parcel.step is not Step.MESSAGE
    stream.save(update_fields=["version", "has_content"])
    row = _release_row(parcel, writing.intern(books_label(parcel.label, parcel.owner)), by=by)
    here = local_agencies(reached.agencies)
    if parcel.step is Step.WITHDRAW:
        _stop_what_waits(parcel, reached, here)
    _deliver(row, parcel, reached, here)
    _tell_here(writing, parcel, here)
    forget_delivered([row.id])


def _outlast(parcel: Parcel, reached: Recipients, *, by: str) -> None:
    """Who holds what must be known after a restore too; content is sealed in the ledger."""
    through = {str(agency): str(community or "") for agency, community in reached.through.items()}
    body: dict[str, Json] = {"parcel": parcel_to_json(parcel).decode(), "through": through, "by": by}
    outlast("parcel.released", subject=parcel.stream, content=canonical_json(body))


def holders(stream: str, owner: UUID) -> Recipients:
    """Who has this now, or will have it: all to whom it was released and from whom it was not withdrawn.

    For a room that corrects or withdraws what it released, or shows its people who has it. To act on the answer, ask for
    the `next_version` first: it holds the stream.
    """
    with door(system_actor("releases"), RELEASE_HOLDERS):
        return _holders(stream, owner)


def ever_sent(streams: Iterable[str], owner: UUID) -> dict[str, frozenset[UUID]]:
    """To which agencies each of an agency's own streams was released, whether they still have it or not."""
    with door(system_actor("releases"), RELEASE_HOLDERS):
        rows = Delivery.objects.filter(stream__in=list(streams), owner=owner).exclude(step=Step.MESSAGE)
        found: dict[str, set[UUID]] = {}
        for stream, agency in rows.exclude(state__in=LOST).values_list("stream", "agency"):
            found.setdefault(stream, set()).add(agency)
        return {stream: frozenset(agencies) for stream, agencies in found.items()}


def forget_content(stream: str, owner: UUID) -> int:
    """Forget what the parcels of a stream said, because it was deleted for good; the books of who had it stay.

    What still waits to be carried keeps its content, and so does what ended the stream, which a recipient may ask for again: it says no
    more than a reason. Gives the number of parcels.
    """
    with door(system_actor("releases"), RELEASE_WRITE, subject=stream) as writing:
        writing.note(owner=owner)
        rows = Release.objects.filter(stream=stream, owner=owner).exclude(step=Step.WITHDRAW)
        done = rows.exclude(deliveries__state__in=ON_ITS_WAY)
        for row in done:
            row.parcel = parcel_to_json(replace(parcel_from_json(row.parcel.encode()), content={})).decode()
            row.save(update_fields=["parcel"])
        return len(done)


def _holders(stream: str, owner: UUID) -> Recipients:
    """Runs inside the outbox's own door."""
    rows = Delivery.objects.filter(stream=stream, owner=owner).exclude(step=Step.MESSAGE).order_by("version")
    found: dict[UUID, UUID | None] = {}
    for row in rows:
        if row.step == Step.WITHDRAW:
            found.pop(row.agency, None)
        elif row.state not in LOST or row.agency in found:
            # Named itself once, it stays when it leaves a community.
            direct = row.agency in found and found[row.agency] is None
            found[row.agency] = None if direct else row.community
    return Recipients(found)


def _refuse_foreign(opened: Opened, parcel: Parcel) -> None:
    """Only people of the owner, or the node itself for an agency that lives here, release; and through a writing door."""
    if opened.act.kind is ActKind.READ:
        raise WallError(f"{opened.act.name} only reads: it cannot release anything")
    kind_named(parcel.kind)
    if opened.actor.kind is ActorKind.SYSTEM:
        if not is_local(parcel.owner):
            raise Refused(faults.NOT_OWNER)
        return
    if opened.actor.agency != parcel.owner:
        raise Refused(faults.NOT_OWNER)
    if not decide(opened.actor, opened.act, parcel.label, opened.context).allowed:
        raise Refused(access_faults.LABEL_REFUSED)


def _refuse_unaddressed(parcel: Parcel, reached: Recipients) -> None:
    """Each recipient is named by the label, or it is for everybody. TLP:RED names persons, whom only their own node knows.

    What ends a stream carries nothing: its label names those who lose it.
    """
    if parcel.owner in reached.agencies or not reached.agencies:
        raise Invalid(faults.NO_RECIPIENT)
    if parcel.label.tlp in {Tlp.RED, Tlp.CLEAR} or is_for_the_platform(parcel.label):
        return
    if not reached.tokens <= parcel.label.audience:
        raise Invalid(faults.NOT_ADDRESSED_TO)


def _refuse_used(stream: Stream, parcel: Parcel, reached: Recipients) -> None:
    """Raise Conflict for a version that the stream has passed, of two at once for the second; and for what is gone there."""
    if parcel.version <= stream.version:
        raise Conflict(access_faults.CHANGED_MEANWHILE)
    if parcel.step is not Step.WITHDRAW and any(_is_gone(parcel, one) for one in reached.agencies):
        raise Conflict(faults.GONE_FROM_THERE)


def _is_gone(parcel: Parcel, agency: UUID) -> bool:
    if is_withdrawn(parcel.stream, parcel.owner, agency=agency):
        return True
    return Delivery.objects.filter(stream=parcel.stream, owner=parcel.owner, agency=agency, step=Step.WITHDRAW).exists()


def _release_row(parcel: Parcel, label_id: int, *, by: str) -> Release:
    return Release.objects.create(
        id=parcel.id,
        label_id=label_id,
        kind=parcel.kind,
        stream=parcel.stream,
        version=parcel.version,
        step=parcel.step.value,
        owner=parcel.owner,
        parcel=parcel_to_json(parcel).decode(),
        created=parcel.at,
        released_by=by,
    )


def _stop_what_waits(parcel: Parcel, reached: Recipients, here: frozenset[UUID]) -> None:
    """What was withdrawn need not be carried any more; agencies of this node get a tombstone, as the others' nodes make one."""
    Delivery.objects.filter(
        stream=parcel.stream,
        owner=parcel.owner,
        agency__in=reached.agencies,
        state__in=[*ON_ITS_WAY, DeliveryState.DEAD],
    ).update(state=DeliveryState.STOPPED)
    for agency in here:
        bury(parcel.stream, parcel.owner, version=parcel.version, at=parcel.at, agency=agency)


def _deliver(row: Release, parcel: Parcel, reached: Recipients, here: frozenset[UUID]) -> None:
    due = due_of(parcel)
    Delivery.objects.bulk_create(
        [
            Delivery(
                label_id=row.label_id,
                release=row,
                agency=agency,
                community=community,
                kind=parcel.kind,
                stream=parcel.stream,
                owner=parcel.owner,
                version=parcel.version,
                step=parcel.step.value,
                state=DeliveryState.RECEIVED if agency in here else DeliveryState.WAITING,
                created=parcel.at,
                next_try=parcel.at,
                sent_at=parcel.at if agency in here else None,
                received_at=parcel.at if agency in here else None,
                due=due,
                reason=reason_of(parcel),
                is_listed=kind_named(parcel.kind).lists(parcel),
            )
            for agency, community in sorted(reached.through.items())
        ]
    )


def _tell_here(writing: Opened, parcel: Parcel, here: frozenset[UUID]) -> None:
    """Agencies of this node find what they received in their own list, and their room is told."""
    if not here:
        return
    write_inbound(writing, parcel, here)
    told = kind_named(parcel.kind).here
    if told is None:
        return
    whole = filled(parcel)
    for agency in sorted(here):
        told(writing, whole, agency)
