"""Subjects under watch: the list, one with its hits, beginning from a form, a check or a record, extending, stopping, deciding."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import Actor, list_people
from minassa.base import Conflict, Invalid, NotFound
from minassa.check import Hit, Place, Question
from minassa.records import read_record, schemata
from minassa.screening import Verdict, sources
from minassa.watch import (
    WatchHitView,
    WatchView,
    add_watch,
    extend_watch,
    judge_hit,
    list_watches,
    read_watch,
    stop_watch,
    take_over,
    watch_hits,
    watch_record,
)
from minassa.watch.acts import (
    WATCH_ADD,
    WATCH_EXTEND,
    WATCH_JUDGE,
    WATCH_LIST,
    WATCH_READ,
    WATCH_STOP,
    WATCH_TAKE_OVER,
)
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.watch import LongerForm, TermForm, WatchForm, first_term
from minassa.web.owned import owned_of
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.judging import question_of_token
from minassa.web.views.records import agency_names
from minassa.web.wording import caption

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Under watch"), "/watch/"))
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
STATES: Final = {
    "on": gettext_lazy("Under watch"),
    "stopped": gettext_lazy("Stopped"),
    "ended": gettext_lazy("Term reached"),
}
HIT_STATES: Final = {
    "new": gettext_lazy("To be decided"),
    "seen": gettext_lazy("Known when the watch began"),
    "confirmed": gettext_lazy("Confirmed"),
    "dismissed": gettext_lazy("Dismissed"),
    "gone": gettext_lazy("No longer on the list"),
}


@page(WATCH_LIST)
def watches(request: Call) -> HttpResponse:
    """Subjects under watch, newest first; `state` and `before` stand in the address."""
    state = request.GET.get("state", "on")
    if state not in STATES:
        raise NotFound("watch.unknown")
    found = list_watches(request.actor, state=state, before=request.GET.get("before", ""), size=_PAGE)
    keepers = _keepers(request.actor)
    context = {
        "rows": [(one, keepers.get(one.keeper, "")) for one in found.rows],
        "next": found.next,
        "count": found.count_text,
        "first": "before" in request.GET,
        "state": state,
        "states": STATES.items(),
        "may_add": may(request.actor, WATCH_ADD),
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (WAY[0], Crumb(_("Under watch"))),
    }
    return render(request, "web/watch/watches.html", context)


def _keepers(actor: Actor) -> dict[UUID, str]:
    return {one.id: one.name for one in list_people(actor, agency=actor.agency)}


@page(WATCH_READ)
def watch(request: Call, watch: UUID) -> HttpResponse:
    """One subject under watch with its hits."""
    return _page_of(request, watch)


def _page_of(request: Call, watch: UUID, longer: LongerForm | None = None) -> HttpResponse:
    found = read_watch(request.actor, id=watch)
    hits = [_shown(request.actor, one) for one in watch_hits(request.actor, id=watch)]
    owned = owned_of(request, found.record) if found.record else None
    context = {
        "found": found,
        "state": STATES[found.state],
        "kind": wording.KINDS.get(found.question.kind.value, "") if found.question.kind else "",
        "country": wording.country_name(found.question.country)
        if len(found.question.country) == 2
        else found.question.country,
        "purpose": wording.purpose_name(found.term.purpose),
        "keeper": _keepers(request.actor).get(found.keeper, ""),
        "hits": hits,
        "owned": owned,
        "longer": longer or LongerForm(initial={"until": found.term.until, "reason": found.term.reason}),
        "form": longer,
        "may_stop": found.state == "on" and may(request.actor, WATCH_STOP),
        "may_extend": found.state == "on" and may(request.actor, WATCH_EXTEND),
        "may_judge": may(request.actor, WATCH_JUDGE),
        "handling": handled(
            [
                (found.marks, found.obligations),
                *((one["view"].marks, one["view"].obligations) for one in hits),
                *(owned.marks if owned else ()),
            ]
        ),
        "crumbs": (*WAY, Crumb(found.title)),
    }
    return render(request, "web/watch/watch.html", context, status=422 if longer else 200)


def _shown(actor: Actor, view: WatchHitView) -> dict[str, Any]:
    hit = view.hit
    names = {one.key: one.title for one in sources()} | {str(key): name for key, name in agency_names(actor).items()}
    places = {Place.LOOKOUTS: _("Lookout"), Place.ALERTS: _("Alert")}
    source = places.get(hit.place) or names.get(str(hit.owner) if hit.owner else hit.source, hit.source)
    return {
        "view": view,
        "hit": hit,
        "percent": int(hit.score * 100),
        "word": wording.score_word(hit.score),
        "kind": wording.KINDS.get(hit.kind, ""),
        "source": source,
        "reasons": wording.reasons(hit),
        "obligations": wording.obligations(view.obligations),
        "state": HIT_STATES[view.state],
        "changed": ", ".join(_field_word(hit, name) for name in view.changed),
        "href": _page_of_hit(hit),
    }


def _page_of_hit(hit: Hit) -> str:
    if hit.place is Place.LISTS:
        return reverse("web:subject", args=(hit.source, hit.ref))
    pages = {Place.RECORDS: "web:record", Place.LOOKOUTS: "web:lookout", Place.ALERTS: "web:alert"}
    return reverse(pages[hit.place], args=(hit.ref,))


def _field_word(hit: Hit, name: str) -> str:
    if hit.place is not Place.RECORDS:
        return str(wording.SUBJECT_FIELDS.get(name, _("Text")))
    labels = (one.properties[name].label for one in schemata().values() if name in one.properties)
    return str(next(labels, name))


@page(WATCH_ADD, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """Begin to watch a subject."""
    if request.method != "POST":
        return _form_page(request, WatchForm(initial=first_term(asked_for(request))))
    form = WatchForm(request.POST)
    if form.is_valid():
        remember(request, form.cleaned_data)
        made = _added(request, form, form.question(), is_seen=False)
        if made is not None:
            return HttpResponseRedirect(reverse("web:watch", args=(made.id,)))
    return _form_page(request, form)


def _added(request: Call, form: WatchForm, question: Question, *, is_seen: bool) -> WatchView | None:
    try:
        made = add_watch(request.actor, question=question, term=form.term(), is_seen=is_seen)
    except (Invalid, Conflict) as fault:
        form.add_error(None, str(fault))
        return None
    messages.success(request, _("The subject is under watch. What is known now is looked for within a minute."))
    return made


def _form_page(request: Call, form: WatchForm, token: str = "") -> HttpResponse:
    context = {"form": form, "token": token, "crumbs": (*WAY, Crumb(_("Keep a subject under watch")))}
    return render(request, "web/watch/new.html", context, status=422 if form.errors else 200)


@page(WATCH_ADD, methods=("POST",))
def from_check(request: Call) -> HttpResponse:
    """Begin to watch what was just asked: the form with the question, then the watch. The question travels signed."""
    token = request.POST.get("token", "")
    try:
        question = question_of_token(token)
    except signing.BadSignature as error:
        raise Invalid(BAD_REQUEST) from error
    if "reason" not in request.POST:
        first = first_term(asked_for(request)) | {
            "name": question.name,
            "birth_date": question.birth_date,
            "country": question.country,
            "identifier": question.identifier,
            "kind": question.kind.value if question.kind else "",
        }
        return _form_page(request, WatchForm(initial=first), token)
    form = WatchForm(request.POST)
    if form.is_valid():
        made = _added(request, form, form.question(), is_seen=form.question() == question)
        if made is not None:
            return HttpResponseRedirect(reverse("web:watch", args=(made.id,)))
    return _form_page(request, form, token)


@page(WATCH_ADD, methods=_BOTH)
def from_record(request: Call, record: UUID) -> HttpResponse:
    """Begin to watch the subject of a record."""
    asked = asked_for(request)
    found = read_record(request.actor, id=record, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    form = TermForm(request.POST or None, initial=first_term(asked))
    if request.method == "POST" and form.is_valid():
        try:
            made = watch_record(request.actor, record=record, term=form.term())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The subject is under watch. What is known now is looked for within a minute."))
            return HttpResponseRedirect(reverse("web:watch", args=(made.id,)))
    context = {
        "form": form,
        "record": found,
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(caption(found.schema, found.caption))),
    }
    return render(request, "web/watch/from_record.html", context, status=422 if form.errors else 200)


@page(WATCH_STOP, methods=("POST",))
def stop(request: Call, watch: UUID) -> HttpResponse:
    """Keep a subject under watch no longer."""
    return done(
        request, lambda: stop_watch(request.actor, id=watch), _("The watch is stopped."), reverse("web:watches-all")
    )


@page(WATCH_EXTEND, methods=("POST",))
def extend(request: Call, watch: UUID) -> HttpResponse:
    """Keep a subject under watch longer, for a reason."""
    form = LongerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            extend_watch(request.actor, id=watch, until=given["until"], reason=given["reason"])
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The watch lasts longer."))
            return HttpResponseRedirect(reverse("web:watch", args=(watch,)))
    return _page_of(request, watch, form)


@page(WATCH_JUDGE, methods=("POST",))
def judge(request: Call, watch: UUID, hit: UUID) -> HttpResponse:
    """Confirm or dismiss a hit, with a reason."""
    written = request.POST.get("verdict", "")
    if written not in set(Verdict):
        raise Invalid(BAD_REQUEST)
    return done(
        request,
        lambda: judge_hit(request.actor, id=hit, verdict=Verdict(written), reason=request.POST.get("reason", "")),
        _("Your agency remembers it until the evidence changes."),
        reverse("web:watch", args=(watch,)),
    )


@page(WATCH_TAKE_OVER, methods=_BOTH)
def keeper(request: Call, keeper: UUID) -> HttpResponse:
    """Take over what somebody kept who can do so no longer."""
    if request.method == "POST":
        return done(
            request,
            lambda: take_over(request.actor, keeper=keeper),
            _("You keep these subjects under watch from now on."),
            reverse("web:watches-all"),
        )
    context = {"keeper": keeper, "crumbs": (*WAY, Crumb(_("Without a keeper")))}
    return render(request, "web/watch/keeper.html", context)
