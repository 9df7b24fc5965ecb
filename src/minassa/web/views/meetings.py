"""Meetings: the list of editions, one of them, its agenda in any version, and calendars to take along."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Conflict, Invalid, NotFound
from minassa.meetings import (
    CHANGE_KINDS,
    CONFIDENCE_NAMES,
    EDITION_STATES,
    FACT_TOPICS,
    SESSION_FIELDS,
    SESSION_KINDS,
    SPOKEN_NAMES,
    TEXT_STATES,
    AgendaView,
    DayView,
    Difference,
    EditionRow,
    EditionView,
    SessionView,
    told,
)
from minassa.meetings.acts import (
    AGENDA_READ,
    CALENDAR_EXPORT,
    EDITION_KEEP,
    EDITION_LIST,
    EDITION_PUBLISH,
    EDITION_READ,
    TEXT_KEEP,
)
from minassa.programmes import ANSWERS, DECISIONS, FinalRecommendation
from minassa.web import wording
from minassa.web.forms.meeting import CommuniqueForm, EditionForm, initial_of_communique, initial_of_edition
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may

WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Meetings"), "/meetings/"))
_BOTH: Final = ("GET", "HEAD", "POST")


def in_words(text: Mapping[str, str]) -> str:
    """A text for the reader of this page."""
    return told(text, get_language() or "en")


def line_of(row: EditionRow) -> dict[str, Any]:
    """An edition in words."""
    return {
        "row": row,
        "name": in_words(row.names),
        "theme": in_words(row.theme),
        "state": EDITION_STATES[row.state],
        "country": wording.country_name(row.country),
    }


def way_of(row: EditionRow) -> tuple[Crumb, ...]:
    """The way to the pages below an edition's."""
    return (*WAY, Crumb(f"{row.city} {row.year}", reverse("web:edition", args=(row.id,))))


@page(EDITION_LIST)
def editions(request: Call) -> HttpResponse:
    """The editions, the latest first."""
    rows = meetings.list_editions(request.actor)
    context = {
        "rows": [line_of(row) for row in rows],
        "may_add": may(request.actor, EDITION_KEEP),
        "may_export": bool(rows),
        "handling": handled((row.marks, row.obligations) for row in rows),
        "crumbs": (WAY[0], Crumb(_("Meetings"))),
    }
    return render(request, "web/meetings/editions.html", context)


@page(EDITION_READ)
def edition(request: Call, edition_id: UUID) -> HttpResponse:
    """One edition: what it is, and what sources say of it, side by side where they differ."""
    found = meetings.read_edition(request.actor, id=edition_id)
    context = {
        "found": found,
        "line": line_of(found.row),
        "facts": _facts(found),
        "texts": [
            (one, in_words(one.titles), TEXT_STATES[one.state])
            for one in meetings.list_texts(request.actor, edition=edition_id)
        ],
        "may_begin_text": found.row.mine and may(request.actor, TEXT_KEEP),
        "handling": handled([(found.row.marks, found.row.obligations)]),
        "crumbs": (*WAY, Crumb(f"{found.row.city} {found.row.year}")),
    }
    return render(request, "web/meetings/edition.html", context)


def _facts(found: EditionView) -> list[dict[str, Any]]:
    return [
        {
            "topic": FACT_TOPICS[one.topic],
            "said": in_words(one.said),
            "sources": one.sources,
            "confidence": CONFIDENCE_NAMES[one.confidence],
            "conflicts": one.conflicts,
        }
        for one in found.facts
    ]


@page(EDITION_KEEP, methods=_BOTH)
def new(request: Call) -> HttpResponse:
    """Begin the preparation of an edition."""
    form = EditionForm(request.POST or None, initial={"zone": "Africa/Casablanca", "country": "ma"})
    if request.method == "POST" and form.is_valid():
        try:
            made = meetings.add_edition(request.actor, plan=form.plan(), exercise=settings.MINASSA.node.exercise)
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The edition is in preparation. Invite delegations and plan its sessions."))
            return HttpResponseRedirect(reverse("web:edition", args=(made,)))
    return _form_page(request, form, None)


@page(EDITION_KEEP, methods=_BOTH)
def edit(request: Call, edition_id: UUID) -> HttpResponse:
    """Say something else of an edition."""
    found = meetings.read_edition(request.actor, id=edition_id)
    if "edit" not in found.can:
        raise NotFound("meetings.no-edition")
    form = EditionForm(request.POST or None, initial=initial_of_edition(found))
    if request.method == "POST" and form.is_valid():
        try:
            meetings.change_edition(request.actor, id=edition_id, plan=form.plan(), state=form.state_chosen())
        except (Invalid, Conflict) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The edition is changed."))
            return HttpResponseRedirect(reverse("web:edition", args=(edition_id,)))
    return _form_page(request, form, found)


