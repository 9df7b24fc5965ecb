"""The words of exchange: a parcel, the steps of a stream, what became of a delivery, the answer to whoever hands one in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from minassa.access.releases import faults
from minassa.access.types import Label
from minassa.base import Invalid

_KIND: Final = re.compile(r"[a-z][a-z-]{0,31}", re.ASCII)
LARGEST_VERSION: Final = 2**31 - 1
_BEFORE: Final = -1


class Step(StrEnum):
    """What a parcel does to its stream: begin it, correct it, end it, or say something on it."""

    SHARE = "share"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One thing that one agency tells others, the same on every node.

    `stream` is "<kind>:<uuid>"; an agency's parcels of one stream are taken in by `version`, each behind the one that
    `follows` names: the version that this recipient was sent before (0 for none). Recipients join and leave a stream, so
    the outbox fills it in for each; where it is not given it is the version before. `owner` owns the content: only it
    makes versions (of a MESSAGE it is the agency that speaks). `content` is JSON in the shape of the room that made it,
    and never names a source. Raises Invalid for what is no parcel.
    """

    id: UUID
    kind: str
    stream: str
    version: int
    step: Step
    owner: UUID
    label: Label
    content: Mapping[str, Any]
    at: datetime
    follows: int = _BEFORE

    def __post_init__(self) -> None:
        """Refuse what is no parcel; put times into UTC."""
        if not _KIND.fullmatch(self.kind) or not _is_stream(self.stream, self.kind):
            raise Invalid(faults.PARCEL_INVALID, part="stream")
        if not 0 < self.version <= LARGEST_VERSION:
            raise Invalid(faults.PARCEL_INVALID, part="version")
        if self.follows == _BEFORE:
            object.__setattr__(self, "follows", self.version - 1)
        if not 0 <= self.follows < self.version:
            raise Invalid(faults.PARCEL_INVALID, part="follows")
        if self.label.owner != self.owner:
            raise Invalid(faults.PARCEL_INVALID, part="label")
        if self.at.tzinfo is None:
            raise Invalid(faults.PARCEL_INVALID, part="at")
        object.__setattr__(self, "at", self.at.astimezone(UTC))

    @property
    def about(self) -> UUID:
        """The id in the stream's name: of the record, the request, the alert."""
        return UUID(self.stream.partition(":")[2])


def _is_stream(stream: str, kind: str) -> bool:
    name, _colon, rest = stream.partition(":")
    try:
        return name == kind and str(UUID(rest)) == rest
    except ValueError:
        return False


class DeliveryState(StrEnum):
    """What became of one parcel on its way to one agency.

    WAITING to be carried; SENT, but no answer yet; RECEIVED by the recipient's node; ACKNOWLEDGED by its people; REFUSED
    with a code; DEAD after two weeks of trying; STOPPED, because it was withdrawn or its recipient left first.
    """

    WAITING = "waiting"
    SENT = "sent"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    DEAD = "dead"
    STOPPED = "stopped"


ARRIVED: Final = frozenset({DeliveryState.RECEIVED, DeliveryState.ACKNOWLEDGED})
ON_ITS_WAY: Final = frozenset({DeliveryState.WAITING, DeliveryState.SENT})
LOST: Final = frozenset({DeliveryState.REFUSED, DeliveryState.DEAD, DeliveryState.STOPPED})


class ReceiptState(StrEnum):
    """What the inbox did with a parcel: took it, held it back until those before it are here, or refused it."""

    TAKEN = "taken"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The inbox's answer; `code` is the fault of a refusal."""

    state: ReceiptState
    code: str = ""


@dataclass(frozen=True, slots=True)
class Recipients:
    """The agencies that a release reaches, each with the community through which it does (None: named itself)."""

    through: Mapping[UUID, UUID | None]

    @property
    def agencies(self) -> frozenset[UUID]:
        """All of them."""
        return frozenset(self.through)

    @property
    def tokens(self) -> frozenset[str]:
        """All of them as a label's audience names them."""
        return frozenset(f"agency:{one}" for one in self.through)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery for whoever carries: to which agency, and the parcel as this recipient is to have it."""

    id: UUID
    agency: UUID
    parcel: Parcel
    tries: int


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One line of the sender's books: what went to whom, and what became of it."""

    id: UUID
    parcel: UUID
    kind: str
    stream: str
    version: int
    step: Step
    owner: UUID
    agency: UUID
    community: UUID | None
    state: DeliveryState
    code: str
    tries: int
    created: datetime
    received_at: datetime | None
    acknowledged_at: datetime | None
    due: datetime | None
    is_overdue: bool
    reason: str

    @property
    def about(self) -> UUID:
        """The id in the stream's name."""
        return UUID(self.stream.partition(":")[2])

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is expected of this delivery."""
        wanted = DeliveryState.ACKNOWLEDGED if self.due else DeliveryState.RECEIVED
        return self.state in {wanted, DeliveryState.ACKNOWLEDGED, *LOST}


@dataclass(frozen=True, slots=True)
class ReceivedView:
    """One line of the recipient's books: what came from whom, and whether its agency has acknowledged it."""

    id: UUID
    parcel: UUID
    kind: str
    stream: str
    version: int
    step: Step
    owner: UUID
    marks: str
    reason: str
    received_at: datetime
    due: datetime | None
    acknowledged_at: datetime | None

    @property
    def about(self) -> UUID:
        """The id in the stream's name."""
        return UUID(self.stream.partition(":")[2])

    @property
    def waits(self) -> bool:
        """Whether an acknowledgement is owed."""
        return self.due is not None and self.acknowledged_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is owed, and late, at this moment."""
        return self.waits and self.due is not None and self.due <= at
