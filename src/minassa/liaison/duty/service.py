"""Keeping duty contacts current, sharing them, and reading those of others."""

from datetime import datetime
from typing import Final
from uuid import UUID

import orjson

from minassa.access import Actor, Opened, Recipients, Shared, door, marks, system_actor
from minassa.base import NotFound, Refused, canonical_json, new_id
from minassa.liaison import faults
from minassa.liaison.acts import DUTY_KEEP, DUTY_LIST, DUTY_REMIND
from minassa.liaison.duty import content, notices, rules
from minassa.liaison.duty.types import Contact, ContactView, Sharing
from minassa.liaison.models import DutyBook, DutyContact
from minassa.liaison.own import agency_of
from minassa.liaison.requests.files import file_label
from minassa.liaison.sharing import checked_sharing, label_for, reached, spread, take_back

KIND: Final = "duty"
MOST_LISTED: Final = 1_000


def keep_contact(
    actor: Actor,
    *,
    contact: Contact,
    sharing: Sharing,
    exercise: bool,
    id: UUID | None = None,  # noqa: A002 - the word that every room uses
) -> UUID:
    """Add a contact of the own agency, or change one, and share it; whoever keeps it confirms it. Gives its id.

    Agencies with which it is not shared any more lose it. Raises Invalid for what could not be used at night.
    """
    whole = content.checked(contact)
    with door(actor, DUTY_KEEP) as opened:
        to = reached(actor, checked_sharing(sharing))
        row = _own(opened, id) if id else DutyContact(id=new_id(), owner=agency_of(actor))
        opened.note(subject=f"duty:{row.id}", owner=row.owner, agencies=len(to.agencies) if to else 0)
        row.content = canonical_json(content.contact_to_json(whole)).decode()
        _share(opened, row, sharing, to, exercise=exercise)
        return row.id


def confirm_contact(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Say that a contact is still right; all who have it see since when, and agencies that are new get it."""
    with door(actor, DUTY_KEEP, subject=f"duty:{id}") as opened:
        row = _own(opened, id)
        sharing = content.sharing_from_json(orjson.loads(_book(row).sharing))
        exercise = opened.label_of(row.label_id).exercise
        _share(opened, row, sharing, reached(actor, sharing), exercise=exercise)


def remove_contact(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take a contact away from everybody at once."""
    with door(actor, DUTY_KEEP, subject=f"duty:{id}") as opened:
        row = _own(opened, id)
        take_back(opened, _shared(row), opened.label_of(row.label_id))
        row.delete()


def list_contacts(actor: Actor, *, agency: UUID | None = None) -> tuple[ContactView, ...]:
    """The contacts that this actor sees, of one agency where it is named: those on duty first, then by their name."""
    with door(actor, DUTY_LIST) as opened:
        rows = DutyContact.objects.order_by("owner", "id")
        rows = rows.filter(owner=agency) if agency else rows
        found = [_view(row, opened) for row in rows[:MOST_LISTED]]
        return tuple(sorted(found, key=lambda one: (not one.on_duty, one.contact.name, str(one.id))))


def read_contact(actor: Actor, *, id: UUID) -> ContactView:  # noqa: A002 - the word that every room uses
    """One contact. Raises NotFound."""
    with door(actor, DUTY_LIST) as opened:
        row = DutyContact.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_CONTACT)
        return _view(row, opened)


def remind_to_confirm() -> int:
    """Ask the officers of this node's agencies to confirm what nobody has confirmed for ninety days; how many contacts."""
    with door(system_actor("liaison"), DUTY_REMIND) as opened:
        at, count = opened.context.at, 0
        stale = DutyBook.objects.select_related("contact").filter(contact__confirmed__lt=at - rules.CONFIRM_EVERY)
        for book in stale.order_by("id"):
            if book.reminded is not None and at - book.reminded < rules.REMIND_AGAIN:
                continue
            notices.confirm(book.contact)
            book.reminded = at
            book.save(update_fields=["reminded"])
            count += 1
        return count


def _share(opened: Opened, row: DutyContact, sharing: Sharing, to: Recipients | None, *, exercise: bool) -> None:
    """Put the row under the label that addresses its recipients, and tell them; who is left out loses it."""
    at = opened.context.at
    label = label_for(row.owner, sharing, to, exercise=exercise)
    row.label_id, row.confirmed, row.modified = opened.intern(label), at, at
    row.save()
    DutyBook.objects.filter(contact=row).delete()
    book_label = opened.intern(file_label(row.owner, exercise=exercise))
    kept = canonical_json(content.sharing_to_json(sharing)).decode()
    DutyBook.objects.create(label_id=book_label, contact=row, sharing=kept)
    spread(opened, _shared(row), sharing, to, exercise=exercise)


def _shared(row: DutyContact) -> Shared:
    return Shared(KIND, row.id, row.owner, orjson.loads(row.content))


def _own(opened: Opened, contact: UUID) -> DutyContact:
    seen = DutyContact.objects.filter(id=contact).first()
    if seen is None:
        raise NotFound(faults.NO_CONTACT)
    opened.note(subject=f"duty:{seen.id}", owner=seen.owner)
    if seen.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_CONTACT)
    return DutyContact.objects.select_for_update().get(id=contact)


def _book(row: DutyContact) -> DutyBook:
    return DutyBook.objects.get(contact=row)


def _view(row: DutyContact, opened: Opened) -> ContactView:
    at: datetime = opened.context.at
    contact = content.contact_from_json(orjson.loads(row.content))
    mine = row.owner == opened.actor.agency
    book = DutyBook.objects.filter(contact=row).first() if mine else None
    return ContactView(
        id=row.id,
        owner=row.owner,
        mine=mine,
        contact=contact,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        on_duty=rules.is_on_duty(contact.hours, at),
        now=rules.who_has_it(contact.roster, at),
        changes=rules.next_change(contact.hours, at),
        confirmed=row.confirmed,
        stale=rules.is_stale(row.confirmed, at),
        sharing=content.sharing_from_json(orjson.loads(book.sharing)) if book else None,
    )
