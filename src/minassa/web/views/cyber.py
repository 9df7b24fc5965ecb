"""Cyber: the newest indicators, one indicator, a list of values checked at once, and exports for defenders."""

import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.cyber import (
    Answered,
    Exported,
    Format,
    Kind,
    Match,
    ObservablesAnswer,
    Related,
    State,
    answer_table,
    check_observables,
    export_indicators,
    list_indicators,
    read_indicator,
)
from minassa.cyber.acts import (
    INDICATOR_EXPORT,
    INDICATOR_IMPORT,
    INDICATOR_LIST,
    INDICATOR_READ,
    OBSERVABLE_CHECK,
    SIGHTING_ADD,
)
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.forms.cyber import ExportForm, ObservablesForm, SightingForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import agency_names

_BOTH: Final = ("GET", "HEAD", "POST")
WAY: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Cyber"), "/cyber/"))
_PAGE: Final = 50
_UNKNOWN_SHOWN: Final = 200
_KEPT_TEXT: Final = 20_000
"""A longer text is not sent back with its answer: the page would weigh more than slow lines bear."""
_MEDIA_TYPES: Final = {Format.LIST: "text/plain", Format.CSV: "text/csv", Format.STIX: "application/stix+json"}


@page(INDICATOR_LIST)
def indicators(request: Call) -> HttpResponse:
    """Indicators newest first; the filters stand in the address, so that it can be kept and shared."""
    asked, kind = request.GET.get("kind", ""), request.GET.get("state", "")
    state = State(kind) if kind in set(State) else None
    found = list_indicators(
        request.actor,
        kind=asked if asked in set(Kind) else "",
        state=state,
        before=request.GET.get("before", ""),
        size=_PAGE,
        purpose=asked_for(request).get("purpose", ""),
    )
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [(one, wording.INDICATOR_STATES[one.state.value], names.get(one.owner, "")) for one in found.rows],
        "kinds": [(one.value, wording.OBSERVABLE_KINDS[one.value]) for one in Kind],
        "states": [(one.value, wording.INDICATOR_STATES[one.value]) for one in State],
        "kind": asked,
        "state": kind,
        "first": "before" in request.GET,
        "tab": "indicators",
        "may_check": may(request.actor, OBSERVABLE_CHECK),
        "may_import": may(request.actor, INDICATOR_IMPORT),
        "may_export": may(request.actor, INDICATOR_EXPORT),
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (WAY[0], Crumb(_("Cyber"))),
    }
    return render(request, "web/cyber/indicators.html", context)


@page(INDICATOR_READ)
def indicator(request: Call, indicator: UUID) -> HttpResponse:
    """One indicator: what it names, who states it, until when, and its author's own words."""
    return indicator_page(request, indicator, SightingForm())


def indicator_page(request: Call, indicator: UUID, form: SightingForm, *, status: int = 200) -> HttpResponse:
    """The page of an indicator with the form for a sighting, perhaps sent back with its faults."""
    asked = asked_for(request)
    found = read_indicator(request.actor, id=indicator, purpose=asked.get("purpose", ""), case=asked.get("case", ""))
    names = agency_names(request.actor)
    marked = [*(one.marks for one in found.related), *(one.marks for one in found.sightings)]
    context = {
        "found": found,
        "row": found.row,
        "state": wording.INDICATOR_STATES[found.row.state.value],
        "observables": [(wording.OBSERVABLE_KINDS[one.kind.value], one.text) for one in found.row.observables],
        "related": shown_related(found.related),
        "sightings": [(one, names.get(one.agency, "")) for one in found.sightings],
        "owner": names.get(found.row.owner, ""),
        "form": form,
        "may_tell": may(request.actor, SIGHTING_ADD),
        "handling": handled([(found.row.marks, found.row.obligations), *((each, ()) for each in marked if each)]),
        "crumbs": (*WAY, Crumb(found.row.name)),
    }
    return render(request, "web/cyber/indicator.html", context, status=status)


