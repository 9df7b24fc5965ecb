"""Writing a text: proposals of delegations, what they say to each other's, and a Word document that came back from a capital."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Conflict, Invalid
from minassa.desk import drop_draft
from minassa.desk.acts import DRAFT_KEEP
from minassa.meetings import Position
from minassa.meetings.acts import TEXT_DRAFT, TEXT_KEEP, TEXT_POSITION, TEXT_PROPOSE
from minassa.web import pieces
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.text import BeginningForm, DeclarationForm, ProposalForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.typed import keep_typed
from minassa.web.views.meetings import way_of
from minassa.web.views.texts.reading import beginning_page, paragraph_page, places_of
from minassa.web.views.texts.shown import language_of
from minassa.web.ways import way_back

_BOTH: Final = ("GET", "HEAD", "POST")
_FORM: Final = re.compile(r"proposal:(?:p[a-z2-9]{10}|start)")


@page(TEXT_KEEP, methods=_BOTH)
def new(request: Call, edition_id: UUID) -> HttpResponse:
    """Begin a declaration of an edition."""
    found = meetings.read_edition(request.actor, id=edition_id).row
    form = DeclarationForm(request.POST or None, initial={"reference": "fr"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = meetings.begin_declaration(
                request.actor,
                edition=edition_id,
                titles=form.titles(),
                reference=said["reference"],
                may_observers_propose=said["may_observers_propose"],
                is_sample=said["is_sample"],
            )
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(
                request, _("The zero draft is begun. Add its paragraphs, then open it to the delegations.")
            )
            return HttpResponseRedirect(reverse("web:text", args=(made,)))
    title = _("New declaration")
    context = {
        "form": form,
        "title": title,
        "edition_id": edition_id,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found), Crumb(title)),
    }
    return render(request, "web/texts/new.html", context, status=422 if form.errors else 200)


@page(TEXT_DRAFT, methods=("POST",))
def propose(request: Call, text_id: UUID, key: str) -> HttpResponse:
    """Keep a proposal as a draft of the delegation, or table it at once. Words that cannot be kept come back into the form."""
    found = meetings.read_paragraph(request.actor, id=text_id, key=key)
    form = ProposalForm(request.POST, places=places_of(found.text))
    if not form.is_valid():
        return paragraph_page(request, found, form, {})
    try:
        made = meetings.keep_proposal(request.actor, declaration=text_id, wish=form.wish(key), id=_draft_id(request))
        if request.POST.get("do") == "table":
            meetings.table_proposal(request.actor, id=made)
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return paragraph_page(request, found, form, {"is_conflict": isinstance(fault, Conflict)})
    _said_and_dropped(request, text_id, key)
    return _to_paragraph(request, text_id, key)


@page(TEXT_DRAFT, methods=("POST",))
def begin_with(request: Call, text_id: UUID) -> HttpResponse:
    """Propose a new paragraph before the first one, as a draft or at once."""
    found = meetings.read_beginning(request.actor, id=text_id)
    form = BeginningForm(request.POST)
    if not form.is_valid():
        return beginning_page(request, found, form, {})
    try:
        made = meetings.keep_proposal(request.actor, declaration=text_id, wish=form.wish(""), id=_draft_id(request))
        if request.POST.get("do") == "table":
            meetings.table_proposal(request.actor, id=made)
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return beginning_page(request, found, form, {})
    _said_and_dropped(request, text_id, "start")
    return HttpResponseRedirect(f"{reverse('web:text-beginning', args=(text_id,))}?lang={language_of(request)}")


def _said_and_dropped(request: Call, text_id: UUID, key: str) -> None:
    """What was typed is kept as a proposal now: say so, and let go of the form's draft."""
    drop_draft(request.actor, form=f"proposal:{key}", about=str(text_id))
    said = (
        _("The proposal is on the table.")
        if request.POST.get("do") == "table"
        else _("The draft is kept for your delegation alone.")
    )
    messages.success(request, said)


