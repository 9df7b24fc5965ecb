"""What delegations are told about the text, never what it says; and what the chair's word does to proposals of all delegations."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import PersonView, Role, door, list_people, system_actor
from minassa.desk import Urgency, notice_kind, notify
from minassa.meetings.models import Declaration, Delegation, Proposal, Signature
from minassa.meetings.text.acts import HEADS, NEGOTIATORS, TEXT_OUTCOME
from minassa.meetings.text.rules import ProposalState

_TOPIC: Final = _("The declaration's text")
OPENED: Final = notice_kind("text.opened", _("A declaration is open for proposals of your delegation."), topic=_TOPIC)
TABLED: Final = notice_kind(
    "text.tabled", _("%(delegation)s has tabled a proposal to the declaration."), topic=_TOPIC, urgency=Urgency.QUIET
)
SILENCE_BEGAN: Final = notice_kind(
    "text.silence",
    _("A declaration is under silence: it is adopted unless a delegation objects in time."),
    topic=_TOPIC,
)
SILENCE_BROKEN: Final = notice_kind(
    "text.silence-broken",
    _("%(delegation)s has broken the silence: the declaration is negotiated again."),
    topic=_TOPIC,
)
ADOPTED: Final = notice_kind("text.adopted", _("A declaration has been adopted."), topic=_TOPIC)
TO_SIGN: Final = notice_kind("text.to-sign", _("A declaration waits for your delegation's signature."), topic=_TOPIC)
TO_CONFIRM: Final = notice_kind(
    "text.to-confirm",
    _("%(delegation)s has signed with a certificate: compare its fingerprint and confirm it."),
    topic=_TOPIC,
)


def opened(row: Declaration) -> None:
    """Tell all delegations that they may propose."""
    _tell(row, OPENED, {})


def tabled(row: Declaration, proposal: Proposal) -> None:
    """Tell the secretariat that a proposal has come; delegations see it arrive on the page."""
    secretaries = _people(row.owner, frozenset({Role.SECRETARIAT}))
    name = proposal.delegation.name
    _give(secretaries, row.owner, TABLED, row, {"delegation": name})


def silence_began(row: Declaration) -> None:
    """Tell all delegations that the clock runs."""
    _tell(row, SILENCE_BEGAN, {})


def silence_broken(row: Declaration, delegation: str) -> None:
    """Tell all delegations who has broken the silence."""
    _tell(row, SILENCE_BROKEN, {"delegation": delegation})


def adopted(row: Declaration) -> None:
    """Tell all delegations that the text is adopted."""
    _tell(row, ADOPTED, {})


def to_sign(row: Declaration) -> None:
    """Tell those who may sign that the authentic texts are fixed."""
    _tell(row, TO_SIGN, {}, HEADS)


def to_confirm(row: Declaration, delegation: str) -> None:
    """Tell the secretariat that a certificate waits for its word."""
    _give(_people(row.owner, frozenset({Role.SECRETARIAT})), row.owner, TO_CONFIRM, row, {"delegation": delegation})


def confirm(signature: UUID, at: datetime, *, is_theirs: bool) -> None:
    """Write the secretariat's word on a signature of another agency, or take the signature away."""
    with door(system_actor("meetings"), TEXT_OUTCOME, subject=f"signature:{signature}"):
        found = Signature.objects.filter(id=signature)
        if is_theirs:
            found.update(confirmed=at)
        else:
            found.delete()


def _tell(row: Declaration, kind: str, params: Mapping[str, str], roles: frozenset[Role] = NEGOTIATORS) -> None:
    with door(system_actor("meetings"), TEXT_OUTCOME):
        agencies = list(Delegation.objects.filter(edition_id=row.edition_id).values_list("agency", flat=True))
    for agency in {*agencies, row.owner}:
        _give(_people(agency, roles), agency, kind, row, params)


def _people(agency: UUID, roles: frozenset[Role]) -> list[PersonView]:
    people = list_people(system_actor("meetings"), agency=agency)
    return [one for one in people if one.is_active and roles & set(one.roles)]


def _give(people: Iterable[PersonView], agency: UUID, kind: str, row: Declaration, params: Mapping[str, str]) -> None:
    for person in people:
        actor = system_actor("meetings")
        notify(actor, person=person.id, agency=agency, kind=kind, about=f"text:{row.id}", params=params)


def settled(proposal: UUID, state: ProposalState, reason: str, at: datetime) -> None:
    """Write what became of a proposal, whichever delegation owns it."""
    with door(system_actor("meetings"), TEXT_OUTCOME, subject=f"proposal:{proposal}") as here:
        row = Proposal.objects.select_for_update().get(id=proposal)
        row.state, row.outcome, row.modified = state.value, reason, at
        row.save(update_fields=["state", "outcome", "modified"])
        here.note(owner=row.agency, state=state.value)


def fall_with(parent: UUID, at: datetime) -> None:
    """Close the sub-amendments of a proposal that is off the table."""
    with door(system_actor("meetings"), TEXT_OUTCOME, subject=f"proposal:{parent}"):
        below = Proposal.objects.filter(parent_id=parent, state=ProposalState.TABLED.value)
        below.update(state=ProposalState.NOT_RETAINED.value, modified=at)
