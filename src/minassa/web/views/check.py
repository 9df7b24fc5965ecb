"""Who is this? The question, and the answer in groups."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from minassa.access import Actor, list_agencies
from minassa.cases.acts import CASE_OPEN
from minassa.check import CHECK, Answer, Hit, Place, check, ownership_of
from minassa.liaison import LOOKOUT_KINDS, WISHES
from minassa.liaison.acts import REQUEST_DRAFT
from minassa.screening import sources
from minassa.watch.acts import WATCH_ADD
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.forms.check import QuestionForm
from minassa.web.owned import ShownOwnership, shown
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.cyber import shown_answers
from minassa.web.views.judging import token_of, watch_token

_UN_REFERENCE: Final = re.compile(r"[A-Z]{2,3}[a-z]\.\d{3}")
_MOST_OWNED: Final = 5
CRUMBS: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Check"), "/check/"))


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with what the page says of it."""

    hit: Hit
    key: str
    percent: int
    word: str
    kind: str | Promise
    source: str
    reasons: tuple[tuple[str, bool], ...]
    obligations: tuple[str, ...]
    href: str
    judge: str
    ask: str
    changed: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    owned: ShownOwnership | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The hits found in one place."""

    key: str
    title: str
    hits: tuple[ShownHit, ...]
    empty: str
    empty_next: str
    note: str = ""


@page(CHECK)
def ask_page(request: Call) -> HttpResponse:
    """The empty question, with the purpose and case of this session's last one."""
    return _form_page(request, QuestionForm(initial=asked_for(request)))


@page(CHECK, methods=("POST",))
def answer(request: Call) -> HttpResponse:
    """The answer to the question on the check page. Names stand in no address and no history (S26)."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    remember(request, form.cleaned_data)
    return _answer_page(request, form)


@page(CHECK, methods=("POST",))
def ask_from_box(request: Call) -> HttpResponse:
    """What the search box of every page asks: a reference leads to its page, anything else is a question.

    It is asked at once where this session has named its purpose and case; else the form asks for them first.
    """
    written = request.POST.get("name", "").strip()
    href = page_of_reference(written)
    if href:
        return HttpResponseRedirect(href)
    remembered = asked_for(request)
    form = QuestionForm({"name": written, **remembered})
    if remembered and form.is_valid():
        return _answer_page(request, form)
    return _form_page(request, QuestionForm(initial={"name": written, **remembered}), asked=True)


def page_of_reference(written: str) -> str:
    """The page that a reference names: a record's id, a United Nations reference, or `source:reference`."""
    try:
        return reverse("web:record", args=(UUID(written),))
    except ValueError:
        source, colon, ref = written.partition(":")
    if _UN_REFERENCE.fullmatch(written):
        return reverse("web:subject", args=("un-sc", written))
    is_source = colon and source in {one.key for one in sources()}
    return reverse("web:subject", args=(source, ref.strip())) if is_source and ref.strip() else ""


def _form_page(request: Call, form: QuestionForm, *, asked: bool = False, status: int = 200) -> HttpResponse:
    context = {"form": form, "asked": asked, "crumbs": (CRUMBS[0], Crumb(_("Check")))}
    return render(request, "web/check/ask.html", context, status=status)


def _answer_page(request: Call, form: QuestionForm) -> HttpResponse:
    given = form.cleaned_data
    found = check(request.actor, question=form.question(), purpose=given["purpose"], case=given["case"])
    answered = (found.observable,) if found.observable else ()
    context = _answer_context(request.actor, found, form) | {
        "observable": found.observable,
        "known": shown_answers(request, (one for one in answered if one.is_known)),
    }
    return render(request, "web/check/answer.html", context)


@dataclass(frozen=True, slots=True)
class _Around:
    """What every hit of an answer is shown with: who looks, names of sources, the case."""

    actor: Actor
    names: Mapping[str, str]
    case: str
    owned: Mapping[str, ShownOwnership]


