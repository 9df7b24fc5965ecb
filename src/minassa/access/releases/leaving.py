"""What happens to what an agency holds when it leaves the community through which it got it.

The flow stops at once: nothing more is carried to it, and its own node is asked, with a withdrawal of each stream, to
return or delete what it holds and to say so. An agency that was also named itself keeps what it has.
"""

from typing import Final
from uuid import UUID

from minassa.access.acts import RELEASE_LEAVE
from minassa.access.doorway import Opened, door
from minassa.access.releases.kinds import kind_named
from minassa.access.releases.models import Delivery, Release
from minassa.access.releases.outbox import holders, release
from minassa.access.releases.recipients import addressed, is_local
from minassa.access.releases.streams import next_version
from minassa.access.releases.types import Parcel, Recipients, Step
from minassa.access.releases.wire import parcel_from_json
from minassa.access.system import system_actor
from minassa.access.types import Tlp
from minassa.base import new_id

LEFT: Final = "left-community"


def leave_community(community: UUID, agency: UUID) -> int:
    """Stop all that reached an agency through a community it has left, and ask for it back; the number of streams.

    Runs in the transaction that changes the members. Each node does this for what its own agencies released.
    """
    with door(system_actor("releases"), RELEASE_LEAVE, subject=f"community:{community}") as opened:
        asked = sum(_asked_back(opened, *one, community, agency) for one in _reached(community, agency))
        opened.note(agency=agency, streams=asked)
        return asked


def _reached(community: UUID, agency: UUID) -> list[tuple[str, UUID]]:
    rows = Delivery.objects.filter(community=community, agency=agency).exclude(step=Step.MESSAGE)
    return sorted(set(rows.values_list("stream", "owner")))


def _asked_back(opened: Opened, stream: str, owner: UUID, community: UUID, agency: UUID) -> bool:
    """Withdraw one stream from one agency, unless it does not hold it, or not through this community."""
    if not is_local(owner):
        return False
    version = next_version(stream, owner)
    if holders(stream, owner).through.get(agency, agency) != community:
        return False
    parcel = _withdrawal(opened, stream, owner, agency, version)
    release(opened, parcel, to=Recipients({agency: None}))
    narrow = kind_named(parcel.kind).narrow
    if narrow is not None and is_local(agency):
        narrow(opened, stream, agency)
    return True


def _withdrawal(opened: Opened, stream: str, owner: UUID, agency: UUID, version: int) -> Parcel:
    """Under the label of what the agency was sent last, addressed to it alone."""
    sent = Release.objects.filter(stream=stream, owner=owner, deliveries__agency=agency).exclude(step=Step.MESSAGE)
    last = parcel_from_json(sent.order_by("-version")[0].parcel.encode())
    alone = addressed(last.label, Recipients({agency: None}))
    return Parcel(
        id=new_id(),
        kind=last.kind,
        stream=stream,
        version=version,
        step=Step.WITHDRAW,
        owner=owner,
        label=last.label if last.label.tlp is Tlp.RED else alone,
        content={"reason": LEFT},
        at=opened.context.at,
    )
