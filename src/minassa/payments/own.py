"""Whose payments are: the people of the agency that screened them."""

from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Handling, Label, Opened, Tlp
from minassa.base import Refused
from minassa.payments import faults


def whose(actor: Actor) -> tuple[UUID, UUID]:
    """The agency and the person who act. Raises Refused where it is nobody of an agency."""
    if actor.agency is None or actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    return actor.agency, actor.user_id


def own_label(agency: UUID) -> Label:
    """The label of everything in this room: the agency's own people alone."""
    return Label(
        owner=agency, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=settings.MINASSA.node.exercise
    )


def is_own(opened: Opened, label_id: int) -> bool:
    """Whether a row is of the actor's agency."""
    return opened.label_of(label_id).owner == opened.actor.agency
