"""Requests for information and assistance, offers of training: the list, one request with its thread, statistics, and what is said."""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa import liaison
from minassa.access import Actor, list_people
from minassa.base import Conflict, Invalid
from minassa.desk import AttachmentView, Scan, Sharing, list_attachments, thing_label
from minassa.liaison import (
    CONCERNS,
    FIELDS,
    FITS,
    FORMATS,
    REQUEST_EVENTS,
    REQUEST_KINDS,
    REQUEST_REASONS,
    RISKS,
    URGENCY_NAMES,
    USES,
    Care,
    Event,
    Match,
    MessageView,
    Need,
    Nominee,
    Reply,
    RequestKind,
    RequestRow,
    RequestView,
    Side,
    State,
    Tender,
    Terms,
    Verdict,
    state_name,
    weigh,
)
from minassa.liaison.acts import (
    EXPERTISE_LIST,
    REQUEST_ASSIGN,
    REQUEST_DRAFT,
    REQUEST_LIST,
    REQUEST_NOTE,
    REQUEST_READ,
    REQUEST_SPEAK,
    REQUEST_STATISTICS,
    WORKERS,
)
from minassa.web import wording
from minassa.web.attachments import Attached, attached_to
from minassa.web.forms.help import ChoosingForm, RatingForm, RetractingForm
from minassa.web.forms.request import SayingForm, first_marks
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Requests"), "/requests/"))
_PAGE: Final = 50
_SAID: Final[dict[str, tuple[Callable[..., None], Promise]]] = {
    "clarify": (liaison.clarify_request, gettext_lazy("Sent. Their clock runs again.")),
    "question": (liaison.ask_back, gettext_lazy("Sent. Your clock stands still until they answer.")),
    "remark": (liaison.remark, gettext_lazy("Sent.")),
    "close": (liaison.close_request, gettext_lazy("The request is closed.")),
    "withdraw": (liaison.withdraw_request, gettext_lazy("The request is withdrawn.")),
    "accept": (liaison.accept_offer, gettext_lazy("The offer is accepted.")),
    "confirm": (liaison.confirm_nominees, gettext_lazy("The places are confirmed.")),
    "attend": (liaison.record_attendance, gettext_lazy("It is recorded who came.")),
    "retract": (liaison.retract_offer, gettext_lazy("What you offered is taken back. The other agency is told.")),
    "rerate": (liaison.change_rating, gettext_lazy("Your rating is changed. What it was stays in the thread.")),
    "rate": (liaison.rate_request, gettext_lazy("Your rating is sent. Both sides see it, nobody else.")),
}

_WITH_FILES: Final = frozenset({"clarify", "question", "remark"})
_HINT: Final = gettext_lazy("What you attach here stays in your agency, until somebody sends it with a message.")


@page(REQUEST_LIST)
def requests(request: Call) -> HttpResponse:
    """The agency's requests, newest first; `side` and `kind` in the address show one alone."""
    side, kind = request.GET.get("side", ""), request.GET.get("kind", "")
    chosen = Side(side) if side in {one.value for one in Side} else None
    of_kind = RequestKind(kind) if kind in {one.value for one in RequestKind} else None
    found = liaison.list_requests(
        request.actor, side=chosen, kind=of_kind, before=request.GET.get("before", ""), size=_PAGE
    )
    context = {
        "found": found,
        "rows": _rows(found.rows, agency_names(request.actor)),
        "side": side if chosen else "",
        "kind": kind if of_kind else "",
        "kinds": [(one.value, text) for one, text in REQUEST_KINDS.items()],
        "first": "before" in request.GET,
        "may_ask": may(request.actor, REQUEST_DRAFT),
        "handling": handled((row.marks, ()) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Requests"))),
    }
    return render(request, "web/requests/requests.html", context)


def _rows(rows: tuple[RequestRow, ...], names: dict[UUID, str]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "partners": [names.get(one, "") for one in row.partners],
            "state": state_name(row.kind, row.side, row.state),
            "kind": REQUEST_KINDS[row.kind],
            "urgency": URGENCY_NAMES[row.urgency],
            "asked": row.side is Side.ASKER,
            "waits": row.state in liaison_open(),
        }
        for row in rows
    ]


