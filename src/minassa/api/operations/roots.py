"""Roots: figures of development and society of an area beside its incidents, as context with sources; a table of them brought in."""

from typing import Any, Final

from ninja import Query, Router, Schema
from pydantic import Field

from minassa import threats as room
from minassa.access import Handling, Tlp, act_named
from minassa.access import Purpose as PurposeName
from minassa.api.entrances import Call
from minassa.api.pace import TRANSFERS
from minassa.api.policy import declared
from minassa.api.shapes import PLAIN, WHY_CASE, WHY_PURPOSE, Told
from minassa.api.shapes_of_records import MOST_TOKENS, LabelAsked, Token

ROOTS_READ = act_named("roots.read")
ROOTS_IMPORT = act_named("roots.import")
TABLE: Final = "text/csv"
TABLE_BYTES: Final = 10_000_000
MOST_FAILED_TOLD: Final = 100
router = Router(tags=["incidents"])

_FILE: Final = {
    "requestBody": {
        "required": True,
        "description": f"A table with the columns {', '.join(room.FIGURE_COLUMNS)}, at most {TABLE_BYTES} bytes.",
        "content": {TABLE: {"schema": {"type": "string"}}},
    }
}


class FigureTold(Told):
    """The value of one year as its source states it."""

    year: int
    value: str = Field(description="A decimal number, as exact as it was given.", examples=["41.5"])
    source: str


class FigureLineTold(Told):
    """One indicator of the area over the years shown."""

    indicator: str
    unit: str
    values: list[FigureTold]
    marks: list[str]


class RootsTold(Told):
    """An area: its figures, and beside them its incidents of each year. Nothing is computed from the figures."""

    area: str = Field(description="ISO 3166: a country's two letters, or a first-level area.", examples=["ml", "ML-6"])
    areas: list[str] = Field(description="All areas of which you may see figures.")
    years: list[int]
    incidents: list[int] | None = Field(description="By year; null where the node has no shape by which to place them.")
    lines: list[FigureLineTold]
    marks: list[str]


class RootsAsked(Schema):
    """Which area, and for what. Without an area the first one of which anything is known."""

    area: str = Field("", max_length=6, examples=["ML-6"])
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)


class FiguresAsked(Schema):
    """The handling marks of all figures of the table, and for what they are brought in."""

    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)
    audience: list[Token] = Field(
        [], max_length=MOST_TOKENS, description="agency:<uuid>, community:<uuid>, user:<uuid>"
    )
    purposes: list[PurposeName] = Field([], max_length=len(PurposeName))
    exercise: bool = False
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)
    case: str = Field("", max_length=80, pattern=PLAIN, description=WHY_CASE)


class BadFigureTold(Told):
    """A row that was not kept: its number (the header is row 1), why, and its cells as they were."""

    row: int
    why: str = Field(examples=["area", "value"])
    cells: list[str]


class FiguresImportedTold(Told):
    """What became of the rows; `bad` holds the first hundred that failed, `failed` counts all."""

    added: int
    amended: int
    unchanged: int
    failed: int
    bad: list[BadFigureTold]


@router.get("/incidents/roots", **declared(ROOTS_READ, RootsTold))
def read_roots(request: Call, wanted: Query[RootsAsked]) -> dict[str, Any]:
    """The figures of an area with their sources, beside its incidents by year."""
    found = room.read_roots(request.auth, area=wanted.area, purpose=wanted.purpose)
    lines = [
        {
            "indicator": one.indicator,
            "unit": one.unit,
            "values": [
                {"year": year, "value": f"{value.normalize():f}", "source": source}
                for year, value, source in one.values
            ],
            "marks": one.marks,
        }
        for one in found.lines
    ]
    told = {name: getattr(found, name) for name in ("area", "areas", "years", "incidents")}
    return {**told, "lines": lines, "marks": sorted({mark for marks, _duties in found.handling for mark in marks})}


@router.post(
    "/incidents/roots/import",
    **declared(ROOTS_IMPORT, FiguresImportedTold, refusals=(409,), pace=TRANSFERS, extra=_FILE),
)
def import_figures(request: Call, stated: Query[FiguresAsked]) -> dict[str, Any]:
    """Bring in a table of figures of your agency. The same table twice adds nothing; a changed value is amended."""
    given = stated.dict()
    label = LabelAsked(**{name: given[name] for name in LabelAsked.model_fields if name in given})
    done = room.import_figures(
        request.auth,
        content=request.body,
        label=label.label(request.auth),
        purpose=stated.purpose,
        case=stated.case,
    )
    told = {name: getattr(done, name) for name in ("added", "amended", "unchanged", "failed")}
    return {**told, "bad": done.bad[:MOST_FAILED_TOLD]}
