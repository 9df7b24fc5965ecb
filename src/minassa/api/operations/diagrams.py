"""Saved diagrams of links: the list, one of them, keeping, comments."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import records as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.operations.nexus import FlowTold, TieTold, flow_told
from minassa.api.operations.nexus_found import WhyAsked
from minassa.api.pace import SEARCHES
from minassa.api.policy import declared
from minassa.api.shapes import Asked, Choice, Day, Number, Told, exampled
from minassa.api.shapes_of_records import RowTold, SchemaField

DIAGRAM_LIST, DIAGRAM_READ = act_named("diagram.list"), act_named("diagram.read")
DIAGRAM_KEEP, DIAGRAM_COMMENT = act_named("diagram.keep"), act_named("diagram.comment")
MOST_POINTS = 500
MOST_LINES = 2_000
MOST_GROUPS = 100
MOST_LEFT_OUT = 1_000
SIDE = 100_000
MOST_ROWS = 200
router = Router(tags=["records"])

Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(max_length=5_000)]
Place = Annotated[Number, Field(ge=0, le=SIDE)]

_ONE = "01890a5d-ac96-774b-bcce-b302099a8057"
_OTHER = "01890a5d-ac96-774b-bcce-b302099a8058"
_POINTS = [{"id": _ONE, "x": 500, "y": 90}, {"id": _OTHER, "x": 700, "y": 90}]
_KEPT: dict[str, Any] = {"title": "EXERCISE The port", "drawing": {"centre": _ONE, "subjects": _POINTS}}


class PointShape(Asked):
    """A record on the sheet, and whether its links are followed: of all kinds, or of those named."""

    id: UUID
    x: Place
    y: Place
    pinned: Choice = False
    opened: Choice = False
    kinds: list[SchemaField] = Field([], max_length=100)


class LineShape(Asked):
    """A tie on the sheet: the record that makes it, its ends, its kind."""

    id: UUID
    source: UUID
    target: UUID
    kind: SchemaField


class NarrowedShape(Asked):
    """What the diagram was narrowed to: a kind of link, and days."""

    kind: SchemaField = ""
    since: Day | None = None
    until: Day | None = None


class DrawingShape(Asked):
    """Where everything stands, by the ids of records."""

    centre: UUID
    narrowed: NarrowedShape = NarrowedShape()
    subjects: list[PointShape] = Field(max_length=MOST_POINTS)
    ties: list[LineShape] = Field([], max_length=MOST_LINES)
    groups: list[Annotated[list[UUID], Field(min_length=1, max_length=MOST_POINTS)]] = Field([], max_length=MOST_GROUPS)
    left_out: list[UUID] = Field([], max_length=MOST_LEFT_OUT)

    def drawing(self) -> room.Drawing:
        """As the room takes it."""
        return room.Drawing(
            self.centre,
            tuple(room.Point(one.id, one.x, one.y, one.pinned, one.opened, tuple(one.kinds)) for one in self.subjects),
            tuple(room.Line(one.id, one.source, one.target, one.kind) for one in self.ties),
            tuple(frozenset(one) for one in self.groups),
            tuple(self.left_out),
            self.narrowed.kind,
            self.narrowed.since,
            self.narrowed.until,
        )


class DiagramAsked(Asked):
    """A diagram to keep: for the own agency, or for the caller alone."""

    model_config = exampled(_KEPT)

    title: Title
    note: Words = ""
    only_me: Choice = False
    drawing: DrawingShape

    def writing(self) -> room.DiagramWriting:
        """As the room takes it."""
        return room.DiagramWriting(self.title, self.drawing.drawing(), self.note, self.only_me)


class DiagramChanged(DiagramAsked):
    """A diagram kept over one of the own agency, which is at this version."""

    model_config = exampled({**_KEPT, "version": 1})

    version: Number = Field(ge=1)


class DiagramRowTold(Told):
    """One line of the list."""

    id: UUID
    title: str
    marks: list[str]
    obligations: list[str]
    audience: list[str]
    owner: UUID
    mine: bool
    version: int
    created: datetime
    modified: datetime


class DiagramsTold(Told):
    """A page of diagrams, newest first."""

    rows: list[DiagramRowTold]
    next: str


class GoneTold(Told):
    """What the caller had put there and finds no more; `kind` is empty for a record that is no tie."""

    id: UUID
    kind: str


class CommentTold(Told):
    """What somebody said about it."""

    id: UUID
    text: str
    by: str
    owner: UUID
    mine: bool
    at: datetime
    marks: list[str]


class DrawingTold(Told):
    """Where everything stands that the caller may see."""

    centre: UUID
    narrowed: dict[str, Any]
    subjects: list[dict[str, Any]]
    ties: list[dict[str, Any]]
    groups: list[list[UUID]]
    left_out: list[UUID]


class DiagramTold(Told):
    """A diagram as the caller may see it now. `fresh` are records of ties that were not there when it was kept."""

    row: DiagramRowTold
    note: str
    drawing: DrawingTold
    subjects: list[RowTold]
    ties: list[TieTold]
    flows: list[FlowTold]
    fresh: list[UUID]
    gone: list[GoneTold]
    changed: list[UUID]
    comments: list[CommentTold]


class KeptTold(Told):
    """The id of what was kept."""

    id: UUID


class CommentAsked(Asked):
    """A comment, for all who may open the diagram."""

    model_config = exampled({"text": "EXERCISE Seen in our port too."})

    text: Annotated[str, StringConstraints(min_length=1, max_length=5_000)]


@router.get("/diagrams", **declared(DIAGRAM_LIST, DiagramsTold))
def list_diagrams(
    request: Call,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 50,
) -> room.DiagramPage:
    """The saved diagrams that you may open, newest first."""
    return room.list_diagrams(request.auth, before=before, size=size)


@router.post("/diagrams", **declared(DIAGRAM_KEEP, KeptTold, status=201))
def keep_diagram(request: Call, asked: DiagramAsked) -> dict[str, UUID]:
    """Keep a diagram."""
    return {"id": room.keep_diagram(request.auth, writing=asked.writing())}


@router.put("/diagrams/{uuid:id}", **declared(DIAGRAM_KEEP, KeptTold, refusals=(404, 409)))
def change_diagram(request: Call, id: UUID, asked: DiagramChanged) -> dict[str, UUID]:  # noqa: A002 - the word that every room uses
    """Keep a diagram over one of your agency. What is on it that you may not see stays."""
    kept = room.keep_diagram(request.auth, writing=asked.writing(), id=id, version=asked.version)
    return {"id": kept}


@router.post("/diagrams/{uuid:id}/open", **declared(DIAGRAM_READ, DiagramTold, refusals=(404,), pace=SEARCHES))
def read_diagram(request: Call, id: UUID, asked: WhyAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """A diagram with what you may see of it now, and what is no longer there of what you had put on it."""
    found = room.read_diagram(request.auth, id=id, purpose=asked.purpose, case=asked.case)
    return {
        "row": found.row,
        "note": found.note,
        "drawing": _told(found.drawing),
        "subjects": found.subjects,
        "ties": found.ties,
        "flows": [flow_told(one) for one in found.flows],
        "fresh": sorted({record for record, *_more in found.fresh}),
        "gone": found.gone,
        "changed": found.changed,
        "comments": found.comments,
    }


@router.post("/diagrams/{uuid:id}/comments", **declared(DIAGRAM_COMMENT, KeptTold, refusals=(404,), status=201))
def comment_diagram(request: Call, id: UUID, asked: CommentAsked) -> dict[str, UUID]:  # noqa: A002 - the word that every room uses
    """Say something about a diagram, to all who may open it."""
    return {"id": room.comment_diagram(request.auth, id=id, text=asked.text)}


@router.delete("/diagrams/{uuid:id}", **declared(DIAGRAM_KEEP, None, refusals=(404,), status=204))
def discard_diagram(request: Call, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Throw a diagram of your agency away, with all that was said about it."""
    room.discard_diagram(request.auth, id=id)


def _told(drawing: room.Drawing) -> dict[str, Any]:
    def day(one: date | None) -> str | None:
        return one.isoformat() if one else None

    return {
        "centre": drawing.centre,
        "narrowed": {"kind": drawing.kind, "since": day(drawing.since), "until": day(drawing.until)},
        "subjects": [
            {
                "id": str(one.id),
                "x": one.x,
                "y": one.y,
                "pinned": one.pinned,
                "opened": one.opened,
                "kinds": list(one.kinds),
            }
            for one in drawing.points
        ],
        "ties": [
            {"id": str(one.id), "source": str(one.source), "target": str(one.target), "kind": one.kind}
            for one in drawing.lines
        ],
        "groups": [sorted(one) for one in drawing.groups],
        "left_out": drawing.left_out,
    }
