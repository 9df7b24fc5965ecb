"""Partners' activities: who does what where, beside our programmes; files of them brought in, and thrown away."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa import programmes as room
from minassa.access import Handling, Tlp, list_agencies, list_communities
from minassa.base import Invalid
from minassa.programmes import ActivityFileView, ActivityRow, Coded, Organisation, codes, name_of
from minassa.programmes.acts import ACTIVITY_DISCARD, ACTIVITY_IMPORT, ACTIVITY_LIST, ACTIVITY_READ
from minassa.web import wording
from minassa.web.forms.activity import ActivityFileForm, ActivityFilter
from minassa.web.forms.iati import isolated
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.programmes import BOTH, WAY, number
from minassa.web.views.records import agency_names

CSV: Final = "text/csv; charset=utf-8"


@page(ACTIVITY_LIST, methods=BOTH)
def activities(request: Call) -> HttpResponse:
    """Partners' activities that one may see, newest first. A country, sector, target or state can stand in the address; words are sent."""
    asked = request.POST if request.method == "POST" else _of_address(request)
    form = ActivityFilter(asked)
    wanted = form.wanted() if form.is_valid() else room.Wanted()
    found = room.list_activities(request.actor, wanted=wanted, before=request.POST.get("before", ""))
    context = {
        "form": form,
        "rows": [_line(one) for one in found.rows],
        "next": found.next,
        "kept": [(name, value) for name, value in form.cleaned_data.items() if value],
        "may_bring": may(request.actor, ACTIVITY_IMPORT),
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (*WAY, Crumb(_("Partners' activities"))),
    }
    return render(request, "web/programmes/activities.html", context)


def _of_address(request: Call) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("country", "sector", "target", "status")}


def _line(row: ActivityRow) -> dict[str, Any]:
    one = row.activity
    return {
        "row": row,
        "one": one,
        "status": room.ACTIVITY_STATUSES.get(one.status, ""),
        "places": [*map(_country, one.countries), *(each.name or each.code for each in one.regions)],
        "sectors": [_sector(each) for each in one.sectors],
    }


def _country(one: Coded) -> str:
    return wording.country_name(one.code)


def _sector(one: Coded) -> str:
    """A sector in the reader's language where it is one of ours, else as its publisher calls it."""
    known = codes().sectors if one.vocabulary == "1" else {}
    found = name_of(known, one.code, (get_language() or "en")[:2])
    code = isolated(one.code)
    return f"{code} {one.name}".strip() if found == one.code else f"{code} {found}"


@page(ACTIVITY_READ)
def activity(request: Call, activity_id: UUID) -> HttpResponse:
    """One activity of a partner, as its publisher says it."""
    found = room.read_activity(request.actor, id=activity_id)
    one = found.activity
    context = {
        "found": found,
        "line": _line(found),
        "organisations": [(each, room.ORGANISATION_ROLES.get(each.role, "")) for each in _first(one.organisations)],
        "days": [(room.ACTIVITY_DAYS[kind], day) for kind, day in sorted(one.days.items())],
        "places": [(name, number(each.percent)) for each, name in _shares((*one.countries, *one.regions))],
        "sectors": [(_sector(each), number(each.percent)) for each in one.sectors],
        "amounts": [
            (room.TRANSACTIONS.get(each.kind, each.kind), each.currency, number(each.total), each.count)
            for each in one.amounts
        ],
        "doubts": [room.DOUBTS[each] for each in one.doubts],
        "owner": agency_names(request.actor).get(found.owner, ""),
        "handling": handled([(found.marks, found.obligations)]),
        "crumbs": (*WAY, Crumb(_("Partners' activities"), reverse("web:activities")), Crumb(one.identifier)),
    }
    return render(request, "web/programmes/activity.html", context)


def _first(found: Iterable[Organisation]) -> list[Organisation]:
    return list(dict.fromkeys(found))


def _shares(found: Iterable[Coded]) -> Iterable[tuple[Coded, str]]:
    for each in found:
        yield each, each.name or (_country(each) if each.code.isalpha() else each.code)


@page(ACTIVITY_IMPORT, methods=BOTH)
def files(request: Call) -> HttpResponse:
    """The files that were brought in, and one more. What was not taken of one is counted, and told with its reason."""
    own = request.actor.agency
    form = ActivityFileForm(
        request.POST or None,
        request.FILES or None,
        agencies=[one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        communities=list_communities(request.actor),
        initial={"tlp": Tlp.AMBER_STRICT.value, "handling": [Handling.H0.value]},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = room.import_activities(
                request.actor,
                file=given,
                name=given.name,
                sharing=form.sharing(),
                exercise=settings.MINASSA.node.exercise,
            )
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            counts = {"added": made.added, "updated": made.updated, "failed": made.failed}
            words = _("Brought in: %(added)s new activities, %(updated)s updated, %(failed)s not taken.")
            messages.success(request, words % counts)
            return HttpResponseRedirect(reverse("web:activity-files"))
    return _files_page(request, form)


def _files_page(request: Call, form: ActivityFileForm) -> HttpResponse:
    found = room.list_activity_files(request.actor)
    context = {
        "form": form,
        "files": [_file_line(one, room.UNREAD) for one in found],
        "crumbs": (*WAY, Crumb(_("Partners' activities"), reverse("web:activities")), Crumb(_("Files"))),
    }
    return render(request, "web/programmes/activity_files.html", context, status=422 if form.errors else 200)


def _file_line(one: ActivityFileView, words: Mapping[Any, Any]) -> dict[str, Any]:
    return {"one": one, "first": [(each.place, each.identifier, words[each.why]) for each in one.faulty[:5]]}


@page(ACTIVITY_READ)
def faulty(request: Call, file_id: UUID) -> HttpResponse:
    """What was not taken of a file, as a table."""
    content = room.faulty_activities(request.actor, id=file_id)
    name = f'attachment; filename="faulty-activities-{file_id}.csv"'
    return HttpResponse(content, content_type=CSV, headers={"Content-Disposition": name})


@page(ACTIVITY_DISCARD, methods=("POST",))
def discard(request: Call, file_id: UUID) -> HttpResponse:
    """Throw a file away with its activities."""
    count = room.discard_activities(request.actor, id=file_id)
    messages.success(request, _("Thrown away, with %(count)s activities.") % {"count": count})
    return HttpResponseRedirect(reverse("web:activity-files"))
