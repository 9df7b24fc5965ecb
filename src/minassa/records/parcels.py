"""The kind of parcels that this room sends and receives."""

from minassa.access import parcel_kind
from minassa.records.releases import receiving
from minassa.records.releases.types import KIND

parcel_kind(
    KIND,
    receive=receiving.receive_record,
    here=receiving.told_here,
    narrow=receiving.narrow_record,
)
