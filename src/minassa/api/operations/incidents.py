"""Incidents and armed groups: lists, one with all that its sources say, entering an incident and changing what was entered."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router
from pydantic import Field, StringConstraints

from minassa import threats as room
from minassa.access import act_named
from minassa.api.entrances import Call
from minassa.api.policy import declared
from minassa.api.shapes import MOST_ROWS, PLAIN, WHY_CASE, WHY_PURPOSE, Asked, Case, Number, Told, exampled
from minassa.api.shapes_of_records import GroundAsked, LabelAsked

INCIDENT_LIST = act_named("incident.list")
INCIDENT_READ = act_named("incident.read")
INCIDENT_ENTER = act_named("incident.enter")
INCIDENT_AMEND = act_named("incident.amend")
GROUP_LIST = act_named("group.list")
GROUP_READ = act_named("group.read")
MOST_ACTORS = 50
MOST_TOLD_BY = 20
router = Router(tags=["incidents"])

Size = Annotated[int, Query(ge=1, le=MOST_ROWS)]
Before = Annotated[str, Query(max_length=80)]
StatedPurpose = Annotated[str, Query(max_length=40, description=WHY_PURPOSE, examples=["counter-terrorism"])]
StatedCase = Annotated[str, Query(max_length=80, pattern=PLAIN, description=WHY_CASE, examples=["EX-2026-014"])]
Written = Annotated[str, StringConstraints(max_length=40)]
Named = Annotated[str, StringConstraints(max_length=250)]
_EXAMPLE = {
    "date": "2026-03-02",
    "country": "ne",
    "place": "EXERCISE market",
    "latitude": "12.25",
    "longitude": "2.5",
    "place_precision": "near",
    "kind": "explosion",
    "deaths_best": "3",
}


class DeathsTold(Told):
    """The lowest and the highest count over the reports that you may see."""

    low: int
    high: int


class IncidentTold(Told):
    """One incident: when and where as its first report tells it, as precise as it is known."""

    id: UUID
    record: UUID
    start: date
    end: date
    date_precision: str
    place: str
    country: str
    latitude: str | None
    longitude: str | None
    place_precision: str
    kind: str
    type: str
    actors: list[str]
    deaths: DeathsTold | None
    sources: list[str]
    owner: UUID
    marks: list[str]
    obligations: list[str]


class IncidentsTold(Told):
    """One page of incidents."""

    rows: list[IncidentTold]
    next: str


class SourceReportTold(Told):
    """What one source says. `told_by` is for the agency itself alone."""

    id: UUID
    source: str
    source_id: str
    start: date
    end: date
    date_precision: str
    place: str
    country: str
    place_precision: str
    type: str
    actors: list[str]
    deaths_low: int | None
    deaths_best: int | None
    deaths_high: int | None
    text: str
    marks: list[str]
    mine: bool
    told_by: list[str]


class IncidentWholeTold(Told):
    """One incident with its reports, the first received first."""

    incident: IncidentTold
    reports: list[SourceReportTold]


class EntryAsked(Asked):
    """An incident as it is entered: texts as in our own table of incidents, so that nothing is made more precise than it is known."""

    model_config = exampled(_EXAMPLE)

    title: Annotated[str, StringConstraints(max_length=200)] = ""
    date: Written = Field(examples=["2026-03-02"])
    date_end: Written = ""
    date_precision: Written = Field("day", examples=["day", "week"])
    country: Named = Field("", examples=["ne"])
    place: Named = ""
    latitude: Written = ""
    longitude: Written = ""
    place_precision: Written = Field("near", examples=["exact", "region"])
    kind: Written = Field(examples=["explosion"])
    deaths_low: Written = ""
    deaths_best: Written = ""
    deaths_high: Written = ""
    text: Annotated[str, StringConstraints(max_length=10_000)] = ""
    groups: list[UUID] = Field([], max_length=MOST_ACTORS, description="Records of armed groups.")
    actors: list[Named] = Field([], max_length=MOST_ACTORS, description="Others, by name.")
    told_by: list[Annotated[str, StringConstraints(max_length=500)]] = Field(
        [], max_length=MOST_TOLD_BY, description="Whom your agency has it from; it never leaves with a release."
    )

    def entry(self) -> room.Entry:
        """As the service takes it."""
        columns = ("date", "date_end", "date_precision", "country", "place", "latitude", "longitude", "place_precision")
        counts = ("kind", "deaths_low", "deaths_best", "deaths_high", "text")
        return room.Entry(
            {name: getattr(self, name) for name in (*columns, *counts)},
            title=self.title,
            groups=tuple(self.groups),
            actors=tuple(self.actors),
            told_by=tuple(self.told_by),
        )


class IncidentAsked(Asked):
    """A new incident, or one more report of an incident of your agency (`of`)."""

    model_config = exampled(
        {
            "entry": _EXAMPLE,
            "label": {"tlp": "amber", "handling": ["H0"]},
            "ground": {"legal_basis": "EXERCISE Act 2020-1", "purpose": "counter-terrorism"},
        }
    )

    entry: EntryAsked
    label: LabelAsked
    ground: GroundAsked
    of: UUID | None = None
    case: Case = ""


class EntryChangeAsked(Asked):
    """What was entered, as it shall stand, on the version of the incident's record that you read."""

    model_config = exampled({"version": 1, "entry": _EXAMPLE})

    version: Number = Field(ge=1)
    entry: EntryAsked
    case: Case = ""


