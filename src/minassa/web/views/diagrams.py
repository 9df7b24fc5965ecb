"""Saved diagrams: the list, one of them, keeping what was explored, sharing, comments, paper and files."""

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from minassa import records as room
from minassa.access import list_agencies, list_communities
from minassa.base import Conflict, Invalid
from minassa.desk import Language
from minassa.records.acts import (
    DIAGRAM_COMMENT,
    DIAGRAM_EXPORT,
    DIAGRAM_KEEP,
    DIAGRAM_LIST,
    DIAGRAM_PRINT,
    DIAGRAM_READ,
    DIAGRAM_SHARE,
    RECORD_ADD,
)
from minassa.web import wording
from minassa.web.asked import asked_for, remember
from minassa.web.flows import flow_lines
from minassa.web.forms.diagram import DiagramFileForm, KeepForm, ShareForm, WhyForm
from minassa.web.forms.nexus import NexusForm
from minassa.web.nexus_picture import named_groups, picture, told_ties
from minassa.web.nexus_state import grouping, hiding, opening
from minassa.web.pieces import Crumb, done, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.nexus import drawing_of
from minassa.web.views.records import agency_names

WAY: Final = (
    Crumb(gettext_lazy("My work"), "/"),
    Crumb(gettext_lazy("Records"), "/records/"),
    Crumb(gettext_lazy("Diagrams"), "/diagrams/"),
)
_BOTH: Final = ("GET", "HEAD", "POST")
_PAGE: Final = 50
_TYPES: Final = {"json": "application/json", "graphml": "application/graphml+xml", "gexf": "application/gexf+xml"}


@page(DIAGRAM_LIST)
def diagrams(request: Call) -> HttpResponse:
    """The saved diagrams that one may open, newest first."""
    found = room.list_diagrams(request.actor, before=request.GET.get("before", ""), size=_PAGE)
    names = agency_names(request.actor)
    context = {
        "found": found,
        "rows": [(one, names.get(one.owner, "")) for one in found.rows],
        "first": "before" in request.GET,
        "may_keep": may(request.actor, DIAGRAM_KEEP),
        "may_add": may(request.actor, RECORD_ADD),
        "handling": handled((one.marks, one.obligations) for one in found.rows),
        "crumbs": (*WAY[:2], Crumb(_("Diagrams"))),
    }
    return render(request, "web/diagrams/diagrams.html", context)


@page(DIAGRAM_READ)
def diagram(request: Call, diagram_id: UUID) -> HttpResponse:
    """One diagram as its reader may see it now, after the purpose was stated."""
    form = WhyForm({**asked_for(request), **request.GET.dict()})
    if not form.is_valid():
        context = {"form": form, "asks": "purpose" in request.GET, "crumbs": (*WAY, Crumb(_("Diagram")))}
        return render(request, "web/diagrams/diagram.html", context)
    remember(request, form.cleaned_data)
    found = room.read_diagram(request.actor, id=diagram_id, **form.why())
    return render(request, "web/diagrams/diagram.html", _context(request, found))


