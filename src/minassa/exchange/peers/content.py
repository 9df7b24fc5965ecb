"""What stands inside an envelope: parcels on their way, and receipts for parcels that arrived.

    {"parcels": [{"delivery": "<uuid>", "mark": "<hex>", "parcel": "<the parcel's canonical JSON, as text>"}],
     "receipts": [{"delivery": "<uuid>", "mark": "<hex>", "state": "taken", "code": ""}]}

A receipt repeats what the sender's node wrote beside the parcel. The mark is a keyed digest of the delivery and of the node that it
went to: so a node can answer for what was sent to it, and for nothing else, and the sender keeps no list.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.utils.crypto import constant_time_compare, salted_hmac

from minassa.access import Receipt, ReceiptState
from minassa.base import Invalid
from minassa.exchange.peers import faults
from minassa.exchange.peers.wire import Wrong, entries, mapping, text, uuid

MOST_PARCELS = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """A parcel as it travels, for one delivery."""

    delivery: UUID
    mark: str
    parcel: bytes


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one delivery at the recipient's node."""

    delivery: UUID
    mark: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Content:
    """The inside of one envelope."""

    parcels: tuple[Sent, ...] = ()
    receipts: tuple[Answered, ...] = ()

    def as_json(self) -> bytes:
        """The bytes that are sealed."""
        return orjson.dumps(
            {
                "parcels": [
                    {"delivery": str(one.delivery), "mark": one.mark, "parcel": one.parcel.decode()}
                    for one in self.parcels
                ],
                "receipts": [
                    {
                        "delivery": str(one.delivery),
                        "mark": one.mark,
                        "state": one.receipt.state.value,
                        "code": one.receipt.code,
                    }
                    for one in self.receipts
                ],
            }
        )


def read_content(raw: bytes) -> Content:
    """Read the inside of an envelope, strictly; each parcel is read later, by itself. Raises Invalid for what is none."""
    try:
        whole = mapping(orjson.loads(raw), "form", {"parcels", "receipts"})
        return Content(
            tuple(_sent(one) for one in entries(whole["parcels"], "parcels", most=MOST_PARCELS)),
            tuple(_answered(one) for one in entries(whole["receipts"], "receipts", most=MOST_PARCELS)),
        )
    except ValueError as error:  # Wrong, and what is no JSON
        raise Invalid(faults.UNREADABLE) from error


def _sent(value: object) -> Sent:
    body = mapping(value, "parcels", {"delivery", "mark", "parcel"})
    parcel: Any = body["parcel"]
    if not isinstance(parcel, str):
        raise Wrong("parcels")
    return Sent(uuid(body["delivery"], "parcels"), text(body["mark"], "parcels"), parcel.encode())


def _answered(value: object) -> Answered:
    body = mapping(value, "receipts", {"delivery", "mark", "state", "code"})
    if body["state"] not in {one.value for one in ReceiptState}:
        raise Wrong("receipts")
    receipt = Receipt(ReceiptState(body["state"]), text(body["code"], "receipts"))
    return Answered(uuid(body["delivery"], "receipts"), text(body["mark"], "receipts"), receipt)


def mark_of(delivery: UUID, node: UUID, *more: UUID) -> str:
    """What the recipient's node repeats in its receipt: nobody else can know it."""
    named = ":".join(map(str, (delivery, node, *more)))
    return salted_hmac("minassa peer receipt", named, algorithm="sha256").hexdigest()


def is_marked(one: Answered, node: UUID) -> bool:
    """Whether this node sent that delivery to that node."""
    return constant_time_compare(one.mark, mark_of(one.delivery, node))
