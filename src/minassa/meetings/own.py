"""For whom somebody acts."""

from uuid import UUID

from minassa.access import Actor
from minassa.base import Refused
from minassa.meetings import faults


def agency_of(actor: Actor) -> UUID:
    """The agency for which somebody acts. Raises Refused for the node itself, which is nobody's."""
    if actor.agency is None:
        raise Refused(faults.NOT_YOUR_EDITION)
    return actor.agency
