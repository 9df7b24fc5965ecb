"""Diagrams leave as files and on paper: each with handling marks no wider than those of anything on it (R04)."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override
from lxml import etree

from minassa.access import Actor, Label, Opened, door, list_agencies, marks, strictest
from minassa.desk import Block, Document, Heading, Language, Paragraph, Table, direction, pdf
from minassa.desk import Drawing as OnPaper
from minassa.records.acts import DIAGRAM_EXPORT, DIAGRAM_PRINT
from minassa.records.models import Diagram, Record
from minassa.records.nexus.diagram_files import gexf, graphml, plain
from minassa.records.nexus.diagrams import DiagramWriting, Shown, found, keep_diagram, shown_of
from minassa.records.nexus.drawing import Drawing, Told, as_file, drawing_of, from_file
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import Flow, Tie
from minassa.records.vocabulary import schema

Form = Literal["json", "graphml", "gexf"]
FORMS: Final[Mapping[str, Any]] = {"json": as_file, "graphml": graphml, "gexf": gexf}
_SVG: Final = "http://www.w3.org/2000/svg"
_NAME: Final = "position:absolute;width:36mm;margin-left:-18mm;text-align:center;font-size:7pt;line-height:1.15"
_LOOKS: Final = {"person": "M-12 0a12 12 0 1 0 24 0a12 12 0 1 0-24 0z", "organisation": "M-11-11h22v22h-22z"}
_OTHERS: Final = "M0-14 14 0 0 14-14 0z"
_ROOM: Final = 60
_RIM: Final = 18
_LONGEST: Final = 40


def export_diagram(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    form: Form,
    purpose: str,
    case: str = "",
) -> bytes:
    """A diagram as a file: in our own form, as GraphML or as GEXF, with what this actor may pass on of it.

    Needs a fresh factor (S07). Raises NotFound.
    """
    graph = present_graph()
    with door(actor, DIAGRAM_EXPORT, purpose=purpose, case=case, subject=f"diagram:{id}") as opened:
        row = found(id)
        drawing = drawing_of(row.content)
        shown = shown_of(graph, drawing, opened)
        opened.note(form=form, version=row.version, subjects=len(shown.rows))
        left_out = Record.objects.filter(id__in=drawing.left_out).values_list("id", flat=True)
        drawn = drawing.seen_by([*shown.rows, *left_out], shown.keys)
        bound = marks(_bound(row, shown, opened))
        made: bytes = FORMS[form](Told(row.title, row.note, drawn, bound, _names(shown, opened)))
        return made


def import_diagram(actor: Actor, *, content: bytes, only_me: bool = False) -> UUID:
    """Keep the diagram that a file in our own form holds; gives its id.

    What the importer may not see stays on it unseen, and is told to them as what is not there. Raises Invalid.
    """
    told = from_file(content)
    return keep_diagram(actor, writing=DiagramWriting(told.title, told.drawing, told.note, only_me))


def print_diagram(  # noqa: PLR0913 - a document has a language and words of its own
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    language: Language,
    sentences: Mapping[str, str],
    purpose: str,
    case: str = "",
) -> bytes:
    """A diagram as PDF for this reader: the drawing, and the tables that say the same.

    `sentences`: those of the obligations, in this language. Raises NotFound, Unavailable where this node makes no PDF.
    """
    graph = present_graph()
    with door(actor, DIAGRAM_PRINT, purpose=purpose, case=case, subject=f"diagram:{id}") as opened:
        row = found(id)
        drawing = drawing_of(row.content)
        shown = shown_of(graph, drawing, opened)
        opened.note(language=language, version=row.version, subjects=len(shown.rows))
        names = {one.id: one.name for one in list_agencies(actor)}
        with override(language):
            document = Document(
                title=row.title,
                language=language,
                marks=marks(_bound(row, shown, opened)),
                blocks=tuple(_blocks(row, drawing.seen_by(shown.rows, shown.keys), shown, opened)),
                reader=", ".join(filter(None, (actor.name, names.get(actor.agency, "") if actor.agency else ""))),
                printed_at=opened.context.at,
                issued_by=names.get(opened.label_of(row.label_id).owner, ""),
                reference=f"diagram:{row.id} v{row.version}",
                obligations=tuple(sentences[one] for one in _obligations(row, shown, opened) if one in sentences),
            )
        return pdf(document)


def _bound(row: Diagram, shown: Shown, opened: Opened) -> Label:
    """The label of what leaves: the reader's agency is its owner, and nobody is addressed whom not all of it addresses."""
    own = opened.label_of(row.label_id)
    ids = {one.label_id for one in shown.rows.values()} | _labels_of_ties(shown)
    labels = [own, *map(opened.label_of, sorted(ids))]
    if own.owner != opened.actor.agency:
        mine = next((one for one in labels if one.owner == opened.actor.agency), None)
        labels = [mine, *labels] if mine else labels
    return strictest(labels, author=opened.actor.user_id)


