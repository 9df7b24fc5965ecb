"""Who is linked to whom: from a record outward, and the ways to another one.

What was opened and what was left out stands in the address, by random ids: the browser's way back is the way to undo.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import records as room
from minassa.base import NotFound
from minassa.records.acts import RECORD_EXPLORE
from minassa.web import diagram
from minassa.web.asked import asked_for, remember
from minassa.web.flows import drawn_flows, flow_lines, timeline_chart
from minassa.web.forms.nexus import NexusForm
from minassa.web.forms.search import SearchForm
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.views.records import WAY, agency_names
from minassa.web.wording import caption

MOST_OPENED: Final = 30
MOST_LEFT_OUT: Final = 300
MOST_SHOWN: Final = 60
_CANDIDATES: Final = 20


@page(RECORD_EXPLORE)
def nexus(request: Call, record: UUID) -> HttpResponse:
    """What is linked to a record, as a diagram and as tables. `also` are further subjects opened, `without` those left out."""
    form = NexusForm({**asked_for(request), **request.GET.dict()})
    centre = _centre(request, record)
    if not form.is_valid():
        context = {"form": form, "record": centre, "crumbs": _crumbs(centre), "asks": "purpose" in request.GET}
        return render(request, "web/records/nexus.html", context)
    remember(request, form.cleaned_data)
    opened = [record, *_ids(request, "also", MOST_OPENED)]
    wanted = replace(form.wanted(), without=frozenset(_ids(request, "without", MOST_LEFT_OUT)) - {record})
    why = {"purpose": form.cleaned_data["purpose"], "case": form.cleaned_data["case"]}
    found = room.explore(request.actor, ids=opened, wanted=wanted, most=MOST_SHOWN, **why)
    common = room.in_common(request.actor, ids=opened, wanted=wanted, most=MOST_SHOWN, **why) if opened[1:] else ()
    context = {
        **_found(request, found, common, opened),
        "record": centre,
        "form": form,
        "left_out": len(wanted.without),
        "all_again": _address(request, without=()),
        "crumbs": _crumbs(centre),
    }
    return render(request, "web/records/nexus.html", context)


@page(RECORD_EXPLORE, methods=("GET", "HEAD", "POST"))
def ways(request: Call, record: UUID) -> HttpResponse:
    """The few shortest ways to another record, which is searched for by words (by POST: they may be a name, S26)."""
    centre = _centre(request, record)
    context: dict[str, Any] = {
        "record": centre,
        "crumbs": (*_crumbs(centre, is_last=False), Crumb(_("Ways to another"))),
    }
    if request.method == "POST":
        return _candidates(request, context)
    asked = asked_for(request)
    context["form"] = SearchForm(initial=asked)
    ends = _ids(request, "to", 1)
    if not ends or not asked:
        return render(request, "web/records/ways.html", context)
    end = _centre(request, ends[0])
    found = room.find_ways(request.actor, start=record, end=end.id, purpose=asked["purpose"], case=asked["case"])
    context |= {
        "end": end,
        "found": found,
        "handling": handled(_marks(one for way in found.ways for one in way.subjects)),
    }
    return render(request, "web/records/ways.html", context)


def _candidates(request: Call, context: dict[str, Any]) -> HttpResponse:
    form = SearchForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, "web/records/ways.html", context, status=422)
    given = form.cleaned_data
    remember(request, given)
    found = room.search_records(
        request.actor, query=given["query"], purpose=given["purpose"], case=given["case"], size=_CANDIDATES
    )
    names = agency_names(request.actor)
    rows = [
        (row, room.schema(row.schema).label, names.get(row.owner, ""))
        for row in found.rows
        if row.id != context["record"].id and not room.schema(row.schema).edge
    ]
    context |= {"candidates": rows, "searched": True, "handling": handled(_marks(row for row, *_more in rows))}
    return render(request, "web/records/ways.html", context)


def _centre(request: Call, record: UUID) -> room.RecordRow:
    found = room.find_records(request.actor, ids=[record], purpose=asked_for(request).get("purpose", ""))
    if record not in found or room.schema(found[record].schema).edge:
        raise NotFound("records.not-found")
    return found[record]


def _ids(request: Call, name: str, most: int) -> list[UUID]:
    """The ids that stand in the address under a name; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for text in request.GET.getlist(name)[:most]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def _found(request: Call, found: room.Nexus, common: tuple[room.Shared, ...], opened: list[UUID]) -> dict[str, Any]:
    named = {row.id: caption(row.schema, row.caption) for row in found.subjects}
    names = agency_names(request.actor)
    subjects = [
        diagram.Subject(row.id, named[row.id], room.schema(row.schema).kind, found.more.get(row.id, 0))
        for row in found.subjects
    ]
    told = [*((tie.source, tie.target, tie.words) for tie in found.ties), *drawn_flows(found.flows)]
    nodes, lines = diagram.drawn(subjects, told, opened)
    return {
        "nodes": [(node, _onward(request, node)) for node in nodes],
        "lines": lines,
        "sheet": (diagram.WIDTH, diagram.height(len(nodes))),
        "ties": [(tie, named[tie.source], named[tie.target]) for tie in found.ties],
        "subjects": [_line(request, row, found, names, opened) for row in found.subjects],
        **_flowing(request, found, named),
        "common": [(one.subject, [named.get(each, "") for each in one.to]) for one in common],
        "handling": handled(
            _marks(
                [
                    *found.subjects,
                    *(tie.record for tie in found.ties),
                    *(one.record for one in found.timeline.moments),
                ]
            )
        ),
    }