def liaison_open() -> frozenset[State]:
    """The states in which a day of answer is worth showing."""
    return frozenset({State.SENT, State.RECEIVED, State.ASSIGNED, State.QUESTIONED})


@page(REQUEST_READ)
def request(request: Call, request_id: UUID) -> HttpResponse:
    """One request: what was asked, the thread, and what can be done now."""
    found = liaison.read_request(request.actor, id=request_id)
    return render(request, "web/requests/request.html", request_context(request, found))


def request_context(
    request: Call, found: RequestView, form: SayingForm | None = None, word: str = ""
) -> dict[str, Any]:
    """What the page of a request shows; `form` is a faulty one that comes back, said as `word`."""
    names = agency_names(request.actor)
    people = {one.id: one.name for one in list_people(request.actor, agency=request.actor.agency)}
    marked = [(one.marks, one.obligations) for one in found.messages] or [(found.row.marks, ())]
    attached = _attached(request.actor, found)
    return {
        "found": found,
        "line": _rows((found.row,), names)[0],
        "others": _rows(found.others, names),
        "asking": found.asking,
        "purpose": wording.purpose_name(found.asking.purpose),
        "care": care_shown(found.asking.care),
        "terms": found.asking.terms and terms_shown(found.asking.terms, names),
        "fitting": _fitting(request.actor, found),
        "messages_shown": _thread(found, names, people),
        "pending": found.pending and _pending(found.pending, attached),
        "risky": found.row.state is State.DRAFT and _needs_second(found.asking.care),
        "assignee": people.get(found.row.assignee, "") if found.row.assignee else "",
        "author": people.get(found.row.author, "") if found.row.author else "",
        "assignable": _assignable(request.actor) if "assign" in found.can else (),
        "sayings": _sayings(found, form, word, [line.file for line in attached.lines]),
        "form": form,
        "attached": attached,
        "handling": handled([*marked, *((one.file.marks, one.file.obligations) for one in attached.lines)]),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }


def _attached(actor: Actor, found: RequestView) -> Attached:
    """The files that the own agency has attached to its file of the request."""
    about = f"request:{found.row.id}"
    label = thing_label(actor, about=about)
    return attached_to(actor, about, label=label, hint=str(_HINT))


def _pending(reply: Reply, attached: Attached) -> dict[str, Any]:
    """An answer that waits, with the names of the files that would go with it."""
    names = {line.file.id: line.file.name for line in attached.lines}
    return {
        "reply": reply,
        "tender": reply.tender and _tender_shown(reply.tender),
        "message": reply,
        "care": care_shown(reply.care),
        "files": [names.get(one, str(one)) for one in reply.files],
    }


def enclosable(files: Iterable[AttachmentView]) -> list[AttachmentView]:
    """The files that can go with a message: the own agency's, of which nothing waits."""
    return [one for one in files if one.mine and one.sharing is not Sharing.UNPROVEN and one.scan is not Scan.WAITING]


def _needs_second(care: Care | None) -> bool:
    return care is not None and weigh(care) is Verdict.SECOND_PERSON


def care_shown(care: Care | None) -> dict[str, Any] | None:
    """The human-rights questions with their answers; None where they are not answered."""
    if care is None:
        return None
    answers = [(CONCERNS[concern], RISKS[risk], risk.value != "none") for concern, risk in care.risks.items()]
    return {"answers": answers, "assurance": care.assurance}


def terms_shown(terms: Terms, names: dict[UUID, str]) -> dict[str, Any]:
    """What is asked for or offered, in words."""
    return {
        "terms": terms,
        "field": FIELDS[terms.field],
        "languages": [wording.language_name(code) for code in terms.languages],
        "use": USES[terms.use],
        "format": FORMATS[terms.format] if terms.format else "",
        "also": [names.get(one, "") or _("An agency that is not known here") for one in terms.also],
    }


