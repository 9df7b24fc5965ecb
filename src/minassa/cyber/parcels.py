"""The kind of parcel of this room; loaded when the node starts."""

from minassa.access import parcel_kind
from minassa.cyber import sightings

parcel_kind(sightings.KIND, receive=sightings.receive, is_listed=False)
