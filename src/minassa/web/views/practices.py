"""Good practices and lessons learned: the list, one of them, writing, release, correction, taking back."""

from collections.abc import Mapping
from functools import partial
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
from minassa.access import list_agencies, list_communities
from minassa.base import Invalid, NotFound
from minassa.desk import DraftView, drop_draft, read_draft, thing_label
from minassa.liaison import (
    FIELDS,
    PRACTICE_KINDS,
    PRACTICE_STATES,
    Field,
    PracticeFilter,
    PracticeKind,
    PracticeRow,
    PracticeState,
    PracticeView,
)
from minassa.liaison.acts import PRACTICE_DRAFT, PRACTICE_LIST, PRACTICE_READ, PRACTICE_RELEASE
from minassa.web import wording
from minassa.web.attachments import attached_to, choices_of, chosen_files, files_sent
from minassa.web.forms.practice import SEVERAL, PracticeForm, initial_of_writing
from minassa.web.forms.request import first_marks
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.typed import typed_fields
from minassa.web.views.records import agency_names

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Good practices"), "/practices/"))
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
FORM: Final = "practice"


@page(PRACTICE_LIST)
def practices(request: Call) -> HttpResponse:
    """Good practices and lessons, newest first; `kind`, `field` and `country` in the address narrow them."""
    wanted = _wanted(request.GET)
    found = liaison.list_practices(request.actor, wanted=wanted, before=request.GET.get("before", ""), size=_PAGE)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [_line(row, names) for row in found.rows],
        "first": "before" in request.GET,
        "wanted": wanted,
        "narrowed": wanted != PracticeFilter(),
        "kinds": PRACTICE_KINDS.items(),
        "fields": FIELDS.items(),
        "countries": wording.countries(),
        "may_write": may(request.actor, PRACTICE_DRAFT),
        "handling": handled((row.marks, row.obligations) for row in found.rows),
        "crumbs": (WAY[0], Crumb(_("Good practices"))),
    }
    return render(request, "web/practices/practices.html", context)


def _wanted(asked: Mapping[str, Any]) -> PracticeFilter:
    """What an address asks for; a kind or a field that there is not narrows nothing."""
    kind, field = asked.get("kind", ""), asked.get("field", "")
    return PracticeFilter(
        PracticeKind(kind) if kind in set(PracticeKind) else None,
        Field(field) if field in set(Field) else None,
        asked.get("country", ""),
    )


def _line(row: PracticeRow, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "owner": names.get(row.owner, ""),
        "state": PRACTICE_STATES[row.state],
        "kind": PRACTICE_KINDS[row.lesson.kind],
        "field": FIELDS[row.lesson.field],
        "countries": [wording.country_name(code) for code in row.lesson.countries],
    }


@page(PRACTICE_READ)
def practice(request: Call, practice_id: UUID) -> HttpResponse:
    """One document; a draft with exactly whom its release would reach, and the button that releases it."""
    found = liaison.read_practice(request.actor, id=practice_id)
    names, about = agency_names(request.actor), f"practice:{practice_id}"
    takes_files = found.row.mine and found.row.state is not PracticeState.WITHDRAWN
    attached = attached_to(request.actor, about, label=thing_label(request.actor, about=about) if takes_files else None)
    files = liaison.practice_files(request.actor, id=practice_id) if {"release", "correct"} & set(found.can) else ()
    context = {
        "found": found,
        "line": _line(found.row, names),
        "attached": attached,
        "files": choices_of(files, names),
        "reaches": [names[one] for one in (found.meant or found.audience) if one in names],
        "handling": handled(
            [
                (found.row.marks, found.row.obligations),
                *((one.file.marks, one.file.obligations) for one in attached.lines),
            ]
        ),
        "crumbs": (*WAY, Crumb(found.row.lesson.title)),
    }
    return render(request, "web/practices/practice.html", context)