def _fitting(actor: Actor, found: RequestView) -> list[dict[str, Any]]:
    """What the own agency offers that fits what it was asked for: whom to ask at home."""
    terms = found.asking.terms
    if terms is None or found.row.side is Side.ASKER or not may(actor, EXPERTISE_LIST):
        return []
    need = Need(terms.field, terms.languages, terms.ends)
    return [match_shown(one) for one in liaison.own_fitting(actor, need=need)]


def match_shown(one: Match) -> dict[str, Any]:
    """An entry that fits, and why."""
    return {
        "match": one,
        "field": FIELDS[one.entry.offer.field],
        "fit": FITS[one.fit],
        "languages": [wording.language_name(code) for code in one.languages],
    }


def _thread(found: RequestView, names: dict[UUID, str], people: dict[UUID, str]) -> list[dict[str, Any]]:
    """The messages; whoever is chosen among the nominees is named as the nominations named them."""
    nominees = nominees_in(found)
    return [_shown(one, names, people) | _agreed(one, nominees) for one in found.messages]


def nominees_in(found: RequestView) -> tuple[Nominee, ...]:
    """Who was nominated in this talk."""
    return next((one.nominees for one in reversed(found.messages) if one.nominees), ())


def _agreed(one: MessageView, nominees: tuple[Nominee, ...]) -> dict[str, Any]:
    return {
        "tender": one.tender and _tender_shown(one.tender),
        "chosen": [nominees[place - 1] for place in one.chosen if place <= len(nominees)],
        "stars": one.stars and _("%(stars)s of 5") % {"stars": one.stars},
    }


def _tender_shown(tender: Tender) -> dict[str, Any]:
    return {"tender": tender, "languages": [wording.language_name(code) for code in tender.languages]}


def _shown(one: MessageView, names: dict[UUID, str], people: dict[UUID, str]) -> dict[str, Any]:
    return {
        "message": one,
        "word": REQUEST_EVENTS[one.event] if one.event else _("Note of your agency"),
        "speaker": names.get(one.speaker, ""),
        "author": people.get(one.author, "") if one.author else "",
        "reason": REQUEST_REASONS[one.reason] if one.reason else "",
        "care": care_shown(one.care) if one.event is not Event.ASK else None,
        "obligations": wording.obligations(one.obligations),
        "is_note": one.event is None,
    }


def _assignable(actor: Actor) -> list[tuple[UUID, str]]:
    people = list_people(actor, agency=actor.agency)
    return [(one.id, one.name) for one in people if one.is_active and WORKERS & set(one.roles)]


_WORDS: Final = {
    "clarify": (gettext_lazy("Answer what they ask back"), gettext_lazy("Send the clarification")),
    "question": (gettext_lazy("Ask back"), gettext_lazy("Send the question")),
    "remark": (gettext_lazy("Write to the other agency"), gettext_lazy("Send")),
    "close": (gettext_lazy("Close the request"), gettext_lazy("Close")),
    "withdraw": (gettext_lazy("Withdraw the request"), gettext_lazy("Withdraw")),
    "accept": (gettext_lazy("Accept the offer"), gettext_lazy("Accept")),
    "confirm": (gettext_lazy("Confirm who comes"), gettext_lazy("Confirm")),
    "attend": (gettext_lazy("Record who came"), gettext_lazy("Record")),
    "rate": (gettext_lazy("Rate what was done"), gettext_lazy("Send the rating")),
    "rerate": (gettext_lazy("Change your rating"), gettext_lazy("Send the changed rating")),
    "retract": (gettext_lazy("Take back what you offered"), gettext_lazy("Take back")),
    "note": (gettext_lazy("Note for your own agency"), gettext_lazy("Keep the note")),
}


def _sayings(
    found: RequestView, faulty: SayingForm | None, word: str, files: Iterable[AttachmentView]
) -> list[dict[str, Any]]:
    """One small form for each thing that can be said now."""
    shown, files = [], enclosable(files)
    for one in found.can:
        if one in _WORDS:
            form = faulty if faulty is not None and one == word else _saying(found, one, files)
            title, button = _WORDS[one]
            shown.append({"word": one, "title": title, "button": button, "form": form, "open": form is faulty})
    return shown


