"""Deciding about an alert of scraping: it is explained, or upheld; and slowing an access meanwhile."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, Invalid, Refused
from minassa.safeguards import faults
from minassa.safeguards.acts import SCRAPING_DECIDE, SCRAPING_SLOW
from minassa.safeguards.models import ScrapingAlert, Slowed
from minassa.safeguards.scraping import habits
from minassa.safeguards.scraping.reads import found
from minassa.safeguards.scraping.slowing import forget_slowed
from minassa.safeguards.scraping.types import ScrapingState
from minassa.safeguards.texts import text_of

LONGEST_REASON: Final = 1_000
LONGEST_SLOW: Final = 168


def dismiss_scraping(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Say why it was no scraping. What was read counts as this person's habit from then on. Raises Invalid, Conflict, NotFound."""
    _decide(actor, id, ScrapingState.DISMISSED, text_of(reason, LONGEST_REASON))


def uphold_scraping(actor: Actor, *, id: UUID, reason: str) -> None:  # noqa: A002 - the word that every room uses
    """Say that it was scraping, and what was done about it; those days never count as a habit. Raises Invalid, Conflict, NotFound."""
    _decide(actor, id, ScrapingState.UPHELD, text_of(reason, LONGEST_REASON))


def slow_down(actor: Actor, *, id: UUID, hours: int) -> None:  # noqa: A002 - the word that every room uses
    """Let whom an alert is about have few answers a minute for some hours; 0 hours ends it. Raises Invalid, NotFound."""
    if not 0 <= hours <= LONGEST_SLOW:
        raise Invalid(faults.HOURS, most=LONGEST_SLOW)
    with door(actor, SCRAPING_SLOW, subject=f"scraping:{id}") as opened:
        row = own(opened, id)
        opened.note(hours=hours)
        Slowed.objects.filter(who=row.who).delete()
        if hours and actor.user_id is not None:
            until = opened.context.at + timedelta(hours=hours)
            Slowed.objects.create(label_id=row.label_id, who=row.who, until=until, by=actor.user_id)
    forget_slowed()


def own(opened: Opened, alert: UUID) -> ScrapingAlert:
    """An alert on which this actor's agency decides. Raises NotFound, Refused."""
    row = found(alert)
    opened.note(owner=row.owner)
    if row.owner != opened.actor.agency:
        raise Refused(faults.NOT_YOURS)
    return row


def _decide(actor: Actor, alert: UUID, state: ScrapingState, reason: str) -> None:
    with door(actor, SCRAPING_DECIDE, subject=f"scraping:{alert}") as opened:
        row = own(opened, alert)
        if row.state != ScrapingState.OPEN.value:
            raise Conflict(faults.NOT_OPEN)
        row.state, row.reason = state.value, reason
        row.decided_by, row.decided_at, row.modified = actor.user_id, opened.context.at, opened.context.at
        row.save()
        opened.note(verdict=state.value)
        if state is ScrapingState.DISMISSED:
            habits.mark_odd(row.who, row.created.date(), is_odd=False)