def _labels_of_ties(shown: Shown) -> set[int]:
    ids = {one.record.id for one in shown.ties}
    return set(Record.objects.filter(id__in=ids).values_list("label_id", flat=True))


def _obligations(row: Diagram, shown: Shown, opened: Opened) -> tuple[str, ...]:
    ids = {row.label_id, *(one.label_id for one in shown.rows.values()), *_labels_of_ties(shown)}
    return tuple(dict.fromkeys(word for one in sorted(ids) for word in opened.obligations(one)))


def _names(shown: Shown, opened: Opened) -> dict[UUID, dict[str, Any]]:
    """What the things of a diagram are called, under which marks."""
    names: dict[UUID, dict[str, Any]] = {
        one: {"schema": row.schema, "caption": row.caption, "marks": list(marks(opened.label_of(row.label_id)))}
        for one, row in shown.rows.items()
    }
    return names | {tie.record.id: {"words": tie.words, "marks": list(tie.record.marks)} for tie in shown.ties}


def _blocks(row: Diagram, drawing: Drawing, shown: Shown, opened: Opened) -> Iterator[Block]:
    if row.note:
        yield Paragraph(row.note)
    if drawing.points:
        yield on_paper(row.title, drawing, shown)
    yield Heading(_("People, organisations and things"))
    yield Table(
        (_("Record"), _("Kind"), _("Handling")),
        tuple(
            (one.caption, str(schema(one.schema).label), " ".join(marks(opened.label_of(one.label_id))))
            for one in shown.rows.values()
        ),
    )
    if shown.ties:
        yield Heading(_("Links"))
        yield Table((_("From"), _("Link"), _("To"), _("Handling")), tuple(_tie(one, shown) for one in shown.ties))
    if shown.flows:
        yield Heading(_("Calls and payments"))
        yield Table((_("From"), _("Link"), _("To"), _("Number")), tuple(_flow(one, shown) for one in shown.flows))


def _tie(one: Tie, shown: Shown) -> tuple[str, str, str, str]:
    return shown.rows[one.source].caption, one.words, shown.rows[one.target].caption, " ".join(one.record.marks)


def _flow(one: Flow, shown: Shown) -> tuple[str, str, str, str]:
    return shown.rows[one.source].caption, one.words, shown.rows[one.target].caption, str(one.count)


def on_paper(title: str, drawing: Drawing, shown: Shown) -> OnPaper:
    """The drawing, cut to what is on it, with the names laid over it.

    In a drawing WeasyPrint sets letters one by one, which tears Arabic apart. Names are text of elements, which lxml escapes.
    """
    left, top = min(one.x for one in drawing.points) - 2 * _ROOM, min(one.y for one in drawing.points) - _ROOM
    at = {one.id: (one.x - left, one.y - top) for one in drawing.points}
    wide, high = max(x for x, _y in at.values()) + 2 * _ROOM, max(y for _x, y in at.values()) + _ROOM
    root = etree.Element("div", style="position:relative")
    sheet = etree.SubElement(root, "svg", xmlns=_SVG, viewBox=f"0 0 {wide} {high}")
    pairs = [*((one.source, one.target) for one in shown.ties), *((one.source, one.target) for one in shown.flows)]
    for start, end in dict.fromkeys((at[source], at[target]) for source, target in pairs):
        _arrow(sheet, start, end)
    for one in drawing.points:
        row, (x, y) = shown.rows[one.id], at[one.id]
        look = {"fill": "#fff", "stroke": "#1f5fa8", "stroke-width": "2.5", "transform": f"translate({x} {y})"}
        etree.SubElement(sheet, "path", {"d": _LOOKS.get(schema(row.schema).kind, _OTHERS), **look})
        place = f"left:{100 * x / wide:.2f}%;top:{100 * (y + _RIM) / high:.2f}%"
        name = plain(_short(row.caption))
        etree.SubElement(root, "bdi", style=f"{_NAME};{place}", dir=direction(name)).text = name
    return OnPaper(etree.tostring(root, encoding="unicode", method="html"), title)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _arrow(root: Any, start: tuple[int, int], end: tuple[int, int]) -> None:  # noqa: ANN401 - lxml's elements
    """A line to the rim of its target, and its head: some renderers know no markers."""
    far = math.dist(start, end)
    if far <= _RIM:
        return
    dx, dy = (end[0] - start[0]) / far, (end[1] - start[1]) / far
    tip = end[0] - dx * _RIM, end[1] - dy * _RIM
    back = tip[0] - dx * 9, tip[1] - dy * 9
    line = {"x1": str(start[0]), "y1": str(start[1]), "x2": f"{back[0]:.1f}", "y2": f"{back[1]:.1f}"}
    etree.SubElement(root, "line", {**line, "stroke": "#666", "stroke-width": "1.5"})
    sides = (back[0] - dy * 4, back[1] + dx * 4), (back[0] + dy * 4, back[1] - dx * 4)
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (tip, *sides))
    etree.SubElement(root, "polygon", points=corners, fill="#666")
