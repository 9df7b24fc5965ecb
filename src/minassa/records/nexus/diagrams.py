"""Saved diagrams: kept, opened again, shared, commented and thrown away.

A diagram holds ids alone. Whoever opens it sees of it what they may see anyway, read through their own door; who put something there
and finds it no more is told so, and nobody else, for they may never have been meant to know of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import numpy as np
from django.conf import settings

from minassa.access import (
    Actor,
    Handling,
    Label,
    Opened,
    Tlp,
    addressed,
    door,
    is_for_the_platform,
    marks,
    newest,
    recipients,
    system_actor,
)
from minassa.base import Conflict, Invalid, NotFound, Refused, cursor_from, cursor_text, new_id
from minassa.records import faults
from minassa.records.acts import (
    DIAGRAM_COMMENT,
    DIAGRAM_KEEP,
    DIAGRAM_LIST,
    DIAGRAM_READ,
    DIAGRAM_SHARE,
    DIAGRAM_TIDY,
    WRITERS,
)
from minassa.records.graph import Graph
from minassa.records.items import typed
from minassa.records.models import Diagram, DiagramComment, Record
from minassa.records.nexus.asking import numbers_of, rows_of, sight_of, ties_of
from minassa.records.nexus.diagram_types import CommentView, DiagramPage, DiagramRow, DiagramView, Gone
from minassa.records.nexus.drawing import Drawing, Key, drawing_of, stored
from minassa.records.nexus.flows import are_flows, flowing
from minassa.records.nexus.held import present_graph
from minassa.records.nexus.service import MOST_TIES
from minassa.records.nexus.types import Flow, Tie
from minassa.records.views import record_row

LONGEST_TITLE: Final = 200
LONGEST_NOTE: Final = 5_000
LARGEST_PAGE: Final = 200
MOST_COMMENTS: Final = 200
_LEVELS: Final = (Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN)


@dataclass(frozen=True, slots=True)
class DiagramWriting:
    """A diagram as somebody keeps it; `only_me` keeps it from their colleagues until they share it."""

    title: str
    drawing: Drawing
    note: str = ""
    only_me: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What a door's actor sees of a drawing: its records, the ties among them as they are now, and calls and payments summed up."""

    rows: dict[UUID, Record]
    ties: list[Tie]
    flows: tuple[Flow, ...]

    @property
    def keys(self) -> frozenset[Key]:
        """The ties by what tells them apart."""
        return frozenset((one.record.id, one.source, one.target, one.kind) for one in self.ties)


def keep_diagram(
    actor: Actor,
    *,
    writing: DiagramWriting,
    id: UUID | None = None,  # noqa: A002 - the word that every room uses
    version: int | None = None,
) -> UUID:
    """Keep a new diagram in the own agency, or over one of it. Gives its id.

    Raises Invalid for one without a title, Conflict where somebody else changed it since `version`.
    """
    title, note = _words(writing)
    graph = present_graph()
    with door(actor, DIAGRAM_KEEP, subject=f"diagram:{id}" if id else None) as opened:
        drawing = writing.drawing.put_by(actor.named)
        if id is None:
            row = Diagram(id=new_id(), label_id=opened.intern(_own_label(actor, only_me=writing.only_me)), version=0)
        else:
            row = _own(opened, id)
            if version is not None and row.version != version:
                raise Conflict(faults.DIAGRAM_CHANGED)
            old = drawing_of(row.content)
            seen = shown_of(graph, old, opened)
            drawing = writing.drawing.over(old, [*seen.rows, *_visible(old.left_out)], seen.keys, named=actor.named)
        opened.note(subject=f"diagram:{row.id}", subjects=len(writing.drawing.points))
        row.title, row.note, row.content = title, note, stored(drawing)
        row.version, row.modified, row.changed_by = row.version + 1, opened.context.at, actor.named
        row.save(force_insert=id is None, force_update=id is not None)
        return row.id


