"""Incidents that an agency enters itself, one at a time: by a form, or over the API. They are checked like a row of our own table."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, door
from minassa.base import Conflict, Invalid, NotFound, Refused, new_id, now
from minassa.base.countries import country_code
from minassa.records import Ground, amend_record, correct_details, own_record, references_of
from minassa.threats import faults
from minassa.threats.acts import INCIDENT_AMEND, INCIDENT_ENTER, INCIDENT_LIST
from minassa.threats.laying import is_own, make_incidents, noon, properties_of
from minassa.threats.matching import MOST_DAYS, MOST_KM
from minassa.threats.models import Incident, Report
from minassa.threats.placing import place
from minassa.threats.reads import incident_rows
from minassa.threats.reporting import DETAILS, add_reports, amend_reports
from minassa.threats.sources import SourceReport, cells, own
from minassa.threats.sources.cells import CellError
from minassa.threats.turns import take_turn
from minassa.threats.types import ENTERED, Entry, Near

MOST_NEAR: Final = 5
MOST_TOLD_BY: Final = 20
LONGEST_TOLD_BY: Final = 500
_EARTH_KM: Final = 6371.0
_KM_OF_DEGREE: Final = 111.0
_OURS: Final = frozenset(
    {
        "name", "date", "endDate", "country", "location", "tactic", "deathsLow", "deathsBest", "deathsHigh", "datePrecision",
        "placePrecision", "perpetrator", "sourceEventId",
    }
)  # fmt: skip
"""The properties of the record that follow from what was entered."""


class InvalidEntry(Invalid):
    """Something that was entered cannot be kept as it is; `where` names the column of our own table."""

    def __init__(self, error: CellError) -> None:
        super().__init__(faults.ROW[error.problem])
        self.where = error.column


def near_incidents(actor: Actor, *, entry: Entry, purpose: str = "") -> tuple[Near, ...]:
    """The agency's own incidents that lie within 50 km and 3 days of what is entered, the nearest first: it may tell of one of them."""
    told = _checked(entry, "near")
    if told.latitude is None or told.longitude is None:
        return ()
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        here = (float(told.latitude), float(told.longitude))
        reach = (told.start - timedelta(days=MOST_DAYS), told.start + timedelta(days=MOST_DAYS))
        box = _box(here)
        rows = Incident.objects.filter(start__range=reach, latitude__range=box[0], longitude__range=box[1])
        own_rows = [row for row in rows[:2_000] if is_own(opened, row.label_id)]
        found = sorted(((_km(here, row), row) for row in own_rows), key=lambda one: (one[0], one[1].id))
        kept = [(km, row) for km, row in found if km <= MOST_KM][:MOST_NEAR]
        shown = {one.id: one for one in incident_rows([row for _away, row in kept], opened)}
        return tuple(Near(shown[row.id], km, (row.start - told.start).days) for km, row in kept)


def enter_incident(  # noqa: PLR0913 - what an incident must state, each part named
    actor: Actor, *, entry: Entry, label: Label, ground: Ground, of: UUID | None = None, case: str = ""
) -> UUID:
    """Enter an incident of the actor's agency; its id. With `of`, it is one more report of that incident of the same agency.

    Raises InvalidEntry with the part that cannot be kept, NotFound where there is no such incident.
    """
    own_id = new_id()
    told = _checked(entry, str(own_id))
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    with door(actor, INCIDENT_ENTER, purpose=ground.purpose, case=case, subject=f"incident:{of or own_id}") as opened:
        opened.note(owner=label.owner, report=of is not None)
        take_turn(label.owner)
        told = _with_groups(opened, told, entry)
        known = _own_incident(opened, of) if of else None
        (report_id,) = add_reports(
            [told], opened.intern(label), incident=known.id if known else None, told_by=_told_by(entry)
        )
        if known is not None:
            correct_details(opened, [known.record_id], quietly=True)
            return known.id
        row = Report.objects.get(id=report_id)
        (incident,) = make_incidents(opened, [row], ground, more={row.id: _attributed(opened, entry)})
        return incident


def amend_entry(actor: Actor, *, report: UUID, version: int, entry: Entry, case: str = "") -> UUID:
    """Change what the agency entered itself; the incident's id. `version` is the one of the incident's record that was shown.

    Everybody who was given the incident gets the correction. Its label, ground and review are changed with its record.
    """
    with door(actor, INCIDENT_AMEND, case=case, subject=f"report:{report}") as opened:
        row = _entered(opened, report)
        take_turn(opened.label_of(row.label_id).owner)
        incident = _incident_of(row)
        told = _with_groups(opened, _checked(entry, row.source_id), entry)
        opened.note(owner=opened.label_of(row.label_id).owner)
        amend_reports([(row, told)])
        Report.objects.filter(id=row.id).update(told_by=_told_by(entry))
        if row.id == incident.id:
            _follow(opened, incident, row, entry, version)
        else:
            correct_details(opened, [incident.record_id])
        return incident.id


def read_entry(actor: Actor, *, report: UUID) -> tuple[Entry, UUID, int]:
    """What the agency entered, to be changed: the entry, its incident, and the version of the incident's record."""
    with door(actor, INCIDENT_AMEND, subject=f"report:{report}") as opened:
        row = _entered(opened, report)
        opened.note(owner=opened.label_of(row.label_id).owner, part="form")
        incident = _incident_of(row)
        record = own_record(opened, incident.record_id)
        return _entry_of(row, record.caption if row.id == incident.id else ""), incident.id, record.version