def _context(request: Call, found: room.DiagramView) -> dict[str, Any]:
    names, drawing = agency_names(request.actor), found.drawing
    there = [row.id for row in found.subjects]
    groups = named_groups(drawing.groups, there)
    drawn = picture(
        found.subjects,
        found.ties,
        flows=found.flows,
        more={},
        opened=[one.id for one in drawing.points if one.opened],
        pins={one.id: (one.x, one.y) for one in drawing.points},
        groups=groups,
    )
    kinds = room.words_of_ties()
    return {
        "found": found,
        "owner": names.get(found.row.owner, ""),
        "reaches": [
            names[UUID(one[7:])] for one in found.row.audience if one.startswith("agency:") and UUID(one[7:]) in names
        ],
        "for_me": any(one.startswith("user:") for one in found.row.audience),
        "nodes": [(node, reverse("web:record", args=(node.id,))) for node in drawn.nodes],
        "lines": drawn.lines,
        "sheet": drawn.sheet,
        "subjects": [
            (row, room.schema(row.schema).label, names.get(row.owner, ""), row.id in found.changed)
            for row in found.subjects
        ],
        "ties": told_ties(found.ties, found.subjects),
        "fresh": [
            one.record.id for one in found.ties if (one.record.id, one.source, one.target, one.kind) in found.fresh
        ],
        "flows": flow_lines(found.flows, {row.id: wording.caption(row.schema, row.caption) for row in found.subjects}),
        "gone": [(one, kinds.get(one.kind, "")) for one in found.gone],
        "groups": [name for name, _members in groups.values()],
        "comments": [(one, names.get(one.owner, "")) for one in found.comments],
        "going_on": _going_on(found) if there else "",
        "files": tuple(_TYPES),
        "handling": handled(
            [
                (found.row.marks, found.row.obligations),
                *((row.marks, ()) for row in found.subjects),
                *((tie.record.marks, ()) for tie in found.ties),
                *((one.marks, ()) for one in found.comments),
            ]
        ),
        "crumbs": (*WAY, Crumb(found.row.title)),
    }


def _going_on(found: room.DiagramView) -> str:
    """Where one explores on from a diagram: from its centre, or where that is not there from what is."""
    drawing, there = found.drawing, [row.id for row in found.subjects]
    centre = drawing.centre if drawing.centre in there else there[0]
    steps = [
        *(
            opening(one.id, kind)
            for one in drawing.points
            if one.opened and one.id != centre
            for kind in one.kinds or ("",)
        ),
        *(hiding([one]) for one in drawing.left_out),
        *(grouping(sorted(one)) for one in drawing.groups if len(one) > 1),
    ]
    values = QueryDict(mutable=True)
    values["diagram"] = str(found.row.id)
    if drawing.kind:
        values["kind"] = drawing.kind
    for name, day in (("since", drawing.since), ("until", drawing.until)):
        if day:
            values[name] = day.isoformat()
    values.setlist("step", steps)
    return f"{reverse('web:record-nexus', args=(centre,))}?{values.urlencode()}"


@page(DIAGRAM_KEEP, methods=("POST",))
def keep(request: Call, record: UUID) -> HttpResponse:
    """Keep what is explored from a record, as it is drawn: anew, or over the diagram from which one went on."""
    form, narrowed = KeepForm(request.POST), NexusForm(request.POST)
    back = HttpResponseRedirect(f"{reverse('web:record-nexus', args=(record,))}?{_state(request.POST)}")
    if not narrowed.is_valid() or not form.is_valid():
        messages.error(request, _("A diagram needs a title of at most 200 letters."))
        return back
    given = form.cleaned_data
    over = given["diagram"] if "over" in request.POST else None
    try:
        writing = room.DiagramWriting(
            given["title"], drawing_of(request, record, narrowed), given["note"], only_me=given["only_me"]
        )
        kept = room.keep_diagram(request.actor, writing=writing, id=over, version=given["version"] if over else None)
    except (Invalid, Conflict) as fault:
        messages.error(request, str(fault))
        return back
    messages.success(request, _("The diagram is kept."))
    return HttpResponseRedirect(reverse("web:diagram", args=(kept,)))


def _state(given: QueryDict) -> str:
    """What the page of links had in its address."""
    values = QueryDict(mutable=True)
    for name in ("purpose", "case", "kind", "since", "until", "diagram", "step"):
        values.setlist(name, given.getlist(name))
    return values.urlencode()


