"""What travels of an incident with its released record: when and where, as precise as it is known, and what its reports say.

Only reports under the record's own label go: what is kept closer stays. Reports of a source whose terms forbid passing its data on stay too,
and so does whom the agency had it from. Nothing of what arrives is believed to be in order: it is checked like a row of a file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from minassa.base import Invalid, now
from minassa.base.countries import country_code
from minassa.records import Detail
from minassa.threats import faults
from minassa.threats.laying import noon
from minassa.threats.models import Incident, Report, ReportActor
from minassa.threats.numbers import number_of
from minassa.threats.placing import place
from minassa.threats.reporting import DETAILS, add_reports
from minassa.threats.sources import PLACE_PRECISIONS, SOURCES, SourceReport, cells, own
from minassa.threats.sources.cells import CellError
from minassa.threats.types import ENTERED

MOST_REPORTS: Final = 100
MOST_ACTORS: Final = 50
KEPT_BACK: Final = frozenset({"acled"})
"""Sources whose terms of use forbid passing their data on."""
_DEATHS: Final = {"low": "deaths_low", "best": "deaths_best", "high": "deaths_high"}
_MAY_LACK: Final = frozenset({"place", "country", "latitude", "longitude", "actors", "deaths", "text"})
_FIELDS: Final = frozenset(DETAILS)
_REPORT_FIELDS: Final = frozenset({*DETAILS, "source", "source_id", "actors", "deaths", "text"})


def leaving(record: UUID) -> Mapping[str, Any] | None:
    """The incident of a record in plain JSON, without what is not known: STIX has neither null nor empty lists."""
    row = Incident.objects.filter(record_id=record).first()
    if row is None:
        return None
    reports = [_report(one) for one in _going(row)]
    return {**_details(row), **({"reports": reports} if reports else {})}


def _going(row: Incident) -> Iterable[Report]:
    found = Report.objects.filter(incident_id=row.id, label_id=row.label_id).exclude(source__in=KEPT_BACK)
    return found.order_by("received", "id")[:MOST_REPORTS]


def _details(row: Incident | Report) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in DETAILS}
    return {name: str(value) for name, value in found.items() if value not in {None, ""}}


def _report(row: Report) -> dict[str, Any]:
    counts = {word: getattr(row, name) for word, name in _DEATHS.items()}
    more: dict[str, Any] = {
        "actors": [one for one in row.actors.split("\n") if one],
        "deaths": {word: count for word, count in counts.items() if count is not None},
        "text": row.text,
    }
    known = {name: value for name, value in more.items() if value}
    return {**_details(row), "source": row.source, "source_id": row.source_id, **known}


def arriving(record: UUID, label_id: int, content: Mapping[str, Any] | None) -> None:
    """Keep what came with a record of another agency, in the place of what came before. Raises Invalid."""
    read = None if content is None else _read(content)
    forget(record)
    row = Incident.objects.filter(record_id=record).first()
    if read is None:
        if row is not None:
            row.delete()
        return
    told, reports = read
    row = row or Incident(id=record, record_id=record, number=number_of(record))
    for name in DETAILS:
        setattr(row, name, getattr(told, name))
    row.label_id, row.at, row.modified = label_id, noon(told.start), now()
    place([row])
    row.save()
    for one in reports:
        add_reports([one], label_id, incident=row.id)


def follow(record: UUID, label_id: int) -> None:
    """Reports under the record's old label follow it to the new one, but for those that may not be passed on."""
    row = Incident.objects.filter(record_id=record).first()
    if row is None or row.label_id == label_id:
        return
    going = list(
        Report.objects.filter(incident_id=row.id, label_id=row.label_id)
        .exclude(source__in=KEPT_BACK)
        .values_list("id", flat=True)
    )
    Report.objects.filter(id__in=going).update(label_id=label_id)
    ReportActor.objects.filter(report_id__in=going).update(label_id=label_id)


def forget(record: UUID) -> None:
    """Take away what is told of a record's incident."""
    Report.objects.filter(incident__record_id=record).delete()


DETAIL: Final = Detail(leaving=leaving, arriving=arriving, follow=follow, forget=forget)


def _read(content: Mapping[str, Any]) -> tuple[SourceReport, list[SourceReport]]:
    reports = content.get("reports", [])
    if not isinstance(reports, list) or len(reports) > MOST_REPORTS:
        raise _foreign("reports")
    own_part = {name: value for name, value in content.items() if name != "reports"}
    if not own_part.keys() <= _FIELDS:
        raise _foreign("fields")
    told = _checked({**own_part, "source": ENTERED, "source_id": "-"})
    return told, [_checked(one) for one in reports]


def _checked(one: object) -> SourceReport:
    """A report as it was sent, checked as a row of our own table is."""
    if not isinstance(one, Mapping) or not _REPORT_FIELDS - _MAY_LACK <= one.keys() <= _REPORT_FIELDS:
        raise _foreign("report")
    actors, deaths = one.get("actors", []), one.get("deaths", {})
    if not isinstance(actors, list) or len(actors) > MOST_ACTORS or not all(isinstance(each, str) for each in actors):
        raise _foreign("actors")
    if not isinstance(deaths, Mapping) or not deaths.keys() <= _DEATHS.keys():
        raise _foreign("deaths")
    texts = {name: _text(one.get(name, ""), name) for name in (*DETAILS, "source", "source_id", "text")}
    if texts["source"] not in {*SOURCES, ENTERED} or texts["place_precision"] not in PLACE_PRECISIONS:
        raise _foreign("source")
    row = {
        **texts,
        "id": texts["source_id"],
        "date": texts["start"],
        "date_end": texts["end"],
        **{name: str(deaths.get(word, "")) for word, name in _DEATHS.items()},
    }
    try:
        told = own.report(row, 0, country_code)
        kept = cells.known(*(" ".join(each.split()) for each in actors))
        return replace(
            told,
            source=texts["source"],
            type=cells.short(texts["type"], "type"),
            actors=kept,
            place_precision=next(each for each in PLACE_PRECISIONS if each == texts["place_precision"]),
        )
    except CellError as error:
        raise _foreign(error.column) from error


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise _foreign(name)
    return value


def _foreign(part: str) -> Invalid:
    return Invalid(faults.FOREIGN_DETAIL, part=part)
