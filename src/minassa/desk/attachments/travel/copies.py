"""Who has a file that left, as its owner's people read it in their books."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from minassa.access import Actor, DeliveryState, DeliveryView, Step, act_named, door, list_deliveries
from minassa.desk.attachments.storing import own_row
from minassa.desk.attachments.travel.content import stream_of
from minassa.desk.models import GoneThere

RELEASE_LIST: Final = act_named("release.list")
_HERE: Final = frozenset({DeliveryState.RECEIVED, DeliveryState.ACKNOWLEDGED})


@dataclass(frozen=True, slots=True)
class FileCopy:
    """Where a file stands with one agency: how many of its pieces have arrived, whether it was taken back, and is gone there.

    `delivery` is the last thing that was sent; `gone_for` says why the copy there is deleted ("withdrawn", or the recipient's reason).
    """

    agency: UUID
    pieces: int
    arrived: int
    released: datetime
    delivery: DeliveryView
    gone_at: datetime | None
    gone_for: str

    @property
    def has_it(self) -> bool:
        """Whether it was not taken back."""
        return self.delivery.step is not Step.WITHDRAW


def file_copies(actor: Actor, *, id: UUID) -> tuple[FileCopy, ...]:  # noqa: A002 - the word that every room uses
    """The agencies to which a file of the own agency was released, each with where it stands. Raises NotFound for others' files."""
    with door(actor, RELEASE_LIST, subject=f"attachment:{id}") as opened:
        own_row(opened, id)
        gone = {one.agency: one for one in GoneThere.objects.filter(file=id)}
        by_agency: dict[UUID, list[DeliveryView]] = defaultdict(list)
        for one in sorted(list_deliveries(actor, stream=stream_of(id)), key=lambda each: each.version):
            if one.step is Step.SHARE:
                by_agency[one.agency].clear()
            by_agency[one.agency].append(one)
        return tuple(_copy(agency, lines, gone.get(agency)) for agency, lines in sorted(by_agency.items()))


def _copy(agency: UUID, lines: list[DeliveryView], gone: GoneThere | None) -> FileCopy:
    pieces = [one for one in lines if one.step in {Step.SHARE, Step.MESSAGE}]
    is_later = gone is not None and gone.at >= lines[0].created
    return FileCopy(
        agency=agency,
        pieces=len(pieces),
        arrived=sum(one.state in _HERE for one in pieces),
        released=lines[0].created,
        delivery=next((one for one in reversed(lines) if one.step is Step.WITHDRAW), lines[-1]),
        gone_at=gone.at if gone is not None and is_later else None,
        gone_for=gone.reason if gone is not None and is_later else "",
    )
