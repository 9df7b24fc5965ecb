"""Writing requests and answers: the forms, their drafts, sending, and asking a second person where a risk was named."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import liaison
from minassa.access import STEP_UP_NEEDED, Tlp, list_agencies
from minassa.base import Conflict, Fault, Invalid, NotFound, Refused
from minassa.desk import DraftView, drop_draft, keep_draft, list_attachments, read_draft
from minassa.desk.acts import DRAFT_KEEP
from minassa.liaison import RequestKind, RequestView, State, Use
from minassa.liaison.acts import REQUEST_ANSWER, REQUEST_DRAFT, REQUEST_SEND
from minassa.records import RecordView, read_record
from minassa.web.asked import asked_for
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.help import FORMS, REPLIES, initial_of_offer, initial_of_terms
from minassa.web.forms.request import LONGEST, AskingForm, ReplyForm, first_marks, initial_of_asking, initial_of_typed
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import NOT_KEPT
from minassa.web.views.matching import suggested
from minassa.web.views.records import agency_names
from minassa.web.views.requests import WAY, enclosable, terms_shown
from minassa.web.wording import caption

_BOTH = ("GET", "HEAD", "POST")
APPROVAL_NEEDED = "access.approval-needed"
ANSWER = "request-answer"
NEW: Final = {
    RequestKind.INFORMATION: "request",
    RequestKind.ASSISTANCE: "request-assistance",
    RequestKind.TRAINING: "request-training",
}
"""The names under which what is typed into the forms is kept."""
_TITLES: Final = {
    RequestKind.INFORMATION: gettext_lazy("New request for information"),
    RequestKind.ASSISTANCE: gettext_lazy("New request for assistance"),
    RequestKind.TRAINING: gettext_lazy("New offer of training"),
}


@page(REQUEST_DRAFT, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new request; `record` in the address asks its owner about it. What is typed is kept until it is sent."""
    draft = read_draft(request.actor, form=NEW[RequestKind.INFORMATION])
    typed = initial_of_typed(draft.fields) if draft else {}
    asked = request.GET.get("record", "")
    initial = _first(request) | (typed if not asked else {}) | (_about_record(request, asked) if asked else {})
    return _asked(request, initial, draft if not asked else None, None, kind=RequestKind.INFORMATION)


@page(REQUEST_DRAFT, methods=_BOTH)
def new_of_kind(request: Call, kind: str) -> HttpResponse:
    """A new request for assistance or offer of training; agencies, field and languages can stand in the address."""
    if kind not in {RequestKind.ASSISTANCE.value, RequestKind.TRAINING.value}:
        raise NotFound("liaison.not-found")
    chosen = RequestKind(kind)
    draft = read_draft(request.actor, form=NEW[chosen])
    typed = initial_of_typed(draft.fields) if draft else {}
    named: dict[str, Any] = {"to": request.GET.getlist("to")} if "to" in request.GET else {}
    named |= {name: request.GET[name] for name in ("field", "languages") if name in request.GET}
    first = _first(request) | {"use": Use.ADVICE.value}
    return _asked(request, first | typed | named, draft, None, kind=chosen)


@page(REQUEST_DRAFT, methods=("POST",))
def begin(request: Call) -> HttpResponse:
    """The form of a new request about a name that a check asked for, or about a report; neither stands in an address (S26)."""
    name = " ".join(request.POST.get("name", "").split())[:200]
    given = {key: request.POST.get(key, "")[:80] for key in ("purpose", "case")}
    given |= {"text": request.POST["text"][:LONGEST]} if "text" in request.POST else {}
    form = AskingForm(agencies=_agencies(request), initial=_first(request) | given | {"title": name})
    return _form_page(request, form, None, None, kind=RequestKind.INFORMATION)


@page(REQUEST_DRAFT, methods=_BOTH)
def edit(request: Call, request_id: UUID) -> HttpResponse:
    """Change a draft of the agency."""
    found = _draft_of(request, request_id)
    draft = read_draft(request.actor, form=NEW[found.row.kind], about=str(request_id))
    kept = initial_of_asking(found.asking) | initial_of_terms(found.asking.terms)
    return _asked(request, kept | (initial_of_typed(draft.fields) if draft else {}), draft, found, kind=found.row.kind)


