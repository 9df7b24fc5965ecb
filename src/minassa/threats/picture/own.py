"""What is made for one reader alone: its label names that person, and nobody else finds it."""

from uuid import UUID

from minassa.access import Actor, Handling, Label, Opened, Tlp
from minassa.base import NotFound
from minassa.threats import faults


def person_of(actor: Actor) -> UUID:
    """Whose eyes the actor looks with. Raises NotFound for one that is no person."""
    if actor.user_id is None:
        raise NotFound(faults.NOT_FOUND)
    return actor.user_id


def own_label(actor: Actor) -> Label:
    """The label of what is made for this reader. Raises NotFound for an actor that is no person."""
    person = person_of(actor)
    if actor.agency is None:
        raise NotFound(faults.NOT_FOUND)
    audience = frozenset({f"user:{person}"})
    return Label(owner=actor.agency, tlp=Tlp.RED, audience=audience, handling=frozenset({Handling.H0}))


def own_label_ids(opened: Opened) -> list[int]:
    """The ids of that label: one, or none where nothing was made yet."""
    own = own_label(opened.actor)
    return [one for one in opened.visible if opened.label_of(one) == own]
