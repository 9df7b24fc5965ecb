"""Lost factors: two persons of the agency, who know the one concerned, remove them; a new one is set up at login (S03)."""

from uuid import UUID

from allauth.mfa.models import Authenticator

from minassa.access import Actor, ApprovalView, PersonView, ask_approval, door, end_sessions_of, outlast, read_person
from minassa.web.acts import FACTOR_FORGET
from minassa.web.entrance import notices
from minassa.web.lasting import FACTORS_GONE


def ask_forget_factors(actor: Actor, *, person: UUID, reason: str) -> ApprovalView:
    """Ask a second person to agree that all factors of a person are removed. Raises NotFound, Refused, Invalid."""
    found = read_person(actor, person=person)
    return ask_approval(actor, act=FACTOR_FORGET, subject=f"user:{person}", reason=reason, agency=found.agency)


def forget_factors(actor: Actor, *, person: UUID, approval: UUID) -> PersonView:
    """Remove all factors of a person and end their sessions, as a second person has granted. The password stays."""
    with door(actor, FACTOR_FORGET, subject=f"user:{person}", approval=approval) as opened:
        end_sessions_of(actor, person=person)
        found = read_person(actor, person=person)
        gone, _by_kind = Authenticator.objects.filter(user_id=person).delete()
        opened.note(owner=found.agency, factors=gone)
        outlast(FACTORS_GONE, subject=f"user:{person}")
    notices.give(notices.FACTORS_GONE, person=person, agency=found.agency)
    return found