def _answer_context(actor: Actor, found: Answer, form: QuestionForm) -> dict[str, Any]:
    given = form.cleaned_data
    owned = _owned(actor, found, given)
    around = _Around(actor, _source_names(actor), given["case"], owned)
    matches = found.observable.matches if found.observable else ()
    return {
        "name": found.question.name,
        "number": found.question.identifier,
        "summary": _summary(found),
        "asked_at": found.asked_at,
        "purpose": dict(wording.purposes())[given["purpose"]],
        "case": given["case"],
        "any": bool(found.hits or matches or found.lookouts),
        "lookouts": [
            (one, around.names.get(str(one.owner), ""), LOOKOUT_KINDS[one.kind], WISHES[one.wish])
            for one in found.lookouts
        ],
        "groups": _groups(found, around),
        "dismissed": _shown(found, found.dismissed, "dismissed", around),
        "may_request": may(actor, REQUEST_DRAFT),
        "may_open_case": may(actor, CASE_OPEN),
        "form": QuestionForm(initial=given),
        "handling": handled(
            [
                *_marked((*found.hits, *found.dismissed)),
                *((one.marks, one.obligations) for one in matches),
                *((one.marks, one.obligations) for one in found.lookouts),
                *(marked for one in owned.values() for marked in one.marks),
            ]
        ),
        "watch": watch_token(found.question) if may(actor, WATCH_ADD) else "",
        "crumbs": (*CRUMBS, Crumb(_("Answer"))),
    }


def _owned(actor: Actor, found: Answer, given: Mapping[str, Any]) -> dict[str, ShownOwnership]:
    """Of the first companies among the records that were found: which of them listed persons own or control."""
    firms = [hit for hit in (*found.records, *found.dismissed) if hit.place is Place.RECORDS and hit.kind != "person"]
    owned = {}
    for hit in firms[:_MOST_OWNED]:
        one = ownership_of(actor, record=UUID(hit.ref), purpose=given["purpose"], case=given["case"])
        if one is not None and one.is_owned:
            owned[hit.ref] = shown(one)
    return owned


def _marked(hits: Iterable[Hit]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(hit.marks, hit.obligations) for hit in hits]


def _summary(found: Answer) -> str:
    matches = found.observable.matches if found.observable else ()
    count = len(found.hits) + len(matches) + len(found.lookouts)
    if not count:
        return _("No match on the lists and in the records that you may see.")
    return ngettext("%(count)s match.", "%(count)s matches.", count) % {"count": count}


def _groups(found: Answer, around: _Around) -> tuple[Group, ...]:
    return (
        Group(
            "lists",
            _("Sanctions lists"),
            _shown(found, found.lists, "lists", around),
            _("No list holds this name or number."),
            _("Try another spelling, the name in its own script, or leave out the date of birth."),
        ),
        Group(
            "records",
            _("Records"),
            _shown(found, found.records, "records", around),
            _("No record that you may see holds this name or number."),
            _("Others may know more: ask a partner agency through your liaison officer."),
        ),
    )


def _shown(found: Answer, hits: tuple[Hit, ...], group: str, around: _Around) -> tuple[ShownHit, ...]:
    return tuple(
        ShownHit(
            hit=hit,
            key=f"{group}-{number}",
            percent=int(hit.score * 100),
            word=wording.score_word(hit.score),
            kind=wording.KINDS.get(hit.kind, hit.kind),
            source=around.names.get(str(hit.owner) if hit.owner else hit.source, hit.source),
            reasons=wording.reasons(hit),
            obligations=wording.obligations(hit.obligations),
            href=page_of(hit),
            judge=token_of(found.question, hit, around.case),
            ask=_ask_of(around.actor, hit),
            changed=_changed(hit),
            owned=around.owned.get(hit.ref) if hit.place is Place.RECORDS else None,
        )
        for number, hit in enumerate(hits)
    )


def _changed(hit: Hit) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
    """What has changed since the agency decided: each field's word, what went and what came."""
    told = hit.judged.changed if hit.judged else ()
    return tuple((str(wording.SUBJECT_FIELDS.get(one.field, one.field)), one.gone, one.come) for one in told)


def _ask_of(actor: Actor, hit: Hit) -> str:
    """Where the owner of a record is asked about it; empty for lists, own records, and those who draft no requests."""
    is_foreign = hit.place is Place.RECORDS and hit.owner != actor.agency
    return f"{reverse('web:request-new')}?record={hit.ref}" if is_foreign and may(actor, REQUEST_DRAFT) else ""


def _source_names(actor: Actor) -> dict[str, str]:
    """Names of lists by their key and of agencies by their id."""
    return {one.key: one.title for one in sources()} | {str(one.id): one.name for one in list_agencies(actor)}


def page_of(hit: Hit) -> str:
    """The page of what was found."""
    if hit.place is Place.LISTS:
        return reverse("web:subject", args=(hit.source, hit.ref))
    return reverse("web:record", args=(hit.ref,))