def shown_related(related: Iterable[Related]) -> list[tuple[str, Related, str, str]]:
    """Relations as (words, relation, kind of the other, address of the other's page)."""
    return [
        (
            wording.relation_words(one.words, outgoing=one.outgoing),
            one,
            str(wording.THREAT_KINDS.get(one.type, one.type)),
            reverse(f"web:{one.place}", args=(one.id,)) if one.id else "",
        )
        for one in related
    ]


@page(OBSERVABLE_CHECK)
def observables(request: Call) -> HttpResponse:
    """The empty question for a list of values."""
    return _ask_page(request, ObservablesForm(initial=asked_for(request)))


@page(OBSERVABLE_CHECK, methods=("POST",))
def observables_answer(request: Call) -> HttpResponseBase:
    """What is known of the values, as a page or as a table. Values stand in no address and no history (S26)."""
    form = ObservablesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask_page(request, form, status=422)
    given = form.cleaned_data
    remember(request, given)
    answer = check_observables(
        request.actor,
        observables=[one.observable for one in form.read().found],
        purpose=given["purpose"],
        case=given["case"],
    )
    if request.POST.get("as") == "table":
        return download("observables.csv", "text/csv", answer_table(answer))
    return render(request, "web/cyber/answer.html", _answer_context(request, form, answer))


def _ask_page(request: Call, form: ObservablesForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": (*WAY, Crumb(_("Check a list")))}
    return render(request, "web/cyber/ask.html", context, status=status)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer with what the page says of it."""

    answered: Answered
    kind: str
    matches: tuple[tuple[Match, str, tuple[str, ...]], ...]


def _answer_context(request: Call, form: ObservablesForm, answer: ObservablesAnswer) -> dict[str, Any]:
    given, read = form.cleaned_data, form.read()
    known = [one for one in answer.answers if one.is_known]
    unknown = [one for one in answer.answers if not one.is_known]
    text = given["text"] if not given["file"] and len(given["text"]) <= _KEPT_TEXT else ""
    return {
        "answer": answer,
        "known": shown_answers(request, known),
        "unknown": [one.observable.text for one in unknown[:_UNKNOWN_SHOWN]],
        "unknown_more": max(0, len(unknown) - _UNKNOWN_SHOWN),
        "unread": read.unread,
        "purpose": dict(wording.purposes())[given["purpose"]],
        "case": given["case"],
        "form": ObservablesForm(initial={"text": text, "purpose": given["purpose"], "case": given["case"]}),
        "handling": handled((match.marks, match.obligations) for one in known for match in one.matches),
        "crumbs": (*WAY, Crumb(_("Check a list"), reverse("web:observables")), Crumb(_("Answer"))),
    }


def shown_answers(request: Call, known: Iterable[Answered]) -> list[ShownAnswer]:
    """Answers with the owners' names and what readers must observe, for the table of what is known."""
    names = agency_names(request.actor)
    return [
        ShownAnswer(
            one,
            str(wording.OBSERVABLE_KINDS[one.observable.kind.value]),
            tuple((match, names.get(match.owner, ""), wording.obligations(match.obligations)) for match in one.matches),
        )
        for one in known
    ]


@page(INDICATOR_EXPORT, methods=_BOTH)
def export(request: Call) -> HttpResponseBase:
    """Indicators in force as a file for defenders. Asks for a fresh factor."""
    form = ExportForm(request.POST or None, initial=asked_for(request))
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "crumbs": (*WAY, Crumb(_("Export")))}
        return render(request, "web/cyber/export.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data
    remember(request, given)
    found = export_indicators(
        request.actor, format=given["format"], kind=given["kind"], purpose=given["purpose"], case=given["case"]
    )
    return _as_file(found, Format(given["format"]))


def _as_file(found: Exported, form: Format) -> FileResponse:
    if form is Format.MISP:
        return _zipped("misp-feed.zip", found)
    name, lines = next(found.files)
    return download(name, _MEDIA_TYPES[form], lines)


def download(name: str, media_type: str, lines: Iterable[bytes]) -> FileResponse:
    """A file written whole before it is sent: half an export must not pass for one."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        file.writelines(lines)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=f"{media_type}; charset=utf-8")


def _zipped(name: str, found: Exported) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, lines in found.files:
                archive.writestr(inner, b"".join(lines))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
