"""What an agency keeps current and shares: with all agencies or some, those who are left out losing it at once."""

from uuid import UUID

from minassa.access import (
    Actor,
    Label,
    Opened,
    Recipients,
    Shared,
    Step,
    Tlp,
    addressed,
    holders,
    list_agencies,
    recipients,
    send_shared,
    system_actor,
)
from minassa.base import Invalid
from minassa.liaison import faults
from minassa.liaison.duty.types import Sharing
from minassa.liaison.own import agency_of
from minassa.liaison.requests.files import file_label


def checked_sharing(sharing: Sharing) -> Sharing:
    """The same. Raises Invalid for marks that do not fit, and for anybody but agencies."""
    if sharing.tlp in {Tlp.RED, Tlp.CLEAR}:
        raise Invalid(faults.TLP)
    if not sharing.handling:
        raise Invalid(faults.HANDLING)
    if not all(one.startswith("agency:") for one in sharing.to):
        raise Invalid(faults.RECIPIENTS)
    return sharing


def reached(actor: Actor, sharing: Sharing) -> Recipients | None:
    """The agencies that get it now; None for nobody."""
    own = agency_of(actor)
    if sharing.everyone:
        others = {one.id: None for one in list_agencies(system_actor("liaison")) if one.is_active and one.id != own}
        return Recipients(others) if others else None
    return recipients(sharing.to, owner=own) if sharing.to else None


def label_for(owner: UUID, sharing: Sharing, to: Recipients | None, *, exercise: bool) -> Label:
    """Exactly the recipients are addressed; what is shared with nobody is for the own agency."""
    if to is None:
        return file_label(owner, exercise=exercise)
    return addressed(Label(owner, sharing.tlp, handling=sharing.handling, exercise=exercise), to)


def spread(opened: Opened, shared: Shared, sharing: Sharing, to: Recipients | None, *, exercise: bool) -> None:
    """Send it as it is now to its recipients, and take it from those who are none any more."""
    before = holders(shared.stream, shared.owner)
    if to is not None:
        label = label_for(shared.owner, sharing, to, exercise=exercise)
        send_shared(opened, shared, label, to, Step.CORRECT if before.agencies else Step.SHARE)
    gone = dict.fromkeys(before.agencies - (to.agencies if to else frozenset()))
    if gone:
        lost = Recipients(gone)
        send_shared(opened, shared, label_for(shared.owner, sharing, lost, exercise=exercise), lost, Step.WITHDRAW)


def take_back(opened: Opened, shared: Shared, label: Label) -> None:
    """Take it from everybody who has it."""
    to = holders(shared.stream, shared.owner)
    if to.agencies:
        send_shared(opened, shared, addressed(label, to), to, Step.WITHDRAW)
