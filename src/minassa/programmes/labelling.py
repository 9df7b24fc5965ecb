"""The labels of this room: own while something is written, the chosen audience afterwards."""

from uuid import UUID

from minassa.access import Actor, AgencyKind, Handling, Label, Tlp, list_agencies, system_actor
from minassa.base import Invalid, Refused
from minassa.programmes import faults
from minassa.programmes.types import Sharing


def agency_of(actor: Actor) -> UUID:
    """The agency for which somebody acts. Raises Refused for the node itself, which is nobody's."""
    if actor.agency is None:
        raise Refused(faults.NOT_YOURS)
    return actor.agency


def own_label(owner: UUID, *, exercise: bool) -> Label:
    """The label of what is being written: the agency's own people alone."""
    return Label(owner, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=exercise)


def shared_label(owner: UUID, sharing: Sharing, *, exercise: bool) -> Label:
    """The label of what is shared so. Raises Invalid for recipients that do not fit the level."""
    if sharing.tlp is Tlp.RED:
        raise Invalid(faults.TLP)
    named = frozenset(sharing.to)
    is_named = sharing.tlp is Tlp.AMBER
    if is_named is not bool(named) or any(one.startswith("user:") for one in named):
        raise Invalid(faults.AUDIENCE)
    return Label(owner, sharing.tlp, named, sharing.handling, exercise=exercise)


def sharing_of(label: Label) -> Sharing:
    """How something with this label is shared."""
    return Sharing(label.tlp, tuple(sorted(label.audience)), label.handling)


def under_review(label: Label) -> Label:
    """The label of what waits for a review: the agency and the secretariat; the agency alone where the programme is its own."""
    if label.tlp is Tlp.AMBER_STRICT:
        return label
    known = list_agencies(system_actor("programmes"))
    reviewers = frozenset(f"agency:{one.id}" for one in known if one.kind is AgencyKind.SECRETARIAT and one.is_active)
    return Label(label.owner, Tlp.AMBER, reviewers, label.handling, exercise=label.exercise)


def between(owner: UUID, other: UUID, *, exercise: bool) -> Label:
    """The label of what one agency writes for itself and one other."""
    if owner == other:
        return own_label(owner, exercise=exercise)
    return Label(owner, Tlp.AMBER, frozenset({f"agency:{other}"}), frozenset({Handling.H0}), exercise=exercise)


def as_owned_by(label: Label, owner: UUID) -> Label:
    """The same audience for what another agency says about it: the first owner stays addressed."""
    if label.owner == owner:
        return label
    audience = label.audience
    tlp = label.tlp
    if tlp is Tlp.AMBER_STRICT:
        tlp = Tlp.AMBER
    if tlp is Tlp.AMBER:
        audience = (audience | {f"agency:{label.owner}"}) - {f"agency:{owner}"}
    return Label(owner, tlp, audience, label.handling, exercise=label.exercise)
