"""The kind of parcels that this room sends and receives."""

from minassa.access import Parcel, Step, parcel_kind
from minassa.desk.attachments.travel import arriving, leaving
from minassa.desk.attachments.travel.content import KIND


def _is_listed(parcel: Parcel) -> bool:
    """Books tell of a file that is released, and of one that is withdrawn by itself; not of its pieces, nor of what goes with its thing."""
    return parcel.step is Step.SHARE or (parcel.step is Step.WITHDRAW and "due" not in parcel.content)


parcel_kind(
    KIND,
    receive=arriving.receive_file,
    here=arriving.told_here,
    narrow=arriving.narrow_file,
    is_listed=_is_listed,
    fill=leaving.fill,
    keep=leaving.keep,
    waits_in_line=True,
    is_retold=True,
)
