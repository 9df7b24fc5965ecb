"""Adding objects to a collection: an envelope is read and checked before the door opens, and stored at once behind it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from minassa import cyber
from minassa.access import Actor, door
from minassa.base import Invalid, Refused
from minassa.exchange import faults
from minassa.exchange.acts import TAXII_ADD, TAXII_OFFER
from minassa.exchange.taxii import store
from minassa.exchange.taxii.collections import collection_row, refuse_closed
from minassa.exchange.taxii.labelling import Labeller, definitions_among
from minassa.exchange.taxii.statuses import keep_status
from minassa.exchange.taxii.types import Failure, StatusView, Taken
from minassa.stix import Checked, Code, Limits, Problem, owner_claimed, read_envelope

MOST_BYTES: Final = 20_000_000
MOST_OBJECTS: Final = 50_000
"""MISP fills an envelope up to the length that the API root states; its shortest objects have some 400 bytes."""
LIMITS: Final = Limits(envelope_bytes=MOST_BYTES, objects=MOST_OBJECTS, object_bytes=1_000_000, text=500_000)

Read = Checked | Problem


def add_objects(actor: Actor, *, collection: UUID, body: bytes, purpose: str = "") -> StatusView:
    """Add the objects of an envelope to a collection; whose label bounds theirs. One that is refused leaves the others be.

    What is there already counts as a success and is not doubled. Raises NotFound, Refused where the collection takes nothing
    from this actor, Invalid where the body is no envelope.
    """
    with door(actor, TAXII_OFFER, purpose=purpose) as opened:
        row = collection_row(collection)
        refuse_closed(row, opened.label_of(row.label_id), actor.agency)
    read = _read(body)
    with door(actor, TAXII_ADD, purpose=purpose, subject=f"collection:{collection}") as opened:
        row = collection_row(collection)
        label = opened.label_of(row.label_id)
        if actor.agency is None:
            raise Refused(faults.NOT_OPEN)
        labeller = Labeller(opened, label, actor.agency, definitions_among(read, collection))
        taken = take_checked(
            labeller, collection=collection, agency=actor.agency, read=read, source=row.title, of_sender=True
        )
        opened.note(owner=label.owner, stored=taken.stored, known=taken.known, refused=len(taken.failures))
        return keep_status(opened, collection=collection, taken=taken)


def _read(body: bytes) -> list[Read]:
    """All objects of the envelope. Raises Invalid for a body that is none at all, TooLarge past the limits."""
    read = list(read_envelope(body, limits=LIMITS))
    codes = {one.code for one in read if isinstance(one, Problem) and (one.index < 0 or one.code is Code.TOO_MANY)}
    if codes & {Code.TOO_MANY, Code.TOO_LARGE}:
        raise faults.TooLarge(faults.TOO_MANY, most=MOST_OBJECTS)
    if codes or not read:
        raise Invalid(faults.NOT_AN_ENVELOPE)
    return read


def take_checked(  # noqa: PLR0913 - where it goes, whose it is, and whence it came, each part named
    labeller: Labeller,
    *,
    collection: UUID,
    agency: UUID,
    read: Sequence[Read],
    source: str,
    is_bound: bool = False,
    of_sender: bool = False,
) -> Taken:
    """Store what was read, each object under its own label, through the labeller's door.

    What is about threats is told to `minassa.cyber` in the same transaction, as of this source, so that checks know it at once;
    `is_bound`: there it changes no indicator that came from elsewhere. `of_sender`: the agency itself sent it, so a record that says
    to be another agency's is refused; what is fetched from elsewhere is as its author says.
    """
    offered: list[store.Offered] = []
    given: list[cyber.Given] = []
    failures = [Failure(one.id, "", one.sentence()) for one in read if isinstance(one, Problem)]
    for one in read:
        if isinstance(one, Checked):
            try:
                if of_sender and owner_claimed(one.object) not in {"", str(agency)}:
                    raise Refused(faults.NOT_OWNER)  # noqa: TRY301 - told below as any other object that is not taken
                label_id = labeller.label_of(one.object)
            except (Invalid, Refused) as fault:
                failures.append(Failure(one.id, one.version, str(fault)))
                continue
            offered.append(store.Offered(one.id, one.type, one.version, one.raw, label_id))
            given.append(cyber.Given(one, labeller.opened.label_of(label_id), source, is_bound))
    taken = store.take(collection=collection, agency=agency, offered=offered)
    cyber.take_objects(labeller.opened, given)
    return Taken(taken.stored, taken.known, (*failures, *taken.failures))
