"""Diagrams leave as files and on paper: each with handling marks no wider than those of anything on it (R04)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from minassa.access import Actor, Label, Opened, door, list_agencies, marks, strictest
from minassa.desk import Block, Document, Figure, Heading, Language, Mark, Paragraph, Table, pdf
from minassa.records.acts import DIAGRAM_EXPORT, DIAGRAM_PRINT
from minassa.records.models import Diagram, Record
from minassa.records.nexus.diagram_files import gexf, graphml
from minassa.records.nexus.diagrams import DiagramWriting, Shown, found, keep_diagram, shown_of
from minassa.records.nexus.drawing import Drawing, Told, as_file, drawing_of, from_file
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.types import Flow, Tie
from minassa.records.vocabulary import schema

Form = Literal["json", "graphml", "gexf"]
FORMS: Final[Mapping[str, Any]] = {"json": as_file, "graphml": graphml, "gexf": gexf}
_LOOKS: Final = {"person": "round", "organisation": "square"}
_ROOM: Final = 60


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


def on_paper(title: str, drawing: Drawing, shown: Shown) -> Figure:
    """The drawing as a figure of a document, cut to what is on it."""
    left, top = min(one.x for one in drawing.points) - 2 * _ROOM, min(one.y for one in drawing.points) - _ROOM
    at = {one.id: (one.x - left, one.y - top) for one in drawing.points}
    pairs = [*((one.source, one.target) for one in shown.ties), *((one.source, one.target) for one in shown.flows)]
    return Figure(
        title,
        max(x for x, _y in at.values()) + 2 * _ROOM,
        max(y for _x, y in at.values()) + _ROOM,
        tuple(
            Mark(*at[one.id], shown.rows[one.id].caption, _LOOKS.get(schema(shown.rows[one.id].schema).kind, "other"))
            for one in drawing.points
        ),
        tuple(dict.fromkeys((*at[source], *at[target]) for source, target in pairs)),
    )
