"""What the secretariat does for the chair, and what heads of delegation do with the text as a whole."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Invalid
from minassa.meetings import Agreement, ParagraphKind, StatementKind
from minassa.meetings.acts import (
    TEXT_KEEP,
    TEXT_MOVE_ON,
    TEXT_OBJECT,
    TEXT_SETTLE,
    TEXT_SHOW,
    TEXT_STATE,
)
from minassa.programmes import Pillar, Undertaking
from minassa.web.faults import BAD_REQUEST
from minassa.web.policy import Call, page
from minassa.web.views.texts.writing import chosen, done, text_of_form

_Acts = dict[str, tuple[Callable[[], object], Any]]


def _whole(given: str) -> int:
    """A number that a form of ours sent. Raises Invalid for anything else."""
    if not (given.isascii() and given.isdigit() and len(given) < 8):
        raise Invalid(BAD_REQUEST)
    return int(given)


@page(TEXT_SETTLE, methods=("POST",))
def settle(request: Call, proposal: UUID) -> HttpResponse:
    """Write a proposal into the text, with or without closing its rivals, or take it off the table."""
    actor, reason = request.actor, request.POST.get("reason", "")
    into = _("The proposal is in the text. Its other languages are outdated until they are written anew.")
    acts: _Acts = {
        "settle": (lambda: meetings.settle_proposal(actor, id=proposal, reason=reason), into),
        "settle-all": (
            lambda: meetings.settle_proposal(actor, id=proposal, reason=reason, close_rivals=True),
            into,
        ),
        "close": (
            lambda: meetings.close_proposal(actor, id=proposal, reason=reason),
            _("The proposal is off the table; it stays on record."),
        ),
    }
    return chosen(request, acts, text_of_form(request))


@page(TEXT_SETTLE, methods=("POST",))
def agree(request: Call, text_id: UUID, key: str) -> HttpResponse:
    """Note that a paragraph is agreed, or open it again with a reason."""
    actor, posted = request.actor, request.POST

    def to(agreement: Agreement) -> Callable[[], object]:
        return lambda: meetings.agree_paragraph(
            actor, declaration=text_id, key=key, agreement=agreement, revision=_whole(posted.get("revision", ""))
        )

    acts: _Acts = {
        "ad-referendum": (to(Agreement.AD_REFERENDUM), _("The paragraph is agreed ad referendum.")),
        "agreed": (to(Agreement.AGREED), _("The paragraph is agreed.")),
        "reopen": (
            lambda: meetings.reopen_paragraph(actor, declaration=text_id, key=key, reason=posted.get("reason", "")),
            _("The paragraph is open again."),
        ),
    }
    return chosen(request, acts, text_id)


@page(TEXT_KEEP, methods=("POST",))
def add(request: Call, text_id: UUID) -> HttpResponse:
    """Add a paragraph to the zero draft."""
    posted = request.POST
    try:
        kind = ParagraphKind(posted.get("kind", ""))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    return done(
        request,
        text_id,
        lambda: meetings.add_paragraph(
            request.actor,
            declaration=text_id,
            kind=kind,
            language=posted.get("language", ""),
            text=posted.get("text", ""),
            behind=posted.get("behind", ""),
        ),
        _("The paragraph is added."),
    )


@page(TEXT_KEEP, methods=("POST",))
def shift(request: Call, text_id: UUID, key: str) -> HttpResponse:
    """Move a paragraph of the zero draft one place earlier or later."""
    if (do := request.POST.get("do", "")) not in {"earlier", "later"}:
        raise Invalid(BAD_REQUEST)
    return done(
        request,
        text_id,
        lambda: meetings.shift_paragraph(request.actor, declaration=text_id, key=key, later=do == "later"),
        _("The paragraph is moved; the numbers follow."),
    )


@page(TEXT_KEEP, methods=("POST",))
def write(request: Call, text_id: UUID, key: str) -> HttpResponse:
    """Write a paragraph in one language, say that a language still holds, mend a published word, or take a paragraph out."""
    actor, posted = request.actor, request.POST
    language = posted.get("language", "")
    acts: _Acts = {
        "write": (
            lambda: meetings.write_paragraph(
                actor,
                declaration=text_id,
                key=key,
                language=language,
                text=posted.get("text", ""),
                revision=_whole(posted.get("revision", "")),
            ),
            _("The words are kept."),
        ),
        "confirm": (
            lambda: meetings.confirm_paragraph(
                actor, declaration=text_id, key=key, language=language, revision=_whole(posted.get("revision", ""))
            ),
            _("The language is up to date."),
        ),
        "correct": (
            lambda: meetings.correct_paragraph(
                actor,
                declaration=text_id,
                key=key,
                language=language,
                text=posted.get("text", ""),
                reason=posted.get("reason", ""),
            ),
            _("The correction is in the corrigendum."),
        ),
        "remove": (
            lambda: meetings.remove_paragraph(actor, declaration=text_id, key=key),
            _("The paragraph is out of the draft."),
        ),
    }
    return chosen(request, acts, text_id)


@page(TEXT_MOVE_ON, methods=("POST",))
def move_on(request: Call, text_id: UUID) -> HttpResponse:
    """Take the text to its next state."""
    actor = request.actor
    asked = {
        "open": meetings.open_negotiation,
        "next-reading": meetings.begin_reading,
        "clean": meetings.make_clean,
        "adopt": meetings.adopt_text,
        "align": meetings.begin_concordance,
        "fix": meetings.fix_texts,
        "release": meetings.release_texts,
        "sign": meetings.close_signing,
        "publish": meetings.publish_text,
        "correct": meetings.begin_corrigendum,
    }
    acts: _Acts = {
        name: (lambda verb=verb: verb(actor, declaration=text_id), _("Done: the text stands as it is shown."))  # type: ignore[misc] # bound now
        for name, verb in asked.items()
    }
    acts["start-silence"] = (
        lambda: meetings.start_silence(actor, declaration=text_id, hours=_whole(request.POST.get("hours", ""))),
        _("The silence has begun."),
    )
    return chosen(request, acts, text_id)


@page(TEXT_KEEP, methods=("POST",))
def undertake(request: Call, text_id: UUID) -> HttpResponse:
    """Make a commitment of an operative paragraph of the adopted text; who leads it is said on its own page."""
    posted = request.POST
    try:
        pillar = Pillar(posted.get("pillar", ""))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    return done(
        request,
        text_id,
        lambda: meetings.make_undertakings(
            request.actor, declaration=text_id, key=posted.get("key", ""), undertakings=[Undertaking(pillar)]
        ),
        _("The commitment is made. Say on its page who leads it, by when, and how it will be known."),
    )


@page(TEXT_SHOW, methods=("POST",))
def show(request: Call, text_id: UUID) -> HttpResponse:
    """Show a paragraph, or the whole text, on the screens of the room."""
    key = request.POST.get("key", "")
    return done(
        request,
        text_id,
        lambda: meetings.show_in_room(request.actor, declaration=text_id, key=key),
        _("The screens of the room follow."),
    )


@page(TEXT_OBJECT, methods=("POST",))
def object_to(request: Call, text_id: UUID) -> HttpResponse:
    """Break the silence."""
    posted = request.POST
    return done(
        request,
        text_id,
        lambda: meetings.object_to_text(
            request.actor, declaration=text_id, reason=posted.get("reason", ""), key=posted.get("key", "")
        ),
        _("The silence is broken: the text is negotiated again."),
    )


@page(TEXT_STATE, methods=("POST",))
def state(request: Call, text_id: UUID) -> HttpResponse:
    """Put a statement on record."""
    posted = request.POST
    try:
        kind = StatementKind(posted.get("kind", ""))
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    return done(
        request,
        text_id,
        lambda: meetings.make_statement(
            request.actor,
            declaration=text_id,
            kind=kind,
            language=posted.get("language", ""),
            text=posted.get("text", ""),
            key=posted.get("key", ""),
        ),
        _("The statement is on record."),
    )