def _draft_of(request: Call, request_id: UUID) -> RequestView:
    found = liaison.read_request(request.actor, id=request_id)
    if found.row.state is not State.DRAFT:
        raise Conflict("liaison.out-of-turn")
    return found


def _asked(
    request: Call,
    initial: dict[str, Any],
    draft: DraftView | None,
    found: RequestView | None,
    *,
    kind: RequestKind,
) -> HttpResponse:
    if request.POST.get("action") == "suggest":  # without scripts: the form as it is typed, with who could help
        typed = initial_of_typed({name: request.POST.getlist(name) for name in request.POST})
        return _form_page(request, FORMS[kind](agencies=_agencies(request), initial=typed), draft, found, kind=kind)
    form = FORMS[kind](request.POST or None, agencies=_agencies(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_request(
                request.actor,
                asking=form.asking(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            return _kept(request, kept, found, kind)
    return _form_page(request, form, draft, found, kind=kind)


def _kept(request: Call, kept: UUID, found: RequestView | None, kind: RequestKind) -> HttpResponse:
    """The way on after a request was kept: send it where that was asked, and only then let go of what was typed."""
    about = str(found.row.id) if found else ""
    if request.POST.get("action") == "send" and may(request.actor, REQUEST_SEND):
        try:
            done = _sent(request, kept)
        except Refused as refused:
            if refused.code == STEP_UP_NEEDED and found is None:
                # The form comes again after the proof of who it is, and would be kept as a second draft.
                liaison.discard_request(request.actor, id=kept)
            raise
    else:
        messages.success(request, _("The draft is kept in your agency. A liaison officer can send it."))
        done = HttpResponseRedirect(reverse("web:request", args=(kept,)))
    drop_draft(request.actor, form=NEW[kind], about=about)
    return done


def _first(request: Call) -> dict[str, Any]:
    asked = asked_for(request)
    return first_marks() | {
        "purpose": asked.get("purpose", ""),
        "case": asked.get("case", ""),
        "urgency": liaison.Urgency.ROUTINE.value,
    }


def _about_record(request: Call, record: str) -> dict[str, Any]:
    """What a request about a record begins with: its owner, its name as far as the own people may write it, its marks."""
    asked = asked_for(request)
    try:
        found = read_record(request.actor, id=UUID(record), **{key: asked.get(key, "") for key in ("purpose", "case")})
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error
    title = "" if found.label.tlp is Tlp.RED else caption(found.schema, found.caption)
    about = {"to": [str(found.owner)], "about": str(found.id)} if not found.mine else {}
    return about | first_marks(_level(found)) | {"title": title[:200]}


def _level(found: RecordView) -> Tlp:
    return Tlp.AMBER_STRICT if found.label.tlp is Tlp.RED else found.label.tlp


def _agencies(request: Call) -> list[Any]:
    return [one for one in list_agencies(request.actor) if one.is_active and one.id != request.actor.agency]


@page(REQUEST_SEND, methods=("POST",))
def send(request: Call, request_id: UUID) -> HttpResponse:
    """Send a draft; where a risk was named, a second person is asked instead."""
    return _sent(request, request_id)


def _sent(request: Call, request_id: UUID) -> HttpResponse:
    try:
        files = liaison.send_request(request.actor, id=request_id)
    except Invalid as fault:
        messages.error(request, str(fault))
    except Refused as refused:
        if refused.code != APPROVAL_NEEDED:
            raise
        return _ask_second(request, request_id, refused)
    else:
        messages.success(request, _("The request is sent."))
        return HttpResponseRedirect(reverse("web:request", args=(files[0],)))
    return HttpResponseRedirect(reverse("web:request", args=(request_id,)))


def _ask_second(request: Call, request_id: UUID, refused: Refused) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("web:request", args=(request_id,)))
    asked = liaison.ask_to_send(request.actor, id=request_id, reason=reason)
    messages.success(request, _("Asked. It is sent when a second person has agreed and you carry it out."))
    return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))


@page(REQUEST_DRAFT, methods=("POST",))
def discard(request: Call, request_id: UUID) -> HttpResponse:
    """Throw a draft of the agency away."""
    kind = _draft_of(request, request_id).row.kind
    liaison.discard_request(request.actor, id=request_id)
    drop_draft(request.actor, form=NEW[kind], about=str(request_id))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:requests"))


@page(REQUEST_ANSWER, methods=_BOTH)
def answer(request: Call, request_id: UUID) -> HttpResponse:
    """Answer in full or in part, or refuse."""
    found = liaison.read_request(request.actor, id=request_id)
    draft = read_draft(request.actor, form=ANSWER, about=str(request_id))
    widest = found.asking.marks.tlp
    initial = (
        first_marks(widest) | initial_of_offer(found.asking.terms) | (initial_of_typed(draft.fields) if draft else {})
    )
    files = enclosable(list_attachments(request.actor, about=f"request:{request_id}"))
    form = REPLIES[found.row.kind](request.POST or None, widest=widest, files=files, initial=initial)
    if request.method == "POST" and form.is_valid() and (done := _answered(request, form, request_id)):
        drop_draft(request.actor, form=ANSWER, about=str(request_id))
        return done
    context = {
        "form": form,
        "found": found,
        "draft": draft,
        "draft_form": ANSWER,
        "about": str(request_id),
        "kind": found.row.kind,
        "terms": found.asking.terms and terms_shown(found.asking.terms, agency_names(request.actor)),
        "needs_why": "why" in form.errors,
        "handling": handled((one.marks, one.obligations) for one in found.messages),
        "crumbs": (*WAY, Crumb(found.row.title, reverse("web:request", args=(request_id,))), Crumb(_("Answer"))),
    }
    return render(request, "web/requests/answer.html", context, status=422 if form.errors else 200)


def _answered(request: Call, form: ReplyForm, request_id: UUID) -> HttpResponse | None:
    """The way on after an answer was given, or a second person was asked; None where the form must be mended."""
    try:
        liaison.answer_request(request.actor, id=request_id, reply=form.reply())
    except Invalid as fault:
        form.add_error(None, str(fault))
        return None
    except Refused as refused:
        if refused.code == "liaison.rights-bar":
            form.add_error(None, str(refused))
            return None
        if refused.code != APPROVAL_NEEDED:
            raise
        return _ask_second_to_answer(request, form, request_id, refused)
    messages.success(request, _("The answer is sent."))
    return HttpResponseRedirect(reverse("web:request", args=(request_id,)))


def _ask_second_to_answer(request: Call, form: ReplyForm, request_id: UUID, refused: Fault) -> HttpResponse | None:
    why = form.cleaned_data["why"].strip()
    if not why:
        form.add_error("why", str(refused))
        return None
    asked = liaison.ask_to_answer(request.actor, id=request_id, reply=form.reply(), reason=why)
    messages.success(request, _("Asked. It is sent when a second person has agreed and you carry it out."))
    return HttpResponseRedirect(reverse("web:approval", args=(asked.id,)))


@page(DRAFT_KEEP, methods=("POST",))
def draft(request: Call) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    form, about = _form_named(request)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    keep_draft(request.actor, form=form, about=about, fields=fields)
    return HttpResponse(status=204)


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call) -> HttpResponse:
    """Throw away what was typed."""
    form, about = _form_named(request)
    drop_draft(request.actor, form=form, about=about)
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:requests"))


def _form_named(request: Call) -> tuple[str, str]:
    """The form that a draft is of. Raises Invalid for none of ours."""
    form, about = request.POST.get("form", ""), request.POST.get("about_draft", "")
    try:
        is_ours = form in {*NEW.values(), ANSWER} and (str(UUID(about)) == about)
    except ValueError:
        is_ours = form in NEW.values() and not about
    if not is_ours:
        raise Invalid(BAD_REQUEST)
    return form, about


def _form_page(
    request: Call, form: AskingForm, kept: DraftView | None, found: RequestView | None, *, kind: RequestKind
) -> HttpResponse:
    title = _("Change the request") if found else str(_TITLES[kind])
    way = [Crumb(found.row.title, reverse("web:request", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "title": title,
        "draft": kept,
        "draft_form": NEW[kind],
        "kind": kind,
        "suggested": suggested(request.actor, form) if kind is not RequestKind.INFORMATION else None,
        "about": str(found.row.id) if found else "",
        "found": found,
        "may_send": may(request.actor, REQUEST_SEND),
        "handling": handled([(found.row.marks, ())]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/requests/form.html", context, status=422 if form.errors else 200)
