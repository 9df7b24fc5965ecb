"""What a room shares: one thing with an id, an owner and a body, each version of it a parcel of its stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from minassa.access.doorway import Opened
from minassa.access.releases.outbox import release
from minassa.access.releases.streams import next_version
from minassa.access.releases.types import Parcel, Recipients, Step
from minassa.access.types import Label
from minassa.base import new_id


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that is shared: what kind of parcel it is, whose it is, and what it says as JSON."""

    kind: str
    id: UUID
    owner: UUID
    body: Mapping[str, Any]

    @property
    def stream(self) -> str:
        """The stream in which its versions follow one another."""
        return f"{self.kind}:{self.id}"


def send_shared(opened: Opened, shared: Shared, label: Label, to: Recipients, step: Step) -> None:
    """Release one version of it to these agencies; a withdrawal says nothing but that. Raises what `release` raises."""
    parcel = Parcel(
        id=new_id(),
        kind=shared.kind,
        stream=shared.stream,
        version=next_version(shared.stream, shared.owner),
        step=step,
        owner=shared.owner,
        label=label,
        content={} if step is Step.WITHDRAW else dict(shared.body),
        at=opened.context.at,
    )
    release(opened, parcel, to=to)
