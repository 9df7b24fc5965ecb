"""What a declaration asks of people: drafts to table, a silence in which to object, a text to sign, and the chair's next step."""

from collections.abc import Iterator
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import Actor, door, marks
from minassa.base import now
from minassa.desk import WorkItem
from minassa.meetings.models import Authentic, Declaration, Delegation, Proposal, Signature
from minassa.meetings.text import rows
from minassa.meetings.text.acts import HEADS, KEEPERS, TEXT_READ
from minassa.meetings.text.rules import ProposalState, TextState

MOST: Final = 50
Text = str | Promise
_LIVE: Final = (TextState.NEGOTIATING.value, TextState.SILENCE.value, TextState.CONCORDANCE.value)


def waiting_on_me(actor: Actor) -> Iterator[WorkItem]:
    """Texts in which this person has something to do."""
    with door(actor, TEXT_READ) as opened:
        for row in Declaration.objects.filter(state__in=_LIVE).order_by("-modified")[:MOST]:
            note = _asked(actor, row)
            if note:
                shown = marks(opened.label_of(row.label_id))
                title = row.titles[row.reference]
                yield WorkItem(title, f"text:{row.id}", at=row.modified, due=row.quiet_until, note=note, marks=shown)


def _asked(actor: Actor, row: Declaration) -> Text:
    state = rows.state_of(row)
    mine = (
        Delegation.objects.filter(edition_id=row.edition_id, agency=rows.agency_of(actor))
        .exclude(kind=rows.OBSERVER)
        .exists()
    )
    if state is TextState.NEGOTIATING and mine:
        drafts = Proposal.objects.filter(declaration=row, state=ProposalState.DRAFT.value, agency=rows.agency_of(actor))
        return _("Drafts of your delegation to be tabled") if drafts.exists() else ""
    if state is TextState.SILENCE:
        is_over = row.quiet_until is not None and row.quiet_until <= now()
        if is_over and KEEPERS & actor.roles and row.owner == actor.agency:
            return _("The silence has ended: the text can be adopted")
        return _("Under silence: adopted unless somebody objects") if mine and HEADS & actor.roles else ""
    if state is TextState.CONCORDANCE and mine and HEADS & actor.roles and not _has_signed(actor, row):
        return _("Waits for your delegation's signature")
    return ""


def _has_signed(actor: Actor, row: Declaration) -> bool:
    """Whether there is nothing to sign: the texts are not fixed yet, or this agency has signed them."""
    version = row.version + 1
    if not Authentic.objects.filter(declaration=row, version=version).exists():
        return True
    return Signature.objects.filter(declaration=row, version=version, agency=rows.agency_of(actor)).exists()
