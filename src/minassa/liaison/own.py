"""Whose side somebody is on."""

from uuid import UUID

from minassa.access import Actor
from minassa.base import Refused
from minassa.liaison import faults


def agency_of(actor: Actor) -> UUID:
    """The agency for which somebody acts. Raises Refused for the node itself, which is nobody's."""
    if actor.agency is None:
        raise Refused(faults.NOT_A_PARTY)
    return actor.agency