def read_diagram(actor: Actor, *, id: UUID, purpose: str, case: str = "") -> DiagramView:  # noqa: A002 - the word that every room uses
    """A diagram with what this actor may see of it now. Raises NotFound."""
    graph = present_graph()
    with door(actor, DIAGRAM_READ, purpose=purpose, case=case, subject=f"diagram:{id}") as opened:
        row = found(id)
        drawing = drawing_of(row.content)
        shown = shown_of(graph, drawing, opened)
        opened.note(owner=opened.label_of(row.label_id).owner, version=row.version, subjects=len(shown.rows))
        drawn = drawing.seen_by([*shown.rows, *_visible(drawing.left_out)], shown.keys)
        kept = {one.key for one in drawn.lines}
        return DiagramView(
            row=_row(row, opened),
            note=row.note,
            drawing=drawn.put_by(""),
            subjects=tuple(record_row(one, opened) for one in shown.rows.values()),
            ties=tuple(shown.ties),
            flows=shown.flows,
            fresh=frozenset(shown.keys - kept),
            gone=_gone(drawing, shown, actor),
            changed=tuple(one for one, record in shown.rows.items() if record.modified > row.modified),
            comments=tuple(_comments(row, opened)),
            can=_can(actor, row, opened),
        )


def list_diagrams(actor: Actor, *, before: str = "", size: int = 50) -> DiagramPage:
    """The diagrams that this actor may open, newest first."""
    most = max(1, min(size, LARGEST_PAGE))
    with door(actor, DIAGRAM_LIST) as opened:
        rows = newest(Diagram, most + 1, cursor_from(before))
        shown = rows[:most]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(rows) > most else ""
        return DiagramPage(tuple(_row(one, opened) for one in shown), following)


def share_diagram(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    tlp: Tlp,
    to: Iterable[str],
    handling: Iterable[Handling],
) -> None:
    """Let other agencies and communities of this node open a diagram, each as far as they may see what is on it.

    Needs a supervisor and a fresh factor (S07). GREEN without recipients is for all members. Raises Invalid for marks that do not fit.
    """
    tokens, codes = frozenset(to), frozenset(handling)
    if tlp not in _LEVELS or not codes or (not tokens and tlp is not Tlp.GREEN):
        raise Invalid(faults.DIAGRAM_MARKS)
    with door(actor, DIAGRAM_SHARE, subject=f"diagram:{id}") as opened:
        row = _own(opened, id)
        old = opened.label_of(row.label_id)
        label = Label(old.owner, tlp, handling=codes, exercise=old.exercise)
        reached = recipients(tokens, owner=old.owner) if tokens else None
        row.label_id = opened.intern(addressed(label, reached) if reached else label)
        row.save(update_fields=["label_id"])
        opened.note(agencies=len(reached.agencies) if reached else None, tlp=tlp.value)


def close_diagram(actor: Actor, *, id: UUID, only_me: bool = False) -> None:  # noqa: A002 - the word that every room uses
    """Keep a diagram for the own agency again, or for oneself; what the agency said about it stays with it."""
    with door(actor, DIAGRAM_KEEP, subject=f"diagram:{id}") as opened:
        row = _own(opened, id)
        row.label_id = opened.intern(_own_label(actor, only_me=only_me))
        row.save(update_fields=["label_id"])
        own = [one for one in opened.writable if opened.label_of(one).owner == actor.agency]
        DiagramComment.objects.filter(diagram=id, label_id__in=own).update(label_id=row.label_id)


def comment_diagram(actor: Actor, *, id: UUID, text: str) -> UUID:  # noqa: A002 - the word that every room uses
    """Say something about a diagram, to all who may open it. Gives the comment's id."""
    said = typed(text).strip()
    if not said or len(said) > LONGEST_NOTE:
        raise Invalid(faults.DIAGRAM_WORDS, limit=LONGEST_NOTE)
    with door(actor, DIAGRAM_COMMENT, subject=f"diagram:{id}") as opened:
        row = found(id)
        label_id = opened.intern(_answering(opened.label_of(row.label_id), actor))
        made = DiagramComment(label_id=label_id, diagram=id, text=said, by=actor.name[:120], at=opened.context.at)
        made.save(force_insert=True)
        opened.note(comment=made.id)
        return made.id