def _draft_id(request: Call) -> UUID | None:
    """The draft that is written over, if one is."""
    given = request.POST.get("draft", "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


def _to_paragraph(request: Call, text_id: UUID, key: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('web:text-paragraph', args=(text_id, key))}?lang={language_of(request)}")


def done(request: Call, text_id: UUID, act: Callable[[], object], said: str) -> HttpResponse:
    """Do something, say so, and go back to the page from which it was sent; a fault is said there too."""
    return pieces.done(request, act, said, way_back(request, otherwise=reverse("web:text", args=(text_id,))))


def chosen(request: Call, acts: Mapping[str, tuple[Callable[[], object], Any]], text_id: UUID) -> HttpResponse:
    """Do what the button named `do` asks for. Raises Invalid for anything that no button of ours says."""
    asked = acts.get(request.POST.get("do", ""))
    if asked is None:
        raise Invalid(BAD_REQUEST)
    return done(request, text_id, asked[0], str(asked[1]))


def text_of_form(request: Call) -> UUID:
    """Where somebody goes back to who did something with a proposal: the page, or the list of meetings."""
    given = request.POST.get("text", "")
    try:
        return UUID(given)
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


@page(TEXT_PROPOSE, methods=("POST",))
def speak(request: Call, proposal: UUID) -> HttpResponse:
    """Table one's draft, take one's proposal back, or take a friendly sub-amendment into it."""
    actor = request.actor
    acts = {
        "table": (lambda: meetings.table_proposal(actor, id=proposal), _("The proposal is on the table.")),
        "withdraw": (lambda: meetings.withdraw_proposal(actor, id=proposal), _("The proposal is taken back.")),
        "take": (lambda: meetings.take_amendment(actor, id=proposal), _("The sub-amendment is in your proposal now.")),
    }
    return chosen(request, acts, text_of_form(request))


@page(TEXT_DRAFT, methods=("POST",))
def discard(request: Call, proposal: UUID) -> HttpResponse:
    """Throw a draft away."""
    text_id = text_of_form(request)
    return done(
        request,
        text_id,
        lambda: meetings.discard_proposal(request.actor, id=proposal),
        _("The draft is thrown away."),
    )


@page(TEXT_POSITION, methods=("POST",))
def position(request: Call, proposal: UUID) -> HttpResponse:
    """Say where one's delegation stands, or put its name beside a proposal."""
    actor, note = request.actor, request.POST.get("note", "")
    acts: dict[str, tuple[Callable[[], object], Any]] = {
        one.value: (
            lambda one=one: meetings.take_position(actor, id=proposal, position=one, note=note),  # type: ignore[misc] # bound now
            _("Your delegation's position is noted."),
        )
        for one in Position
    }
    acts["sponsor"] = (
        lambda: meetings.sponsor_proposal(actor, id=proposal),
        _("Your delegation stands behind the proposal."),
    )
    return chosen(request, acts, text_of_form(request))


@page(TEXT_DRAFT, methods=("POST",))
def take_document(request: Call, text_id: UUID) -> HttpResponse:
    """Read the tracked changes of a Word document as drafts of the delegation."""
    sent = request.FILES.get("document")
    back = HttpResponseRedirect(reverse("web:text", args=(text_id,)))
    if not isinstance(sent, UploadedFile):
        messages.error(request, _("Choose a Word document."))
        return back
    try:
        taken = meetings.take_docx(
            request.actor, declaration=text_id, language=request.POST.get("language", ""), content=sent.read()
        )
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return back
    messages.success(request, _("Drafts made from the document: %(count)s.") % {"count": len(taken.drafts)})
    if taken.unread:
        said = _("Look at these paragraphs yourself, something in them could not be read: %(numbers)s.")
        messages.warning(request, said % {"numbers": ", ".join(taken.unread)})
    return back


@page(DRAFT_KEEP, methods=("POST",))
def keep(request: Call) -> HttpResponse:
    """Keep what is typed into the form of a paragraph."""
    form = request.POST.get("form", "")
    if not _FORM.fullmatch(form):
        raise Invalid(BAD_REQUEST)
    return keep_typed(request, form)
