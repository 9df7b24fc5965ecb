"""The letter with which an agency accredits its delegation: begun, its file attached, sent, and decided on by the secretariat."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Fault, Invalid
from minassa.desk import thing_label
from minassa.meetings import LETTER_STATES, DelegationView, LetterState
from minassa.meetings.acts import CREDENTIAL_DECIDE, CREDENTIAL_SEND
from minassa.web.attachments import attached_to
from minassa.web.faults import BAD_REQUEST
from minassa.web.pieces import done
from minassa.web.policy import Call, page


def letter_context(request: Call, found: DelegationView) -> dict[str, Any]:
    """The letter of a delegation in words, with its files; the delegation attaches more while it has the letter in its hands."""
    letter = found.letter
    if letter is None:
        return {"letter": None}
    about = f"credential:{letter.id}"
    mine = "name" in found.can and letter.state in {LetterState.DRAFT, LetterState.RETURNED}
    try:
        label = thing_label(request.actor, about=about) if mine else None
    except Fault:  # somebody has sent it in between
        label = None
    attached = attached_to(request.actor, about, label=label)
    return {
        "letter": letter,
        "letter_state": LETTER_STATES[letter.state],
        "attached": attached,
        "may_send": mine and bool(attached.lines),
        "may_decide": "decide" in found.can and letter.state is LetterState.SENT,
    }


def _done(request: Call, delegation_id: UUID, do: Callable[[], object], said: str) -> HttpResponse:
    return done(request, do, said, f"{reverse('web:delegation', args=(delegation_id,))}#letter")


@page(CREDENTIAL_SEND, methods=("POST",))
def begin(request: Call, delegation_id: UUID) -> HttpResponse:
    """Make the place to which the letter is attached."""
    do = lambda: meetings.begin_letter(request.actor, delegation=delegation_id)  # noqa: E731 - done inside the one place that tells of faults
    return _done(request, delegation_id, do, _("Attach the letter as a file, then send it."))


@page(CREDENTIAL_SEND, methods=("POST",))
def send(request: Call, delegation_id: UUID) -> HttpResponse:
    """Send the letter to the secretariat."""
    do = lambda: meetings.send_letter(request.actor, delegation=delegation_id)  # noqa: E731 - the same
    return _done(request, delegation_id, do, _("The secretariat has the letter now."))


@page(CREDENTIAL_DECIDE, methods=("POST",))
def decide(request: Call, delegation_id: UUID) -> HttpResponse:
    """Accept the letter, or return it with a reason."""
    word, reason = request.POST.get("decision", ""), request.POST.get("reason", "")
    if word not in {"accept", "return"}:
        raise Invalid(BAD_REQUEST)
    do = lambda: meetings.decide_letter(  # noqa: E731 - the same
        request.actor, delegation=delegation_id, accepted=word == "accept", reason=reason
    )
    return _done(request, delegation_id, do, _("The decision is kept; the delegation is told."))