def _saying(found: RequestView, word: str, files: Iterable[AttachmentView], data: Any = None) -> SayingForm:  # noqa: ANN401 - what the browser sent
    widest = found.asking.marks.tlp
    with_them = files if word in _WITH_FILES else ()
    given: dict[str, Any] = {
        "widest": widest,
        "files": with_them,
        "initial": first_marks(widest),
        "auto_id": f"{word}_%s",
    }
    if word in _CHOOSING:
        choices = _choices(found, confirmed=word == "attend")
        return ChoosingForm(data, nominees=choices, word=_CHOOSING[word], **given)
    return _FORMS.get(word, SayingForm)(data, **given)


_FORMS: Final[dict[str, type[SayingForm]]] = {"rate": RatingForm, "rerate": RatingForm, "retract": RetractingForm}
_CHOOSING: Final = {"confirm": "chosen", "attend": "attended"}


def _choices(found: RequestView, *, confirmed: bool) -> list[tuple[int, str]]:
    """The nominees as a form's choices; of those confirmed alone, where it is asked who came."""
    last = next((one.chosen for one in reversed(found.messages) if one.event is Event.CONFIRM), ())
    named = enumerate(nominees_in(found), start=1)
    return [
        (place, " – ".join(filter(None, (one.function, one.name))))
        for place, one in named
        if not confirmed or place in last
    ]


@page(REQUEST_SPEAK, methods=("POST",))
def say(request: Call, request_id: UUID, word: str) -> HttpResponse:
    """Say something to the other agency."""
    found = liaison.read_request(request.actor, id=request_id)
    files = enclosable(list_attachments(request.actor, about=f"request:{request_id}"))
    form = _saying(found, word, files, request.POST)
    if word in _SAID and form.is_valid():
        done, said = _SAID[word]
        try:
            given = {"text": form.cleaned_data["text"], "marks": form.marks(), **form.parts()}
            done(request.actor, id=request_id, **given)
        except Invalid as fault:
            form.add_error("text", str(fault))
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(reverse("web:request", args=(request_id,)))
    return render(request, "web/requests/request.html", request_context(request, found, form, word), status=422)


@page(REQUEST_NOTE, methods=("POST",))
def note(request: Call, request_id: UUID) -> HttpResponse:
    """Keep a note in the own agency."""
    try:
        liaison.note_request(request.actor, id=request_id, text=request.POST.get("text", ""))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The note is kept. It stays in your agency."))
    return HttpResponseRedirect(reverse("web:request", args=(request_id,)))


@page(REQUEST_ASSIGN, methods=("POST",))
def assign(request: Call, request_id: UUID) -> HttpResponse:
    """Give a request to somebody of the own agency."""
    try:
        liaison.assign_request(request.actor, id=request_id, person=UUID(request.POST.get("person", "")))
    except ValueError:
        messages.error(request, _("Choose a person."))
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The request is in hand; the other agency sees it."))
    return HttpResponseRedirect(reverse("web:request", args=(request_id,)))


@page(REQUEST_STATISTICS)
def statistics(request: Call) -> HttpResponse:
    """Reply times of both sides, from the own agency's files alone."""
    days = request.GET.get("days", "")
    chosen = int(days) if days in {"30", "90", "365"} else 90
    found = liaison.request_statistics(request.actor, days=chosen)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "days": chosen,
        "sides": [
            {"side": one, "asked": one.side is Side.ASKER, "reasons": _reasons(one.reasons)} for one in found.sides
        ],
        "partners": [(names.get(one.partner, ""), one.side is Side.ASKER, one) for one in found.partners],
        "crumbs": (*WAY, Crumb(_("Reply times"))),
    }
    return render(request, "web/requests/statistics.html", context)


def _reasons(counted: Any) -> list[tuple[str, int]]:  # noqa: ANN401 - a mapping of reasons
    return [(str(REQUEST_REASONS[reason]), count) for reason, count in counted.items()]
