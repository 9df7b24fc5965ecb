"""Nomination: a delegation's focal point names its people, as drafts of its own agency until they are sent to the secretariat."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, list_people
from minassa.base import Conflict, Invalid, NotFound, new_id
from minassa.meetings import faults, labels
from minassa.meetings.acts import DELEGATE_NAME, KEEPERS
from minassa.meetings.delegations import rows
from minassa.meetings.delegations.rules import DelegateState
from minassa.meetings.delegations.types import Nominee
from minassa.meetings.editions.rules import SPOKEN
from minassa.meetings.models import Accreditation, Delegate, Delegation, Invitation
from minassa.meetings.notices import NOMINATED, tell
from minassa.meetings.texts import line, passage

LONGEST_NEEDS: Final = 2_000


def keep_delegate(actor: Actor, *, delegation: UUID, nominee: Nominee, id: UUID | None = None) -> UUID:  # noqa: A002 - the word that every room uses
    """Keep somebody as a draft of the own agency, new or over an old one. Gives the id.

    Who was nominated is a draft again, and needs to be nominated and accredited anew. Raises Invalid, NotFound, Refused.
    """
    said = _checked(actor, nominee)
    with door(actor, DELEGATE_NAME, subject=f"delegation:{delegation}") as opened:
        place = rows.own_delegation(opened, delegation)
        row = _own_delegate(place, id) if id else Delegate(id=new_id(), delegation=place, owner=place.agency)
        opened.note(delegate=row.id)
        for name in ("name", "function", "is_head", "listens", "needs", "user"):
            setattr(row, name, getattr(said, name))
        row.speaks = list(said.speaks)
        row.state, row.modified = DelegateState.DRAFT.value, opened.context.at
        exercise = opened.label_of(place.label_id).exercise
        row.label_id = opened.intern(labels.own(place.agency, exercise=exercise))
        row.save()
        return row.id


def _checked(actor: Actor, said: Nominee) -> Nominee:
    if not {*said.speaks, *filter(None, (said.listens,))} <= set(SPOKEN):
        raise Invalid(faults.LANGUAGES)
    if said.user is not None and said.user not in {one.id for one in list_people(actor, agency=actor.agency)}:
        raise Invalid(faults.NOT_YOUR_PERSON)
    return replace(
        said,
        name=line(said.name, longest=200),
        function=line(said.function, longest=200, needed=False),
        speaks=tuple(one for one in SPOKEN if one in said.speaks),
        needs=passage(said.needs, longest=LONGEST_NEEDS, needed=False),
    )


def _own_delegate(place: Delegation, id: UUID) -> Delegate:  # noqa: A002 - the word that every room uses
    row = Delegate.objects.filter(delegation=place, id=id).first()
    if row is None:
        raise NotFound(faults.NO_DELEGATE)
    return row


def nominate_delegates(actor: Actor, *, delegation: UUID) -> int:
    """Send all drafts of the own delegation to the secretariat, which then sees them. Gives how many.

    Raises Conflict for more people than the delegation has places, for two heads, and for nobody.
    """
    with door(actor, DELEGATE_NAME, subject=f"delegation:{delegation}") as opened:
        place = rows.own_delegation(opened, delegation)
        edition = rows.edition_of(place)
        drafts = list(Delegate.objects.select_for_update().filter(delegation=place, state=DelegateState.DRAFT.value))
        if not drafts:
            raise Conflict(faults.NOTHING_NOMINATED)
        _refuse_too_many(place, drafts)
        exercise = opened.label_of(place.label_id).exercise
        label_id = opened.intern(labels.between(place.agency, edition.owner, exercise=exercise))
        for row in drafts:
            row.state, row.label_id = DelegateState.NOMINATED.value, label_id
            row.save(update_fields=["state", "label"])
        opened.note(delegates=len(drafts))
        tell(edition.owner, KEEPERS, NOMINATED, edition, place)
        return len(drafts)


def _refuse_too_many(place: Delegation, drafts: list[Delegate]) -> None:
    there = list(Delegate.objects.filter(delegation=place, state=DelegateState.NOMINATED.value))
    quota = Invitation.objects.get(delegation=place).quota
    if len(there) + len(drafts) > quota:
        raise Conflict(faults.QUOTA, quota=quota)
    if sum(one.is_head for one in (*there, *drafts)) > 1:
        raise Conflict(faults.TWO_HEADS)


def withdraw_delegate(actor: Actor, *, delegation: UUID, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Take somebody back: a draft is gone, of who was nominated the secretariat sees that they do not come."""
    with door(actor, DELEGATE_NAME, subject=f"delegation:{delegation}") as opened:
        place = rows.own_delegation(opened, delegation)
        row = _own_delegate(place, id)
        opened.note(delegate=row.id, state=row.state)
        if row.state == DelegateState.DRAFT.value:
            _drop(opened, row)
            return
        row.state, row.modified = DelegateState.WITHDRAWN.value, opened.context.at
        row.save(update_fields=["state", "modified"])


def _drop(opened: Opened, row: Delegate) -> None:
    """Delete a draft. One that the secretariat has decided about before stays as withdrawn: its decision hangs on it."""
    if Accreditation.objects.filter(delegate=row).exists():
        row.state, row.modified = DelegateState.WITHDRAWN.value, opened.context.at
        row.save(update_fields=["state", "modified"])
    else:
        row.delete()