def _entry_of(row: Report, title: str) -> Entry:
    """What was entered, as texts again. A group is one of the actors, by the name that it had then."""
    columns = {name: getattr(row, name) for name in DETAILS if name not in {"start", "end", "type"}}
    counts = {name: getattr(row, name) for name in ("deaths_low", "deaths_best", "deaths_high")}
    days = {"date": row.start.isoformat(), "date_end": row.end.isoformat() if row.end != row.start else ""}
    texts = {name: "" if value is None else _plain(value) for name, value in (columns | counts).items()}
    return Entry(
        {**texts, **days, "text": row.text},
        title=title,
        actors=tuple(one for one in row.actors.split("\n") if one),
        told_by=tuple(one for one in row.told_by.split("\n") if one),
    )


def _plain(value: object) -> str:
    """A coordinate without the noughts that the database's column adds."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _entered(opened: Opened, report_id: UUID) -> Report:
    row = Report.objects.filter(id=report_id, source=ENTERED).exclude(incident=None).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    if row.label_id not in opened.writable or not is_own(opened, row.label_id):
        raise Refused(faults.NOT_YOURS)
    return row


def _incident_of(row: Report) -> Incident:
    found = Incident.objects.filter(reports=row).first()
    if found is None:
        raise NotFound(faults.NOT_FOUND)
    return found


def _own_incident(opened: Opened, incident: UUID) -> Incident:
    row = Incident.objects.filter(id=incident).first()
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    if not is_own(opened, row.label_id):
        raise Refused(faults.NOT_YOURS)
    return row


def _checked(entry: Entry, source_id: str) -> SourceReport:
    """The entry as a report, checked as a row of our own table is. Raises InvalidEntry."""
    columns: Mapping[str, str] = {"id": source_id, **entry.columns, "actors": ""}
    try:
        told = own.report(columns, 0, country_code)
        actors = cells.known(*(_line(one) for one in entry.actors))
        _refuse_beyond_a_row(told, entry)
    except CellError as error:
        raise InvalidEntry(error) from error
    return replace(told, source=ENTERED, actors=actors)


def _refuse_beyond_a_row(told: SourceReport, entry: Entry) -> None:
    """What a row of a table need not have, or cannot have."""
    if len(entry.told_by) > MOST_TOLD_BY or any(len(one) > LONGEST_TOLD_BY for one in entry.told_by):
        raise CellError("too_long", "told_by")
    if not told.place and told.latitude is None and not told.country:
        raise CellError("no_place", "place")


def _with_groups(opened: Opened, told: SourceReport, entry: Entry) -> SourceReport:
    """With the main names of the groups that were chosen, before the actors that were written."""
    found = references_of(opened, "ArmedGroup", entry.groups)
    if len(found) < len(set(entry.groups)):
        raise NotFound(faults.NO_GROUP)
    named = tuple(names[0] for _reference, names in found.values() if names)
    return replace(told, actors=tuple(dict.fromkeys((*named, *told.actors))))


def _attributed(opened: Opened, entry: Entry) -> dict[str, tuple[str, ...]]:
    """What the record says beside its first report: its title, and the groups to which it is attributed, as links."""
    found = references_of(opened, "ArmedGroup", entry.groups)
    kept = tuple(reference for reference, _names in found.values() if reference)
    title = _line(entry.title)
    return ({"perpetrator": kept} if kept else {}) | ({"name": (title,)} if title else {})


def _follow(opened: Opened, incident: Incident, row: Report, entry: Entry, version: int) -> None:
    """The incident and its record say what its first report says."""
    actor = opened.actor
    for name in DETAILS:
        setattr(incident, name, getattr(row, name))
    incident.at, incident.modified = noon(row.start), now()
    place([incident])
    incident.save(force_update=True)
    before = own_record(opened, incident.record_id)
    if before.version != version:
        raise Conflict(faults.CHANGED_MEANWHILE)
    kept = {name: values for name, values in before.properties.items() if name not in _OURS}
    given = kept | properties_of(row) | _attributed(opened, entry)
    if given == dict(before.properties):
        correct_details(opened, [incident.record_id])
    else:
        amend_record(actor, id=incident.record_id, version=version, properties=given)


def _told_by(entry: Entry) -> str:
    return "\n".join(filter(None, map(_line, entry.told_by)))


def _line(text: str) -> str:
    return " ".join(text.split())


def _box(here: tuple[float, float]) -> tuple[tuple[float, float], tuple[float, float]]:
    north = MOST_KM / _KM_OF_DEGREE
    east = north / max(cos(radians(here[0])), 0.01)
    return (here[0] - north, here[0] + north), (here[1] - east, here[1] + east)


def _km(here: tuple[float, float], row: Incident) -> float:
    south, west = radians(here[0]), radians(here[1])
    north, east = radians(float(row.latitude or 0)), radians(float(row.longitude or 0))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


def columns_of(given: Mapping[str, str | None] | Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """Columns of our own table from a form's or a request's fields."""
    return {name: str(value).strip() if value is not None else "" for name, value in dict(given).items()}