class IncidentKept(Told):
    """The incident's id."""

    id: UUID


class GroupTold(Told):
    """A group, and the incidents of which some report that you may see names it."""

    id: UUID
    name: str
    incidents: int
    last: date | None
    countries: list[str]
    owner: UUID
    marks: list[str]


class GroupsTold(Told):
    """One page of groups."""

    rows: list[GroupTold]
    next: str
    count: str


class GroupWholeTold(Told):
    """One group: its names, and what its incidents come to, by year and country, and by kind."""

    id: UUID
    names: list[str]
    other_names: list[str] = Field(description="Names in reports that people decided to mean it.")
    incidents: int
    deaths: DeathsTold
    first: date | None
    last: date | None
    reach: dict[str, dict[str, int]]
    kinds: dict[str, int]
    latest: list[IncidentTold]
    owner: UUID
    marks: list[str]
    obligations: list[str]


@router.get("/incidents", **declared(INCIDENT_LIST, IncidentsTold, refusals=(422,)))
def list_incidents(  # noqa: PLR0913 - each narrows the list
    request: Call,
    *,
    country: Annotated[str, Query(max_length=2, examples=["ne"])] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    group: UUID | None = None,
    area: Annotated[str, Query(max_length=80, examples=["ML-6"])] = "",
    before: Before = "",
    size: Size = 50,
    purpose: StatedPurpose = "",
) -> dict[str, Any]:
    """The incidents that you may see, the latest first."""
    filters = room.Filters(country=country.lower(), kind=kind, group=group, area=area)
    page = room.list_incidents(request.auth, filters=filters, before=before, size=size, purpose=purpose)
    return {"rows": [_incident(one) for one in page.rows], "next": page.next}


@router.post("/incidents", **declared(INCIDENT_ENTER, IncidentKept, status=201, refusals=(404, 409)))
def enter_incident(request: Call, given: IncidentAsked) -> dict[str, Any]:
    """Enter an incident of your agency. With `of`, it is one more report of that incident."""
    kept = room.enter_incident(
        request.auth,
        entry=given.entry.entry(),
        label=given.label.label(request.auth),
        ground=given.ground.ground(),
        of=given.of,
        case=given.case,
    )
    return {"id": kept}


@router.patch("/incidents/reports/{uuid:id}", **declared(INCIDENT_AMEND, IncidentKept, refusals=(404, 409)))
def amend_entry(request: Call, id: UUID, given: EntryChangeAsked) -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """Change what your agency entered. Everybody who was given the incident gets the correction."""
    kept = room.amend_entry(request.auth, report=id, version=given.version, entry=given.entry.entry(), case=given.case)
    return {"id": kept}


@router.get("/incidents/{uuid:id}", **declared(INCIDENT_READ, IncidentWholeTold, refusals=(404,)))
def read_incident(request: Call, id: UUID, purpose: StatedPurpose = "", case: StatedCase = "") -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One incident with what each source says of it. The reading is logged."""
    found = room.read_incident(request.auth, id=id, purpose=purpose, case=case)
    return {"incident": _incident(found.row), "reports": found.reports}


@router.get("/groups", **declared(GROUP_LIST, GroupsTold))
def list_groups(request: Call, *, before: Before = "", size: Size = 20, purpose: StatedPurpose = "") -> dict[str, Any]:
    """The armed groups that you may see, with how many incidents name each."""
    page = room.list_groups(request.auth, before=before, size=size, purpose=purpose)
    rows = [
        {
            "id": one.record.id,
            "name": one.record.caption,
            "incidents": one.incidents,
            "last": one.last,
            "countries": one.countries,
            "owner": one.record.owner,
            "marks": one.record.marks,
        }
        for one in page.rows
    ]
    return {"rows": rows, "next": page.next, "count": page.count_text}


@router.get("/groups/{uuid:id}", **declared(GROUP_READ, GroupWholeTold, refusals=(404,)))
def read_group(request: Call, id: UUID, purpose: StatedPurpose = "", case: StatedCase = "") -> dict[str, Any]:  # noqa: A002 - the word that every room uses
    """One armed group with what its incidents come to. Its record is kept with `/records`. The reading is logged."""
    found = room.read_group(request.auth, id=id, purpose=purpose, case=case)
    return {
        "id": found.record.id,
        "names": found.names,
        "other_names": found.other_names,
        "incidents": found.totals.incidents,
        "deaths": found.totals.deaths,
        "first": found.first,
        "last": found.last,
        "reach": {str(year): numbers for year, numbers in found.reach.items()},
        "kinds": found.kinds,
        "latest": [_incident(one) for one in found.latest],
        "owner": found.record.owner,
        "marks": found.record.marks,
        "obligations": found.record.obligations,
    }


def _incident(row: room.IncidentRow) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in IncidentTold.model_fields if name not in {"latitude", "longitude"}}
    return {**told, "latitude": _degrees(row.latitude), "longitude": _degrees(row.longitude)}


def _degrees(value: object) -> str | None:
    """Without the noughts that the database's column adds."""
    if value is None:
        return None
    text = f"{value:f}" if hasattr(value, "normalize") else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