@page(DIAGRAM_SHARE, methods=_BOTH)
def share(request: Call, diagram_id: UUID) -> HttpResponse:
    """Let others of this node open a diagram. Asks for a fresh factor."""
    own = request.actor.agency
    form = ShareForm(
        request.POST or None,
        agencies=[one for one in list_agencies(request.actor) if one.is_active and one.id != own],
        communities=list_communities(request.actor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            room.share_diagram(request.actor, id=diagram_id, **form.sharing())
        except Invalid as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, _("The diagram is shared."))
            return HttpResponseRedirect(reverse("web:diagram", args=(diagram_id,)))
    crumbs = (*WAY, Crumb(_("Diagram"), reverse("web:diagram", args=(diagram_id,))), Crumb(_("Share")))
    context = {"form": form, "diagram_id": diagram_id, "crumbs": crumbs}
    return render(request, "web/diagrams/share.html", context, status=422 if form.errors else 200)


@page(DIAGRAM_KEEP, methods=("POST",))
def close(request: Call, diagram_id: UUID) -> HttpResponse:
    """Keep a diagram for the own agency again, or for oneself."""
    only_me = request.POST.get("for") == "me"
    return done(
        request,
        lambda: room.close_diagram(request.actor, id=diagram_id, only_me=only_me),
        _("The diagram is for you alone now.") if only_me else _("The diagram is for your agency alone now."),
        reverse("web:diagram", args=(diagram_id,)),
    )


@page(DIAGRAM_COMMENT, methods=("POST",))
def comment(request: Call, diagram_id: UUID) -> HttpResponse:
    """Say something about a diagram."""
    return done(
        request,
        lambda: room.comment_diagram(request.actor, id=diagram_id, text=request.POST.get("text", "")),
        _("Your comment is kept."),
        f"{reverse('web:diagram', args=(diagram_id,))}#comments",
    )


@page(DIAGRAM_KEEP, methods=("POST",))
def discard(request: Call, diagram_id: UUID) -> HttpResponse:
    """Throw a diagram away."""
    room.discard_diagram(request.actor, id=diagram_id)
    messages.success(request, _("The diagram is thrown away."))
    return HttpResponseRedirect(reverse("web:diagrams"))


@page(DIAGRAM_PRINT)
def printed(request: Call, diagram_id: UUID) -> HttpResponse:
    """A diagram as PDF, in the page's language, made for this reader."""
    language = next((one for one in ("ar", "fr", "pt") if (get_language() or "").startswith(one)), "en")
    sentences = {word: str(sentence) for word, sentence in wording.OBLIGATIONS.items()}
    asked = asked_for(request)
    made = room.print_diagram(
        request.actor,
        id=diagram_id,
        language=cast("Language", language),
        sentences=sentences,
        purpose=asked.get("purpose", ""),
        case=asked.get("case", ""),
    )
    return _file(made, "application/pdf", f"diagram-{diagram_id}.pdf")


@page(DIAGRAM_EXPORT, methods=("POST",))
def export(request: Call, diagram_id: UUID) -> HttpResponse:
    """A diagram as a file. Asks for a fresh factor."""
    form = request.POST.get("form", "")
    form = form if form in _TYPES else "json"
    asked = asked_for(request)
    made = room.export_diagram(
        request.actor,
        id=diagram_id,
        form=cast("Any", form),
        purpose=asked.get("purpose", ""),
        case=asked.get("case", ""),
    )
    return _file(made, _TYPES[form], f"diagram-{diagram_id}.{form}")


def _file(made: bytes, media_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        made, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@page(DIAGRAM_KEEP, methods=_BOTH)
def bring(request: Call) -> HttpResponse:
    """Bring a diagram in from a file in our own form."""
    form = DiagramFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = room.import_diagram(
                request.actor, content=form.cleaned_data["file"].read(), only_me=form.cleaned_data["only_me"]
            )
        except Invalid as fault:
            form.add_error("file", str(fault))
        else:
            messages.success(request, _("The diagram is kept."))
            return HttpResponseRedirect(reverse("web:diagram", args=(kept,)))
    context = {"form": form, "crumbs": (*WAY, Crumb(_("Bring a diagram in")))}
    return render(request, "web/diagrams/bring.html", context, status=422 if form.errors else 200)
