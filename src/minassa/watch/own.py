"""Labels of the watch: an agency's own, and no wider than what a watched subject or a hit was taken from."""

from uuid import UUID

from minassa.access import Actor, Handling, Label, Tlp, strictest
from minassa.base import Refused
from minassa.watch import faults


def person_of(actor: Actor) -> tuple[UUID, UUID]:
    """The person and agency behind an actor. Raises Refused for a program of nobody."""
    if actor.agency is None or actor.user_id is None:
        raise Refused(faults.NO_PERSON)
    return actor.user_id, actor.agency


def own_label(agency: UUID, *, exercise: bool) -> Label:
    """For the agency alone."""
    return Label(agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)


def derived(own: Label, source: Label | None, *, person: UUID) -> Label:
    """The label of what follows a source: the agency's own, narrowed to those who may see the source."""
    return own if source is None else strictest([own, source], author=person)
