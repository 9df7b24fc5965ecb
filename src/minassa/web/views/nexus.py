"""Who is linked to whom: from a record outward, and the ways to another one.

What was opened, left out, pinned and grouped stands in the address as steps, by random ids: the last one can be undone, and the
page needs no script for any of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from minassa import records as room
from minassa.base import NotFound
from minassa.records.acts import DIAGRAM_KEEP, RECORD_EXPLORE
from minassa.web.asked import asked_for, remember
from minassa.web.flows import flow_lines, timeline_chart
from minassa.web.forms.diagram import KeepForm
from minassa.web.forms.nexus import NexusForm
from minassa.web.forms.search import SearchForm
from minassa.web.nexus_picture import (
    Groups,
    Picture,
    as_fields,
    band,
    further_by_kind,
    named_groups,
    picture,
    told_ties,
)
from minassa.web.nexus_state import State, grouping, hiding, opening, pinning, state_of
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.records import WAY, agency_names
from minassa.web.wording import caption

MOST_SHOWN: Final = 60
_CANDIDATES: Final = 20


@page(RECORD_EXPLORE)
def nexus(request: Call, record: UUID) -> HttpResponse:
    """What is linked to a record, as a diagram and as tables; `step`s in the address say what was done on it."""
    form = NexusForm({**asked_for(request), **request.GET.dict()})
    centre = centre_of(request, record)
    if not form.is_valid():
        context = {"form": form, "record": centre, "crumbs": crumbs_of(centre), "asks": "purpose" in request.GET}
        return render(request, "web/records/nexus.html", context)
    if "act" in request.GET:
        return HttpResponseRedirect(_after(request))
    remember(request, form.cleaned_data)
    seen = _explored(request, record, form, request.GET)
    why = form.why()
    common = (
        room.in_common(request.actor, ids=seen.opened, wanted=seen.wanted, most=MOST_SHOWN, **why)
        if seen.opened[1:]
        else ()
    )
    context = {
        **_found(request, seen, common),
        "record": centre,
        "form": form,
        "crumbs": crumbs_of(centre),
        "base": seen.base,
        "keeping": _keeping(request, seen.base),
    }
    return render(request, "web/records/nexus.html", context)


def _keeping(request: Call, base: room.DiagramView | None) -> KeepForm | None:
    """The form that keeps what is shown as a diagram, filled with the words of the one from which one went on."""
    if not may(request.actor, DIAGRAM_KEEP):
        return None
    if base is None:
        return KeepForm()
    initial = {"title": base.row.title, "note": base.note, "diagram": base.row.id, "version": base.row.version}
    return KeepForm(initial=initial)


@dataclass(frozen=True, slots=True)
class _Explored:
    """What is shown: what was found, after which steps, from which saved diagram on, and as it is drawn."""

    found: room.Nexus
    opened: list[UUID]
    wanted: room.Wanted
    state: State
    base: room.DiagramView | None
    groups: Groups
    drawn: Picture


def _explored(request: Call, record: UUID, form: NexusForm, given: QueryDict) -> _Explored:
    state, base = state_of(given.getlist("step")), _base(request, form, given)
    opened = [record, *(one for one in state.opened if one != record)]
    wanted = replace(form.wanted(), without=state.hidden - {record})
    by_kind = {one: kinds for one, kinds in state.opened.items() if kinds}
    kept = {one.id: (one.x, one.y) for one in base.drawing.points if one.id not in state.hidden} if base else {}
    found = room.explore(
        request.actor, ids=opened, wanted=wanted, by_kind=by_kind, beside=kept, most=MOST_SHOWN, **form.why()
    )
    groups = named_groups(state.groups, [row.id for row in found.subjects])
    pins = {**kept, **state.pins}
    drawn = picture(
        found.subjects, found.ties, flows=found.flows, more=found.more, opened=opened, pins=pins, groups=groups
    )
    return _Explored(found, opened, wanted, state, base, groups, drawn)


def _base(request: Call, form: NexusForm, given: QueryDict) -> room.DiagramView | None:
    """The saved diagram from which one goes on; none where the address names none, or one that is not there."""
    try:
        return room.read_diagram(request.actor, id=UUID(given.get("diagram", "")), **form.why())
    except (ValueError, NotFound):
        return None


def drawing_of(request: Call, record: UUID, form: NexusForm) -> room.Drawing:
    """What a page of links shows after the steps that a form sends, as it is kept."""
    seen = _explored(request, record, form, request.POST)
    state, places, given = seen.state, seen.drawn.places(), form.cleaned_data
    at = {
        member: places[key] for key, (_name, members) in seen.groups.items() for member in members if key in places
    } | places
    points = [
        room.Point(
            row.id,
            *at[row.id],
            pinned=row.id in state.pins,
            opened=row.id in seen.opened,
            kinds=tuple(sorted(state.opened.get(row.id, ()))),
        )
        for row in seen.found.subjects
    ]
    lines = [room.Line(tie.record.id, tie.source, tie.target, tie.kind) for tie in seen.found.ties]
    return room.Drawing(
        record,
        tuple(points),
        tuple(lines),
        groups=tuple(members for _name, members in seen.groups.values()),
        left_out=tuple(sorted(state.hidden)),
        kind=given["kind"],
        since=given["since"],
        until=given["until"],
    )


def _after(request: Call) -> str:
    """Where a button under the table leads: to the page after one more step with those that were ticked."""
    state, ticked = state_of(request.GET.getlist("step")), ids_of(request, "pick", MOST_SHOWN)
    steps: Mapping[str, list[str]] = {
        "open": [opening(one) for one in ticked],
        "hide": [hiding(ticked)] if ticked else [],
        "group": [grouping(ticked)] if ticked[1:] else [],
    }
    return f"{request.path}{_address(request, state.and_then(*steps.get(request.GET['act'], [])))}"


@page(RECORD_EXPLORE, methods=("GET", "HEAD", "POST"))
def ways(request: Call, record: UUID) -> HttpResponse:
    """The few shortest ways to another record, which is searched for by words (by POST: they may be a name, S26)."""
    centre = centre_of(request, record)
    context: dict[str, Any] = {
        "record": centre,
        "crumbs": crumbs_of(centre, _("Ways to another")),
    }
    if request.method == "POST":
        return _candidates(request, context)
    asked = asked_for(request)
    context["form"] = SearchForm(initial=asked)
    ends = ids_of(request, "to", 1)
    if not ends or not asked:
        return render(request, "web/records/ways.html", context)
    end = centre_of(request, ends[0])
    found = room.find_ways(request.actor, start=record, end=end.id, purpose=asked["purpose"], case=asked["case"])
    context |= {
        "end": end,
        "found": found,
        "handling": band(*(one for way in found.ways for one in way.subjects)),
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
    context |= {"candidates": rows, "searched": True, "handling": handled((row.marks, ()) for row, *_more in rows)}
    return render(request, "web/records/ways.html", context)


def centre_of(request: Call, record: UUID) -> room.RecordRow:
    """The record that a page begins with. Raises NotFound for a link and for what is not there to be seen."""
    found = room.find_records(request.actor, ids=[record], purpose=asked_for(request).get("purpose", ""))
    if record not in found or room.schema(found[record].schema).edge:
        raise NotFound("records.not-found")
    return found[record]


def ids_of(request: Call, name: str, most: int) -> list[UUID]:
    """The ids that stand in the address under a name; what is no id is passed over."""
    found: dict[UUID, None] = {}
    for text in request.GET.getlist(name)[:most]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def _found(request: Call, seen: _Explored, common: tuple[room.Shared, ...]) -> dict[str, Any]:
    found, state, groups = seen.found, seen.state, seen.groups
    named = {row.id: caption(row.schema, row.caption) for row in found.subjects}
    names = agency_names(request.actor)
    return {
        "nodes": [(node, _onward(request, state, node, groups)) for node in seen.drawn.nodes],
        "lines": seen.drawn.lines,
        "sheet": seen.drawn.sheet,
        "ties": told_ties(found.ties, found.subjects),
        "subjects": [_line(request, row, names, seen) for row in found.subjects],
        "groups": [
            (name, [named[one] for one in sorted(members)], _address(request, state.ungrouped(key)))
            for key, (name, members) in groups.items()
        ],
        **_flowing(request, found, named),
        "common": [(one.subject, [named.get(each, "") for each in one.to]) for one in common],
        "handling": band(
            *found.subjects,
            *(tie.record for tie in found.ties),
            *(one.record for one in found.timeline.moments),
        ),
        "state": as_fields(request.GET),
        "undo": _address(request, state.undone()) if state.steps else "",
        "left_out": len(state.hidden),
        "all_again": _address(request, state.all_shown()),
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


def _line(request: Call, row: room.RecordRow, names: dict[UUID, str], seen: _Explored) -> dict[str, Any]:
    """All that one line of the table can do."""
    found, opened, state, drawn = seen.found, seen.opened, seen.state, seen.drawn
    place, is_pinned = drawn.places().get(row.id), row.id in state.pins
    pin = state.unpinned(row.id) if is_pinned else state.and_then(pinning(row.id, *place)) if place else ()
    return {
        "row": row,
        "kind": room.schema(row.schema).label,
        "owner": names.get(row.owner, ""),
        "more": found.more.get(row.id, 0),
        "further": [
            (words, count, _address(request, state.and_then(opening(row.id, kind))))
            for kind, words, count in further_by_kind(found.further.get(row.id, {}))
        ],
        "is_opened": row.id in opened,
        "is_centre": row.id == opened[0],
        "is_pinned": is_pinned,
        "opening": _address(request, state.and_then(opening(row.id))),
        "closing": _address(request, state.closed(row.id)),
        "leaving": _address(request, state.and_then(hiding([row.id]))),
        "pinning": _address(request, pin) if pin or is_pinned else "",
    }


def _onward(request: Call, state: State, node: Any, groups: Mapping[UUID, Any]) -> str:  # noqa: ANN401 - a node of the drawing
    """Where choosing a subject in the diagram leads: to its links, or where they are open already to the record; a group opens."""
    if node.id in groups:
        return _address(request, state.ungrouped(node.id))
    return (
        reverse("web:record", args=(node.id,))
        if node.is_centre
        else _address(request, state.and_then(opening(node.id)))
    )


def _address(request: Call, steps: Iterable[str]) -> str:
    """This page's address after other steps."""
    values = request.GET.copy()
    values.setlist("step", list(steps))
    for name in ("act", "pick"):
        values.pop(name, None)
    return f"?{values.urlencode()}"


def crumbs_of(centre: room.RecordRow, title: str = "") -> tuple[Crumb, ...]:
    """The way to a record's links, and to a page beyond where it has a title."""
    here = reverse("web:record-nexus", args=(centre.id,)) if title else ""
    name = caption(centre.schema, centre.caption)
    way = (*WAY, Crumb(name, reverse("web:record", args=(centre.id,))), Crumb(_("Who is linked to whom"), here))
    return (*way, Crumb(title)) if title else way