def _form_page(request: Call, form: EditionForm, found: EditionView | None) -> HttpResponse:
    title = _("Change the edition") if found else _("New edition")
    context = {
        "form": form,
        "title": title,
        "found": found,
        "handling": handled([(found.row.marks, found.row.obligations)]) if found else None,
        "crumbs": (*(way_of(found.row) if found else WAY), Crumb(title)),
    }
    return render(request, "web/meetings/edition_form.html", context, status=422 if form.errors else 200)


@page(EDITION_PUBLISH, methods=_BOTH)
def publish(request: Call, edition_id: UUID) -> HttpResponse:
    """Publish the frame of an edition and its communique."""
    row = meetings.read_edition(request.actor, id=edition_id).row
    said = meetings.read_communique(request.actor, edition=edition_id)
    form = CommuniqueForm(request.POST or None, initial=initial_of_communique(said or {}))
    if request.method == "POST" and form.is_valid():
        try:
            meetings.publish_edition(request.actor, edition=edition_id, communique=form.written("communique"))
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The public page is there for everybody."))
            return HttpResponseRedirect(reverse("web:edition-publish", args=(edition_id,)))
    context = {
        "form": form,
        "line": line_of(row),
        "is_public": said is not None,
        "handling": handled([(row.marks, row.obligations)]),
        "crumbs": (*way_of(row), Crumb(_("Public page"))),
    }
    return render(request, "web/meetings/publish.html", context, status=422 if form.errors else 200)


@page(EDITION_PUBLISH, methods=("POST",))
def unpublish(request: Call, edition_id: UUID) -> HttpResponse:
    """Take the public page down."""
    meetings.unpublish_edition(request.actor, edition=edition_id)
    messages.success(request, _("The public page is taken down."))
    return HttpResponseRedirect(reverse("web:edition-publish", args=(edition_id,)))


@page(AGENDA_READ)
def agenda(request: Call, edition_id: UUID) -> HttpResponse:
    """The agenda in force, or the one that `version` names; `against` shows what is new since an earlier one."""
    number, against = (_number(request.GET.get(name, "")) for name in ("version", "against"))
    found = meetings.read_agenda(request.actor, edition=edition_id, number=number, against=against)
    context = agenda_context(found) | {
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*way_of(found.edition), Crumb(_("Agenda"))),
    }
    return render(request, "web/meetings/agenda.html", context)


def _number(given: str) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0


def agenda_context(found: AgendaView) -> dict[str, Any]:
    """An agenda in words, with what differs."""
    return {
        "found": found,
        "line": line_of(found.edition),
        "days": [_day(one) for one in found.days],
        "differences": [_difference(one) for one in found.differences],
    }


def _day(day: DayView) -> dict[str, Any]:
    return {"date": day.date, "title": in_words(day.title), "sessions": [session_line(one) for one in day.sessions]}


def session_line(one: SessionView) -> dict[str, Any]:
    """A session in words."""
    return {
        "id": one.id,
        "plan": one.plan,
        "title": in_words(one.plan.title),
        "theme": in_words(one.plan.theme),
        "kind": SESSION_KINDS[one.plan.kind],
        "channels": [SPOKEN_NAMES[code] for code in one.plan.channels],
        "begins": one.begins,
        "points": [point_line(each) for each in one.points],
    }


def point_line(one: FinalRecommendation) -> dict[str, Any]:
    """A recommendation of an evaluation in words, with what became of it."""
    return {"one": one, "state": ANSWERS[one.state], "decision": DECISIONS[one.decision] if one.decision else ""}


def _difference(one: Difference) -> dict[str, Any]:
    before, after = one.before or {}, one.after or {}
    return {
        "kind": CHANGE_KINDS[one.kind],
        "title": in_words((one.after or one.before or {})["title"]),
        "fields": [
            {"name": SESSION_FIELDS[name], "before": _shown(name, before[name]), "after": _shown(name, after[name])}
            for name in one.fields
        ],
    }


def _shown(name: str, value: Any) -> str:  # noqa: ANN401 - any value of a session as JSON keeps it
    """A value of a session as a reader sees it in a comparison."""
    match name:
        case "title" | "theme":
            return in_words(value)
        case "kind":
            return str(SESSION_KINDS[value])
        case "chairs" | "speakers":
            return "; ".join(one["name"] for one in value)
        case "channels":
            return ", ".join(str(SPOKEN_NAMES[one]) for one in value)
        case "is_open":
            return _("Yes") if value else _("No")
    return str(len(value) or "") if name == "takes_up" else str(value)


@page(CALENDAR_EXPORT)
def calendar(request: Call, edition_id: UUID, session: UUID | None = None) -> HttpResponse:
    """The sessions of an edition, or one of them, for somebody's own calendar."""
    made = meetings.edition_calendar(
        request.actor, edition=edition_id, language=get_language() or "en", session=session
    )
    return _calendar_file(made, f"meeting-{session or edition_id}")


@page(CALENDAR_EXPORT)
def own_calendar(request: Call) -> HttpResponse:
    """Whatever this person may attend, for their own calendar."""
    return _calendar_file(meetings.own_calendar(request.actor, language=get_language() or "en"), "meetings")


def _calendar_file(made: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer
