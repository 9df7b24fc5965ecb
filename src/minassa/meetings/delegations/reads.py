"""Reading delegations: who is invited, which all participants see; and a delegation's people, which it and the secretariat see."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from minassa.access import Actor, Opened, door, marks
from minassa.base import NotFound
from minassa.meetings import faults
from minassa.meetings import rows as room
from minassa.meetings.acts import DELEGATION_LIST, DELEGATION_READ, FOCAL_POINTS, KEEPERS
from minassa.meetings.delegations import rows
from minassa.meetings.delegations.accrediting import badge_number
from minassa.meetings.delegations.credentials import letter_of, letter_states
from minassa.meetings.delegations.rules import Decision, DelegateState, DelegationKind
from minassa.meetings.delegations.types import (
    DelegateView,
    DelegationRow,
    DelegationView,
    InvitationView,
    Nominee,
)
from minassa.meetings.models import Accreditation, Arrival, Delegate, Delegation, Edition, Invitation


def list_delegations(actor: Actor, *, edition: UUID) -> tuple[DelegationRow, ...]:
    """The delegations of an edition by name. Counts and invitations only where this actor sees the people. Raises NotFound."""
    with door(actor, DELEGATION_LIST, subject=f"edition:{edition}") as opened:
        row = room.edition(edition)
        found = Delegation.objects.filter(edition=row).order_by("name", "id")
        invitations = {one.delegation_id: one for one in Invitation.objects.filter(delegation__edition=row)}
        people = list(Delegate.objects.filter(delegation__edition=row, state=DelegateState.NOMINATED.value))
        named = Counter(one.delegation_id for one in people)
        accredited = Counter(one.delegation_id for one in rows.accredited_people(row))
        letters = letter_states(row)
        return tuple(
            replace(_row(opened, one, invitations.get(one.id), named, accredited), letter=letters.get(one.id))
            for one in found
        )


def _row(
    opened: Opened,
    row: Delegation,
    invitation: Invitation | None,
    named: "Counter[UUID]",
    accredited: "Counter[UUID]",
) -> DelegationRow:
    return DelegationRow(
        id=row.id,
        agency=row.agency,
        name=row.name,
        country=row.country,
        kind=DelegationKind(row.kind),
        mine=row.agency == opened.actor.agency,
        invitation=InvitationView(invitation.quota, invitation.answer_by, invitation.word) if invitation else None,
        nominated=named[row.id] if invitation else None,
        accredited=accredited[row.id] if invitation else None,
    )


def read_delegation(actor: Actor, *, id: UUID) -> DelegationView:  # noqa: A002 - the word that every room uses
    """A delegation with its people, for itself and the secretariat. Raises NotFound for all others, as for an absent one."""
    with door(actor, DELEGATION_READ, subject=f"delegation:{id}") as opened:
        row = rows.delegation(id)
        opened.note(owner=row.agency)
        invitation = Invitation.objects.filter(delegation=row).first()
        if invitation is None:
            raise NotFound(faults.NO_DELEGATION)
        edition = rows.edition_of(row)
        people = list(Delegate.objects.filter(delegation=row).order_by("-is_head", "name", "id"))
        views = tuple(_delegate(edition, one) for one in people)
        named = Counter({row.id: sum(one.state is DelegateState.NOMINATED for one in views)})
        accredited = Counter({row.id: sum(one.decision is Decision.ACCREDITED for one in views)})
        return DelegationView(
            edition=edition.id,
            row=_row(opened, row, invitation, named, accredited),
            delegates=views,
            letter=letter_of(actor, row),
            marks=marks(opened.label_of(invitation.label_id)),
            obligations=opened.obligations(invitation.label_id),
            can=_can(actor, edition, row, views),
        )


def _delegate(edition: Edition, row: Delegate) -> DelegateView:
    found: Accreditation | None = rows.accreditation_of(row)
    arrival = Arrival.objects.filter(delegate=row).order_by("-at").first()
    decision = Decision(found.decision) if found else None
    return DelegateView(
        id=row.id,
        nominee=Nominee(row.name, row.function, row.is_head, tuple(row.speaks), row.listens, row.needs, row.user),
        state=DelegateState(row.state),
        decision=decision if row.state == DelegateState.NOMINATED.value else None,
        reason=found.reason if found else "",
        badge=badge_number(edition, found.number) if found and rows.is_accredited(row) else "",
        came=arrival.at if arrival else None,
    )


def _can(actor: Actor, edition: Edition, row: Delegation, people: tuple[DelegateView, ...]) -> tuple[str, ...]:
    found: list[str] = []
    if actor.roles & FOCAL_POINTS and row.agency == actor.agency:
        found.append("name")
        found += ["nominate"] if any(one.state is DelegateState.DRAFT for one in people) else []
    if actor.roles & KEEPERS and edition.owner == actor.agency:
        found.append("decide")
    return tuple(found)
