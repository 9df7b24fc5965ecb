"""Taking in duty contacts of other agencies, and what they take back."""

from dataclasses import replace

from minassa.access import Opened, Parcel, Step, Tlp, addressed_here, door, system_actor
from minassa.base import Invalid, Refused, canonical_json
from minassa.liaison import faults
from minassa.liaison.acts import DUTY_RECEIVE
from minassa.liaison.duty.content import contact_from_json, contact_to_json
from minassa.liaison.models import DutyContact


def receive(_opened: Opened, parcel: Parcel) -> None:
    """Take in a contact, or its being taken back. An agency that joins late begins with a correction."""
    with door(system_actor("liaison"), DUTY_RECEIVE, subject=f"duty:{parcel.about}") as opened:
        opened.note(owner=parcel.owner, step=parcel.step.value, version=parcel.version)
        row = DutyContact.objects.select_for_update().filter(id=parcel.about).first()
        if parcel.step is Step.MESSAGE or (row is not None and row.owner != parcel.owner):
            raise Refused(faults.NOT_YOUR_CONTACT)
        if parcel.step is Step.WITHDRAW:
            _take_away(opened, parcel, row)
            return
        _refuse_label(parcel)
        row = row or DutyContact(id=parcel.about, owner=parcel.owner)
        row.content = canonical_json(contact_to_json(contact_from_json(parcel.content))).decode()
        row.label_id = opened.intern(parcel.label)
        row.confirmed, row.modified = min(parcel.at, opened.context.at), opened.context.at
        row.save()


def _refuse_label(parcel: Parcel) -> None:
    label = parcel.label
    if label.tlp in {Tlp.RED, Tlp.CLEAR}:
        raise Invalid(faults.TLP)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    if label.purposes or label.opens or label.closes:
        raise Invalid(faults.MESSAGE_WRONG)


def _take_away(opened: Opened, parcel: Parcel, row: DutyContact | None) -> None:
    """From those named; when nobody of this node is left, the contact is gone."""
    if row is None:
        raise Refused(faults.NO_CONTACT)
    label = opened.label_of(row.label_id)
    gone = frozenset(f"agency:{one}" for one in addressed_here(parcel.label))
    left = replace(label, audience=label.audience - gone)
    if not left.audience or not addressed_here(left):
        row.delete()
        return
    row.label_id = opened.intern(left)
    row.save(update_fields=["label"])
