"""The kind of parcels that this room sends and receives; loaded when the node starts."""

from minassa.access import Step, parcel_kind
from minassa.programmes.travelling import receiving
from minassa.programmes.travelling.sending import KIND

# Every report that is accepted makes a version: the books say that a programme came and went, not each of its values.
parcel_kind(
    KIND,
    receive=receiving.receive,
    narrow=receiving.narrow,
    is_listed=lambda parcel: parcel.step is not Step.CORRECT,
)