@page(PRACTICE_DRAFT, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """A new good practice or lesson."""
    initial = first_marks() | {"kind": PracticeKind.GOOD_PRACTICE.value}
    return _written(request, initial, read_draft(request.actor, form=FORM), None)


@page(PRACTICE_DRAFT, methods=_BOTH)
def edit(request: Call, practice_id: UUID) -> HttpResponse:
    """Change a draft of the agency."""
    found = liaison.read_practice(request.actor, id=practice_id)
    if "edit" not in found.can or found.draft is None:
        raise NotFound("liaison.no-practice")
    typed = read_draft(request.actor, form=FORM, about=str(practice_id))
    return _written(request, initial_of_writing(found.draft), typed, found)


def _written(
    request: Call, initial: dict[str, Any], typed: DraftView | None, found: PracticeView | None
) -> HttpResponse:
    form = _form(request, initial | (typed_fields(typed, SEVERAL) if typed else {}))
    if request.method == "POST" and form.is_valid():
        try:
            kept = liaison.keep_practice(
                request.actor,
                writing=form.writing(),
                exercise=settings.MINASSA.node.exercise,
                id=found.row.id if found else None,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            drop_draft(request.actor, form=FORM, about=str(found.row.id) if found else "")
            messages.success(request, _("The draft is kept in your agency. A supervisor can release it."))
            return HttpResponseRedirect(reverse("web:practice", args=(kept,)))
    title = _("Change the draft") if found else _("New good practice or lesson")
    return _form_page(request, form, typed, found, title=title)


def _form(request: Call, initial: dict[str, Any], *, is_correction: bool = False) -> PracticeForm:
    own = request.actor.agency
    return PracticeForm(
        request.POST or None,
        agencies=[one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        communities=list_communities(request.actor),
        is_correction=is_correction,
        initial=initial,
    )


def _form_page(
    request: Call, form: PracticeForm, typed: DraftView | None, found: PracticeView | None, *, title: str
) -> HttpResponse:
    way = [Crumb(found.row.lesson.title, reverse("web:practice", args=(found.row.id,)))] if found else []
    context = {
        "form": form,
        "title": title,
        "draft": typed,
        "draft_form": FORM,
        "about": str(found.row.id) if found else "",
        "found": found,
        "handling": handled([(found.row.marks, found.row.obligations)]) if found else None,
        "crumbs": (*WAY, *way, Crumb(title)),
    }
    return render(request, "web/practices/form.html", context, status=422 if form.errors else 200)


@page(PRACTICE_RELEASE, methods=("POST",))
def release(request: Call, practice_id: UUID) -> HttpResponse:
    """Release a draft."""
    try:
        liaison.release_practice(request.actor, id=practice_id, files=chosen_files(request))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The document is released."))
    return HttpResponseRedirect(reverse("web:practice", args=(practice_id,)))


@page(PRACTICE_RELEASE, methods=("POST",))
def send_files(request: Call, practice_id: UUID) -> HttpResponse:
    """Let files follow a document, to all who have it."""
    files_sent(request, partial(liaison.send_practice_files, request.actor, id=practice_id))
    return HttpResponseRedirect(reverse("web:practice", args=(practice_id,)))


@page(PRACTICE_RELEASE, methods=_BOTH)
def correct(request: Call, practice_id: UUID) -> HttpResponse:
    """Let a document say something else, to all who have it."""
    found = liaison.read_practice(request.actor, id=practice_id)
    if "correct" not in found.can or found.draft is None:
        raise NotFound("liaison.no-practice")
    form = _form(request, initial_of_writing(found.draft), is_correction=True)
    if request.method == "POST" and form.is_valid():
        try:
            liaison.correct_practice(
                request.actor, id=practice_id, writing=form.writing(), change=form.cleaned_data["change"]
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The document is corrected; each recipient acknowledges."))
            return HttpResponseRedirect(reverse("web:practice", args=(practice_id,)))
    return _form_page(request, form, None, found, title=_("Correct the document"))


@page(PRACTICE_RELEASE, methods=("POST",))
def withdraw(request: Call, practice_id: UUID) -> HttpResponse:
    """Take a document back from all who have it."""
    try:
        liaison.withdraw_practice(request.actor, id=practice_id, change=request.POST.get("change", ""))
    except Invalid as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("The document is taken back from all who had it."))
    return HttpResponseRedirect(reverse("web:practice", args=(practice_id,)))


@page(PRACTICE_DRAFT, methods=("POST",))
def discard(request: Call, practice_id: UUID) -> HttpResponse:
    """Throw a draft of the agency away."""
    liaison.discard_practice(request.actor, id=practice_id)
    drop_draft(request.actor, form=FORM, about=str(practice_id))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(reverse("web:practices"))
