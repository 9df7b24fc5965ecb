"""Readers of sources: real files where they are here, and rows that must come back with what is wrong."""

import csv
import gzip
import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from minassa.base.countries import country_code
from minassa.threats.sources import PROBLEMS, BadRow, SourceError, SourceReport, read
from tests.data import shared_data

OWN = ("id", "date", "date_end", "country", "latitude", "longitude", "place_precision", "actors", "deaths_best")
GOOD = ("EX-1", "2026-03-02", "", "Niger", "13.51", "2.1", "exact", "EXERCISE Front; Unknown", "0")


def rows_of(source: str, content: bytes) -> list[SourceReport | BadRow]:
    return list(read(source, io.BytesIO(content), country_code=country_code))


def table(head: tuple[str, ...], *rows: tuple[str, ...]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows((head, *rows))
    return written.getvalue().encode()


def own(**changed: str) -> tuple[str, ...]:
    return tuple(changed.get(name, value) for name, value in zip(OWN, GOOD, strict=True))


def test_the_african_extract_is_read_whole_and_says_exact_or_near() -> None:
    path = shared_data("incidents/ucdp_ged211_africa_1989-2020_prec12.csv.gz")
    with gzip.open(path) as file:
        found = list(read("ucdp-ged", file, country_code=country_code))
    reports = [one for one in found if isinstance(one, SourceReport)]
    assert len(reports) == len(found) == 36_546
    assert {one.place_precision for one in reports} == {"exact_or_near"}
    assert {one.kind for one in reports} == {"state_conflict", "group_conflict", "against_civilians"}
    assert (reports[0].latitude, reports[0].country) == (Decimal("34.849686"), "dz")


def test_the_official_form_keeps_its_precisions() -> None:
    found = rows_of("ucdp-ged", shared_data("incidents/ucdp_ged231_sample1000_49cols.csv").read_bytes())
    reports = {one.source_id: one for one in found if isinstance(one, SourceReport)}
    assert len(reports) == 1_000
    told = reports["212545"]
    assert (told.place_precision, told.date_precision) == ("region", "days")
    assert (told.start, told.end) == (date(2015, 4, 19), date(2015, 4, 20))
    assert {one.place_precision for one in reports.values()} >= {"exact", "near", "district", "line", "country", "sea"}


def test_our_own_table_keeps_digits_and_leaves_out_unknown_actors() -> None:
    (found,) = rows_of("own", table(OWN, GOOD))
    assert isinstance(found, SourceReport)
    assert (str(found.latitude), found.actors, found.deaths.best) == ("13.51", ("EXERCISE Front",), 0)
    assert (found.row, found.end, found.deaths.low) == (2, date(2026, 3, 2), None)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": ""}, "no_id"),
        ({"date": "2026-02-30"}, "bad_date"),
        ({"date": "0026-03-02"}, "bad_date"),
        ({"date_end": "2026-03-01"}, "end_before_start"),
        ({"latitude": "north"}, "bad_latitude"),
        ({"latitude": "NaN"}, "bad_latitude"),
        ({"latitude": "91", "longitude": "91"}, "bad_latitude"),
        ({"longitude": "200"}, "bad_longitude"),
        ({"latitude": "2.1", "longitude": "13.51"}, "swapped"),
        ({"latitude": "120.4", "longitude": "13.51"}, "swapped"),
        ({"deaths_best": "-3"}, "negative_deaths"),
        ({"deaths_best": "2.5"}, "bad_deaths"),
        ({"deaths_best": "some"}, "bad_deaths"),
        ({"place_precision": "roughly"}, "bad_precision"),
        ({"country": "Nowhere"}, "bad_country"),
        ({"id": "x" * 101}, "too_long"),
    ],
)
def test_a_bad_row_says_what_is_wrong_and_the_next_is_read(changed: dict[str, str], problem: str) -> None:
    bad, good = rows_of("own", table(OWN, own(**changed), own(id="EX-2")))
    assert isinstance(bad, BadRow)
    assert (bad.problem, bad.row) == (problem, 2)
    assert all(PROBLEMS[bad.problem])
    assert isinstance(good, SourceReport)


def test_a_row_of_another_width_and_one_that_comes_twice_are_told() -> None:
    short, _good, twice = rows_of("own", table(OWN, GOOD[:-1], GOOD, GOOD))
    assert isinstance(short, BadRow)
    assert isinstance(twice, BadRow)
    assert (short.problem, twice.problem, twice.row) == ("unreadable", "id_twice", 4)


ACLED = (
    "EVENT_ID_CNTY;EVENT_DATE;TIME_PRECISION;EVENT_TYPE;SUB_EVENT_TYPE;ACTOR1;ACTOR2;COUNTRY;LOCATION;LATITUDE;LONGITUDE;"
    "GEO_PRECISION;NOTES;FATALITIES"
)


def test_acled_in_capitals_with_semicolons() -> None:
    row = "EX9;16 May 2025;2;Battles;Armed clash;Military Forces of EXERCISE;Unidentified Armed Group;Mali;EXERCISE;14.5;-4.2;2;;3"
    (found,) = rows_of("acled", f"{ACLED}\n{row}\n".encode())
    assert isinstance(found, SourceReport)
    assert (found.start, found.end, found.date_precision) == (date(2025, 5, 16), date(2025, 5, 22), "week")
    assert (found.kind, found.actors) == ("state_conflict", ("Military Forces of EXERCISE",))
    assert (found.deaths.low, found.deaths.best) == (None, 3)


def workbook(*rows: tuple[int | float | str | None, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(out)
    return out.getvalue()


GTD = (
    "eventid",
    "iyear",
    "imonth",
    "iday",
    "extended",
    "resolution",
    "country_txt",
    "city",
    "latitude",
    "longitude",
    "specificity",
    "attacktype1_txt",
    "gname",
    "nkill",
)


def test_gtd_with_a_day_and_a_place_that_are_not_known() -> None:
    rows = (
        (201903020001, 2019, 3, 0, 0, None, "Ivory Coast", "EXERCISE", 9.5, -3.4, 1, "Armed Assault", "Unknown", 2.5),
        (201900000002, 2019, 0, 0, 0, None, "Egypt", None, None, None, 5, "Bombing/Explosion", "EXERCISE Group", None),
    )
    first, second = rows_of("gtd", workbook(GTD, *rows))
    assert isinstance(first, SourceReport)
    assert isinstance(second, SourceReport)
    assert (first.date_precision, first.end, first.deaths.best) == ("month", date(2019, 3, 31), 3)
    assert (second.date_precision, second.place_precision, second.deaths.best) == ("year", "unknown", None)
    assert (first.source_id, first.actors, second.actors) == ("201903020001", (), ("EXERCISE Group",))


@pytest.mark.parametrize("source", ["ucdp-ged", "acled", "gtd", "own"])
@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04 no archive"])
def test_a_file_of_something_else_is_refused_as_a_whole(source: str, content: bytes) -> None:
    with pytest.raises(SourceError):
        rows_of(source, content)
