"""Invitations: the secretariat opens the circle of an edition's participants, and tells their focal points."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from minassa.access import Actor, AgencyView, Opened, door, list_agencies, set_members, system_actor
from minassa.base import Conflict, Invalid
from minassa.meetings import faults, labels, rows
from minassa.meetings.acts import DELEGATION_INVITE, FOCAL_POINTS
from minassa.meetings.delegations.rules import DelegationKind
from minassa.meetings.delegations.types import Inviting
from minassa.meetings.models import Delegation, Edition, Invitation
from minassa.meetings.notices import INVITED, tell
from minassa.meetings.texts import passage

LARGEST_QUOTA: Final = 50
LONGEST_WORD: Final = 2_000


def invite_delegations(actor: Actor, *, edition: UUID, inviting: Iterable[Inviting]) -> tuple[UUID, ...]:
    """Invite agencies to an edition, or write an invitation anew; from now on they see what participants see.

    Gives the delegations' ids. Raises Invalid for an agency that there is not or a quota that cannot be, Conflict for one that
    is invited as something else: whoever observes cannot become a member of the circle by the way.
    """
    asked = list(inviting)
    with door(actor, DELEGATION_INVITE, subject=f"edition:{edition}") as opened:
        row = rows.kept_edition(opened, edition)
        if row.everybody is None or row.members is None:
            raise Invalid(faults.NO_CIRCLE)
        known = {one.id: one for one in list_agencies(system_actor("meetings")) if one.is_active and one.is_local}
        found = [_invited(opened, row, one, known.get(one.agency)) for one in asked]
        opened.note(delegations=len(found))
        for one in asked:
            tell(one.agency, FOCAL_POINTS, INVITED, row)
        _fill_circles(row)
        return tuple(found)


def _invited(opened: Opened, row: Edition, one: Inviting, agency: AgencyView | None) -> UUID:
    if agency is None or not 0 < one.quota <= LARGEST_QUOTA:
        raise Invalid(faults.INVITATION, most=LARGEST_QUOTA)
    delegation = Delegation.objects.filter(edition=row, agency=agency.id).first()
    if delegation is None:
        delegation = Delegation.objects.create(
            edition=row,
            agency=agency.id,
            kind=one.kind.value,
            name=agency.name,
            country=agency.country,
            invited=opened.context.at,
            label_id=opened.intern(labels.for_participants(opened, row)),
        )
    elif delegation.kind != one.kind.value:
        raise Conflict(faults.OTHER_KIND)
    exercise = opened.label_of(row.label_id).exercise
    Invitation.objects.filter(delegation=delegation).delete()
    Invitation.objects.create(
        delegation=delegation,
        quota=one.quota,
        answer_by=one.answer_by,
        word=passage(one.word, longest=LONGEST_WORD, needed=False),
        modified=opened.context.at,
        label_id=opened.intern(labels.between(row.owner, agency.id, exercise=exercise)),
    )
    return delegation.id


def _fill_circles(row: Edition) -> None:
    """Make the delegations the members of the edition's communities; the secretariat is in no circle, since it owns all of it."""
    found = list(Delegation.objects.filter(edition=row))
    for community, members in (
        (row.everybody, [one.agency for one in found]),
        (row.members, [one.agency for one in found if one.kind != DelegationKind.OBSERVER.value]),
    ):
        if community is not None:
            others = [one for one in members if one != row.owner]
            set_members(system_actor("meetings"), community=community, agencies=others)