def _flowing(request: Call, found: room.Nexus, named: Mapping[UUID, str]) -> dict[str, Any]:
    """Calls and payments summed up, and the timeline: each of its spans leads to its own days."""
    spans = found.timeline.spans
    return {
        "flows": flow_lines(found.flows, named),
        "timeline": found.timeline,
        "timeline_chart": timeline_chart(spans),
        "spans": [(one, _days(request, one)) for one in spans if one.calls or one.payments or one.others],
        "moments": [
            (one, named.get(one.source, "") if one.source else "", named.get(one.target, "") if one.target else "")
            for one in found.timeline.moments
        ],
    }


def _days(request: Call, span: room.Span) -> str:
    """This page's address narrowed to some days."""
    values = request.GET.copy()
    values["since"], values["until"] = span.first.isoformat(), span.last.isoformat()
    return f"?{values.urlencode()}"


def _line(
    request: Call, row: room.RecordRow, found: room.Nexus, names: dict[UUID, str], opened: list[UUID]
) -> dict[str, Any]:
    return {
        "row": row,
        "kind": room.schema(row.schema).label,
        "owner": names.get(row.owner, ""),
        "more": found.more.get(row.id, 0),
        "is_opened": row.id in opened,
        "is_centre": row.id == opened[0],
        "opening": _opening(request, row.id),
        "closing": _address(request, also=[one for one in opened[1:] if one != row.id]),
        "leaving": _address(
            request,
            also=[one for one in opened[1:] if one != row.id],
            without=[*_ids(request, "without", MOST_LEFT_OUT), row.id],
        ),
    }


def _onward(request: Call, node: diagram.Node) -> str:
    """Where choosing a subject in the diagram leads: to its links, or where they are open already to the record."""
    return reverse("web:record", args=(node.id,)) if node.is_centre else _opening(request, node.id)


def _opening(request: Call, one: UUID) -> str:
    return _address(request, also=[*_ids(request, "also", MOST_OPENED), one])


def _address(request: Call, **changes: Iterable[UUID]) -> str:
    """This page's address with other subjects opened or left out."""
    values = request.GET.copy()
    for name, ids in changes.items():
        values.setlist(name, [str(one) for one in dict.fromkeys(ids)])
    return f"?{values.urlencode()}"


def _marks(rows: Iterable[room.RecordRow]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    return [(row.marks, ()) for row in rows]


def _crumbs(centre: room.RecordRow, *, is_last: bool = True) -> tuple[Crumb, ...]:
    here = "" if is_last else reverse("web:record-nexus", args=(centre.id,))
    name = caption(centre.schema, centre.caption)
    return (*WAY, Crumb(name, reverse("web:record", args=(centre.id,))), Crumb(_("Who is linked to whom"), here))
