"""Records: lists, one record with its past and its links, search, adding and changing."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from minassa import records as room
from minassa.access import Label, act_named
from minassa.api.entrances import Call
from minassa.api.pace import SEARCHES
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, WHY_CASE, WHY_PURPOSE, Asked, Case, Line, Number, Purpose, exampled
from minassa.api.shapes_of_records import (
    ChangeAsked,
    Cursor,
    LinkTold,
    PageTold,
    RecordAsked,
    RecordTold,
    SchemaField,
    VersionTold,
)

RECORD_LIST = act_named("record.list")
RECORD_READ = act_named("record.read")
RECORD_SEARCH = act_named("record.search")
RECORD_ADD = act_named("record.add")
RECORD_AMEND = act_named("record.amend")
router = Router(tags=["records"])

Size = Annotated[int, Query(ge=1, le=MOST_ROWS)]
StatedPurpose = Annotated[str, Query(max_length=40, description=WHY_PURPOSE, examples=["counter-terrorism"])]
StatedCase = Annotated[str, Query(max_length=80, pattern=PLAIN, description=WHY_CASE, examples=["EX-2026-014"])]


class SearchAsked(Asked):
    """Words that a record must hold, and why they are searched for. The last may be the beginning of a word."""

    model_config = exampled({"query": "diallo", "purpose": "counter-terrorism", "case": "EX-2026-014"})

    query: Line = Field(min_length=1, examples=["zargoun bamako"])
    purpose: Purpose
    case: Case = ""
    schema_name: SchemaField = Field("", alias="schema")
    before: Cursor = ""
    size: Number = Field(50, ge=1, le=MOST_ROWS)


@router.get("/records", **declared(RECORD_LIST, PageTold))
def list_records(  # noqa: PLR0913 - each narrows the list
    request: Call,
    *,
    kind: Annotated[str, Query(alias="schema", max_length=64, examples=["Person"])] = "",
    sort: room.Sort = room.Sort.ALL,
    before: Annotated[str, Query(max_length=80)] = "",
    size: Size = 50,
    purpose: StatedPurpose = "",
) -> dict[str, Any]:
    """The records that you may see, newest first; of one kind where it is named, else things, links, or all."""
    return _page(room.list_records(request.auth, schema=kind, sort=sort, before=before, size=size, purpose=purpose))


# The query is in the body and not in the address: names of people must not stand in logs of addresses (S26).
@router.post("/records/search", **declared(RECORD_SEARCH, PageTold, pace=SEARCHES))
def search_records(request: Call, asked: SearchAsked) -> dict[str, Any]:
    """Visible records that hold every word, in any script's spelling of diacritics, newest first."""
    found = room.search_records(
        request.auth,
        query=asked.query,
        purpose=asked.purpose,
        case=asked.case,
        schema=asked.schema_name,
        before=asked.before,
        size=asked.size,
    )
    return _page(found)


def _page(page: room.Page) -> dict[str, Any]:
    return {"rows": page.rows, "next": page.next, "count": page.count_text}


@router.post("/records", **declared(RECORD_ADD, RecordTold, status=201, refusals=(409,)))
def add_record(request: Call, given: RecordAsked) -> dict[str, Any]:
    """Add a record of your agency."""
    added = room.add_record(
        request.auth,
        schema=given.schema_name,
        properties=given.properties,
        label=given.label.label(request.auth),
        ground=given.ground.ground(),
        origin=given.origin,
        case=given.case,
    )
    return told(added)


@router.get("/records/{uuid:id}", **declared(RECORD_READ, RecordTold, refusals=(404,)))
def read_record(request: Call, id: UUID, purpose: StatedPurpose = "", case: StatedCase = "") -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One record. The reading is logged, and the owner can see it."""
    return told(room.read_record(request.auth, id=id, purpose=purpose, case=case))


@router.patch("/records/{uuid:id}", **declared(RECORD_AMEND, RecordTold, refusals=(404, 409)))
def amend_record(request: Call, id: UUID, change: ChangeAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Change a record of your agency. 409 where somebody else changed it first: read it again and repeat."""
    changed = room.amend_record(
        request.auth,
        id=id,
        version=change.version,
        schema=change.schema_name,
        properties=change.properties,
        label=change.label.label(request.auth) if change.label else None,
        ground=change.ground.ground() if change.ground else None,
        case=change.case,
        approval=change.approval,
    )
    return told(changed)


@router.get("/records/{uuid:id}/history", **declared(RECORD_READ, list[VersionTold], refusals=(404,)))
def read_history(
    request: Call,
    id: UUID,  # noqa: A002 - the word that every room uses
    purpose: StatedPurpose = "",
    case: StatedCase = "",
) -> list[room.VersionView]:
    """The past states of a record, latest first; the present one is not among them."""
    return list(room.read_history(request.auth, id=id, purpose=purpose, case=case))


@router.get("/records/{uuid:id}/links", **declared(RECORD_READ, list[LinkTold], refusals=(404,)))
def read_links(
    request: Call,
    id: UUID,  # noqa: A002 - the word that every room uses
    purpose: StatedPurpose = "",
    case: StatedCase = "",
) -> list[room.LinkView]:
    """The visible links of a record, at most five hundred."""
    return list(room.links_of(request.auth, id=id, purpose=purpose, case=case))


def told(view: room.RecordView) -> dict[str, Any]:
    """A record as the API tells it: sets in a stable order."""
    plain = ("id", "schema", "caption", "marks", "obligations", "owner", "mine", "origin", "legal_basis", "purpose")
    more = ("review_on", "version", "created", "modified", "doubts", "extra")
    graded = view.grading and {
        name: getattr(view.grading, name) for name in ("scheme", "source", "information", "third")
    }
    return {
        **{name: getattr(view, name) for name in (*plain, *more)},
        "properties": {name: list(values) for name, values in view.properties.items()},
        "label": _label(view.label),
        "grading": graded,
    }


def _label(label: Label) -> dict[str, Any]:
    return {
        "owner": label.owner,
        "tlp": label.tlp.value,
        "handling": sorted(one.value for one in label.handling),
        "audience": sorted(label.audience),
        "purposes": sorted(label.purposes),
        "exercise": label.exercise,
        "opens": label.opens,
        "closes": label.closes,
    }
