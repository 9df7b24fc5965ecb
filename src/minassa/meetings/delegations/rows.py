"""Rows of delegations: finding one, whom an actor speaks for, and whether an accreditation still counts."""

from uuid import UUID

from minassa.access import Opened
from minassa.base import NotFound, Refused
from minassa.meetings import faults
from minassa.meetings.delegations.rules import Decision, DelegateState
from minassa.meetings.models import Accreditation, Delegate, Delegation, Edition
from minassa.meetings.rows import kept_edition


def delegation(id: UUID) -> Delegation:  # noqa: A002 - the word that every room uses
    """A delegation that this actor sees. Raises NotFound."""
    row = Delegation.objects.filter(id=id).first()
    if row is None:
        raise NotFound(faults.NO_DELEGATION)
    return row


def own_delegation(opened: Opened, id: UUID) -> Delegation:  # noqa: A002 - the same
    """The actor's own delegation. Raises NotFound, and Refused for another one: nobody names other agencies' people."""
    row = delegation(id)
    opened.note(owner=row.agency)
    if row.agency != opened.actor.agency:
        raise Refused(faults.NOT_YOUR_DELEGATION)
    return row


def edition_of(row: Delegation) -> Edition:
    """The edition to which a delegation goes."""
    return Edition.objects.get(id=row.edition_id)


def kept_delegate(opened: Opened, id: UUID) -> tuple[Edition, Delegate]:  # noqa: A002 - the same
    """A person who is nominated to an edition of the actor's secretariat; the edition is locked. Raises NotFound, Refused."""
    row = Delegate.objects.filter(id=id).first()
    if row is None:
        raise NotFound(faults.NO_DELEGATE)
    edition = kept_edition(opened, delegation(row.delegation_id).edition_id)
    return edition, Delegate.objects.get(id=id)


def accreditation_of(row: Delegate) -> Accreditation | None:
    """What was decided about a person, if the delegation has said nothing else since."""
    found = Accreditation.objects.filter(delegate=row).first()
    return found if found is not None and found.decided >= row.modified else None


def is_accredited(row: Delegate) -> bool:
    """Whether a person may come in."""
    found = Accreditation.objects.select_related("delegate").filter(delegate=row).first()
    return found is not None and counts(found)


def counts(found: Accreditation) -> bool:
    """Whether a decision, read with its person, lets them in: the delegation has said nothing else since."""
    return (
        found.delegate.state == DelegateState.NOMINATED.value
        and found.decision == Decision.ACCREDITED.value
        and found.decided >= found.delegate.modified
    )


def accredited_people(edition: Edition) -> list[Accreditation]:
    """The accreditations of an edition that count, with people and delegations, by delegation and name."""
    found = Accreditation.objects.select_related("delegate", "delegation").filter(delegation__edition=edition)
    there = found.order_by("delegation__name", "delegate__name", "delegate_id")
    return [one for one in there if counts(one)]
