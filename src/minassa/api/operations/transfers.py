"""Records in bulk: an import streamed to the disk and then taken in at once or not at all, and an export as a file."""

import tempfile
from typing import IO, Any, Final, Literal
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from minassa import records as room
from minassa.access import Handling, Tlp, act_named
from minassa.access import Purpose as PurposeName
from minassa.api.entrances import Call
from minassa.api.pace import TRANSFERS
from minassa.api.policy import declared
from minassa.api.shapes import PLAIN, WHY_CASE, WHY_PURPOSE, Moment
from minassa.api.shapes_of_records import LONGEST_BASIS, MOST_TOKENS, GroundAsked, ImportTold, LabelAsked, Token

RECORD_IMPORT = act_named("record.import")
RECORD_EXPORT = act_named("record.export")
router = Router(tags=["records"])

JSON_LINES: Final = "application/x-ndjson"
TABLE: Final = "text/csv"
IMPORT_BYTES: Final = 50_000_000
FORMATS: Final = {JSON_LINES: "ftm", TABLE: "csv"}
MOST_REFUSED_TOLD: Final = 100
PART_BYTES: Final = 65_536


class ImportAsked(Schema):
    """What all rows of the file state alike: handling marks, ground, and for a table the kind of its rows."""

    tlp: Tlp
    handling: list[Handling] = Field(min_length=1, max_length=4)
    audience: list[Token] = Field(
        [], max_length=MOST_TOKENS, description="agency:<uuid>, community:<uuid>, user:<uuid>"
    )
    purposes: list[PurposeName] = Field([], max_length=len(PurposeName))
    exercise: bool = False
    opens: Moment | None = None
    closes: Moment | None = None
    legal_basis: str = Field(min_length=1, max_length=LONGEST_BASIS, examples=["EXERCISE Act 2020-1, article 3"])
    purpose: PurposeName
    kind: str = Field("", max_length=64, description="For a table: the kind of its rows.", examples=["Person"])
    case: str = Field("", max_length=80, pattern=PLAIN, description=WHY_CASE)


class ExportAsked(Schema):
    """Which of the agency's own records are wanted, in what form, and why."""

    format: Literal["ftm", "csv"] = "ftm"
    kind: str = Field("", max_length=64, description="Needed for a table.", examples=["Person"])
    purpose: str = Field("", max_length=40, description=WHY_PURPOSE)
    case: str = Field("", max_length=80, pattern=PLAIN, description=WHY_CASE)
    approval: UUID | None = Field(None, description="A second person's agreement to a large export.")


_FILE: Final = {
    "requestBody": {
        "required": True,
        "description": f"FollowTheMoney JSON lines or a table (CSV), at most {IMPORT_BYTES} bytes.",
        "content": {JSON_LINES: {"schema": {"type": "string"}}, TABLE: {"schema": {"type": "string"}}},
    }
}
_LINES: Final = {
    "responses": {
        "200": {
            "description": "One record a line.",
            "content": {JSON_LINES: {"schema": {"type": "string"}}, TABLE: {"schema": {"type": "string"}}},
        }
    }
}


@router.post("/records/import", **declared(RECORD_IMPORT, ImportTold, refusals=(409,), pace=TRANSFERS, extra=_FILE))
def import_records(request: Call, stated: Query[ImportAsked]) -> dict[str, Any]:
    """Bring in records of your agency from a file: FollowTheMoney JSON lines or a table, told apart by Content-Type.

    All or nothing where the file as a whole cannot be read; single rows that cannot be taken are refused with a reason.
    A record with the same reference is amended.
    """
    given = stated.dict()
    label = LabelAsked(**{name: given[name] for name in LabelAsked.model_fields})
    ground = GroundAsked(legal_basis=stated.legal_basis, purpose=stated.purpose)
    # A slow sender must not hold the database: the whole file is here before the door opens.
    with tempfile.TemporaryFile() as file:
        _spool(request, file)
        result = room.import_records(
            request.auth,
            file=file,
            format=FORMATS.get(request.content_type or "", "ftm"),
            label=label.label(request.auth),
            ground=ground.ground(),
            schema=stated.kind,
            case=stated.case,
        )
    told = {name: getattr(result, name) for name in ("added", "amended", "unchanged", "refused_count")}
    return {**told, "refused": result.refused[:MOST_REFUSED_TOLD]}


def _spool(request: HttpRequest, file: IO[bytes]) -> None:
    while part := request.read(PART_BYTES):
        file.write(part)
    file.seek(0)


@router.get("/records/export", **declared(RECORD_EXPORT, None, pace=TRANSFERS, extra=_LINES))
def export_records(request: Call, wanted: Query[ExportAsked]) -> FileResponse:
    """Your agency's own records, as a file. Needs a fresh factor; more than a thousand records need a second person."""
    lines = room.export_records(
        request.auth,
        format=wanted.format,
        schema=wanted.kind,
        purpose=wanted.purpose,
        case=wanted.case,
        approval=wanted.approval,
    )
    media_type, ending = (TABLE, "csv") if wanted.format == "csv" else (JSON_LINES, "ndjson")
    # Written whole before it is sent: servers end a cut-off stream as if it were complete, and half an export must not
    # pass for one. A right that ends meanwhile is told as a problem.
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        file.writelines(lines)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"records.{ending}", content_type=f"{media_type}; charset=utf-8"
    )
