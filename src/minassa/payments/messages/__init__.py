"""Payment messages, read one transaction at a time: ISO 20022 and SWIFT MT103. Pure: no Django, no I/O but the stream that it is given."""

from minassa.payments.messages.numbers import is_card, without_cards
from minassa.payments.messages.stream import read_messages
from minassa.payments.messages.types import (
    BrokenOff,
    Event,
    NotPaymentsError,
    Number,
    NumberKind,
    Party,
    Problem,
    RefusedMarkupError,
    Role,
    Text,
    Total,
    Transaction,
    masked,
)

__all__ = [
    "BrokenOff",
    "Event",
    "NotPaymentsError",
    "Number",
    "NumberKind",
    "Party",
    "Problem",
    "RefusedMarkupError",
    "Role",
    "Text",
    "Total",
    "Transaction",
    "is_card",
    "masked",
    "read_messages",
    "without_cards",
]
