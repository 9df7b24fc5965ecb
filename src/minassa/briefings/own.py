"""Whose briefings are."""

from uuid import UUID

from minassa.access import Actor, Handling, Label, Tlp
from minassa.base import Refused
from minassa.briefings import faults


def agency_of(actor: Actor) -> UUID:
    """The agency for which somebody acts. Raises Refused for the node itself, which is nobody's."""
    if actor.agency is None:
        raise Refused(faults.NO_SCHEDULE)
    return actor.agency


def person_of(actor: Actor) -> UUID:
    """The person who acts. Raises Refused where it is none."""
    if actor.user_id is None:
        raise Refused(faults.NO_SCHEDULE)
    return actor.user_id


def own_label(agency: UUID, *, exercise: bool) -> Label:
    """The label of schedules, and of what figures were made from: the agency's own people alone."""
    return Label(agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)
