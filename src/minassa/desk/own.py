"""What belongs to one person: its label is TLP:RED with that person as its whole audience. Nobody else finds it."""

from uuid import UUID

from minassa.access import Actor, Handling, Label, Opened, Tlp


def label_for(person: UUID, agency: UUID) -> Label:
    """The label of what belongs to this person of this agency."""
    return Label(owner=agency, tlp=Tlp.RED, audience=frozenset({f"user:{person}"}), handling=frozenset({Handling.H0}))


def own_label(actor: Actor) -> Label | None:
    """The label of what belongs to this actor; None for an actor that is no person."""
    if actor.agency is None or actor.user_id is None:
        return None
    return label_for(actor.user_id, actor.agency)


def own_label_id(opened: Opened) -> int:
    """The id of the actor's own label among those visible; 0, which no row has, where there is none yet."""
    own = own_label(opened.actor)
    return next((one for one in opened.visible if opened.label_of(one) == own), 0)