def discard_diagram(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a diagram of the own agency away, with all that was said about it."""
    with door(actor, DIAGRAM_KEEP, subject=f"diagram:{id}") as opened:
        _own(opened, id).delete()
        with door(system_actor("diagrams"), DIAGRAM_TIDY, subject=f"diagram:{id}"):
            DiagramComment.objects.filter(diagram=id).delete()


def found(diagram: UUID) -> Diagram:
    """A diagram that the door's actor may open. Raises NotFound."""
    row = Diagram.objects.filter(id=diagram).first()
    if row is None:
        raise NotFound(faults.NO_DIAGRAM)
    return row


def shown_of(graph: Graph, drawing: Drawing, opened: Opened) -> Shown:
    """What the door's actor sees of a drawing, narrowed as it was drawn."""
    sight = sight_of(graph, drawing.wanted(), opened)
    at = numbers_of(graph, [one.id for one in drawing.points], sight)
    rows = rows_of(graph.ids(at.tolist()))
    walked = graph.walked(at, sight)
    inside = np.isin(walked.end, at)
    edges = np.unique(walked.edge[inside])
    apart = edges[~are_flows(graph, edges)][:MOST_TIES]
    flows, _timeline = flowing(graph, walked, inside, rows, opened)
    return Shown(rows, ties_of(graph, apart.tolist(), rows, opened), flows)


def _own(opened: Opened, diagram: UUID) -> Diagram:
    """A diagram of the actor's agency, locked. Raises NotFound, Refused.

    Asked before it is locked: PostgreSQL's wall lets nobody lock a row that they may not change.
    """
    if not opened.may(found(diagram).label_id):
        raise Refused(faults.DIAGRAM_NOT_YOURS)
    return Diagram.objects.select_for_update().get(id=diagram)


def _own_label(actor: Actor, *, only_me: bool) -> Label:
    if actor.agency is None or (only_me and actor.user_id is None):
        raise Invalid(faults.DIAGRAM_MARKS)
    plain = Label(
        actor.agency, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=settings.MINASSA.node.exercise
    )
    return replace(plain, tlp=Tlp.RED, audience=frozenset({f"user:{actor.user_id}"})) if only_me else plain


def _answering(label: Label, actor: Actor) -> Label:
    """The label of a comment: for the diagram's readers, by the agency that makes it."""
    if label.owner == actor.agency or actor.agency is None:
        return label
    named = is_for_the_platform(label)
    audience = label.audience if named else label.audience | {f"agency:{label.owner}"}
    return replace(label, owner=actor.agency, audience=audience)


def _visible(ids: Iterable[UUID]) -> list[UUID]:
    return list(Record.objects.filter(id__in=list(ids)).values_list("id", flat=True))


def _words(writing: DiagramWriting) -> tuple[str, str]:
    title, note = " ".join(typed(writing.title).split()), typed(writing.note).strip()
    if not title or len(title) > LONGEST_TITLE or len(note) > LONGEST_NOTE:
        raise Invalid(faults.DIAGRAM_WORDS, limit=LONGEST_NOTE)
    return title, note


def _gone(drawing: Drawing, shown: Shown, actor: Actor) -> tuple[Gone, ...]:
    """What this actor had put there and finds no more."""
    points = [Gone(one.id) for one in drawing.points if one.by == actor.named and one.id not in shown.rows]
    missing = {one.id for one in points}
    lines = [
        Gone(one.id, one.kind)
        for one in drawing.lines
        if one.by == actor.named and one.key not in shown.keys and not {one.source, one.target} & missing
    ]
    return (*points, *lines)


def _comments(row: Diagram, opened: Opened) -> Iterable[CommentView]:
    for one in DiagramComment.objects.filter(diagram=row.id).order_by("at", "id")[:MOST_COMMENTS]:
        label = opened.label_of(one.label_id)
        yield CommentView(
            one.id, one.text, one.by, label.owner, label.owner == opened.actor.agency, one.at, marks(label)
        )


def _row(row: Diagram, opened: Opened) -> DiagramRow:
    label = opened.label_of(row.label_id)
    return DiagramRow(
        id=row.id,
        title=row.title,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        audience=tuple(sorted(label.audience)),
        owner=label.owner,
        mine=label.owner == opened.actor.agency,
        version=row.version,
        created=row.created,
        modified=row.modified,
    )


def _can(actor: Actor, row: Diagram, opened: Opened) -> tuple[str, ...]:
    writes = bool(actor.roles & WRITERS)
    mine = opened.label_of(row.label_id).owner == actor.agency
    shares = bool(actor.roles & DIAGRAM_SHARE.roles)
    words = (("comment", writes), ("change", writes and mine), ("discard", writes and mine), ("share", shares and mine))
    return tuple(word for word, may in words if may)
