"""The workbook of a report: out and in without a difference, whole or not at all."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from minassa import programmes
from minassa.base import Conflict, Invalid, NotFound
from minassa.base.clock import held_at
from minassa.programmes import Cell, Evidence, Reported, ValueGiven
from minassa.programmes.reporting.sheets import _number, _put
from tests.programmes.scene import House, Made, running
from tests.programmes.test_reporting import IN_TIME, first_period, said

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def summer() -> Iterator[None]:
    with held_at(IN_TIME):
        yield


@pytest.fixture
def made(mali: House) -> Made:
    return running(mali)


@pytest.fixture
def period(mali: House, made: Made) -> UUID:
    return first_period(mali, made)


def cells_of(file: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(file))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def changed(file: bytes, *changes: tuple[str, str, Any]) -> bytes:
    book = load_workbook(io.BytesIO(file))
    for sheet, place, value in changes:
        book[sheet][place].value = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def full(made: Made) -> Reported:
    parts = (Cell("f", "", "", None, D(30), D(60)), Cell("m", "", "", None, D(14), D(40)), Cell("", "", "Mopti"))
    return Reported(
        (
            ValueGiven(made.trust, None, D(44), D(100), date(2025, 6, 30), Evidence.DOCUMENTED, "=1+1", parts),
            ValueGiven(made.teachers, D("60.000000001"), measured_on=date(2025, 5, 1), source="@استطلاع"),
        ),
        "EXERCISE done\nin two lines",
        "-EXERCISE failed",
        "",
    )


def test_out_and_in_again_makes_no_difference(mali: House, made: Made, period: UUID) -> None:
    programmes.keep_report(mali.officer, period=period, reported=full(made))
    before = programmes.read_report_of(mali.officer, period=period).reported
    file = programmes.export_sheet(mali.officer, period=period)
    programmes.keep_report(mali.officer, period=period, reported=said(made))
    brought = programmes.import_sheet(mali.officer, period=period, file=file)
    assert brought.is_kept
    assert programmes.read_report_of(mali.officer, period=period).reported == before
    assert cells_of(programmes.export_sheet(mali.officer, period=period)) == cells_of(file)


def test_a_blank_workbook_comes_back_blank(mali: House, made: Made, period: UUID) -> None:
    file = programmes.export_sheet(mali.officer, period=period)
    assert programmes.import_sheet(mali.officer, period=period, file=file).is_kept
    found = programmes.read_report_of(mali.officer, period=period).reported
    assert all(one.is_blank and one.measured_on is None for one in found.values)
    assert (found.done, found.failed, found.following) == ("", "", "")


def test_no_text_is_a_formula(mali: House, made: Made, period: UUID) -> None:
    programmes.keep_report(mali.officer, period=period, reported=full(made))
    book = load_workbook(io.BytesIO(programmes.export_sheet(mali.officer, period=period)))
    texts = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert [cell.value for cell in texts if cell.data_type == "f"] == []
    assert all(cell.quotePrefix for cell in texts)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("Values", "G2", "forty"), "number"),
        (("Values", "H2", 3), "numerator"),
        (("Values", "I2", "2024-01-01"), "day"),
        (("Values", "J2", "verified"), "verified"),
        (("Values", "G2", "=40+4"), "number"),
        (("Values", "A3", "nobody"), "number"),
        (("Values", "A3", "01890000-0000-7000-8000-000000000000"), "part"),
        (("Parts", "F2", 31), "whole"),
        (("Words", "A2", "other"), "workbook"),
    ],
)
def test_half_an_import_is_no_import(
    mali: House, made: Made, period: UUID, change: tuple[str, str, Any], what: str
) -> None:
    programmes.keep_report(mali.officer, period=period, reported=full(made))
    file = programmes.export_sheet(mali.officer, period=period)
    programmes.keep_report(mali.officer, period=period, reported=said(made))
    before = programmes.read_report_of(mali.officer, period=period)
    brought = programmes.import_sheet(mali.officer, period=period, file=changed(file, change))
    assert not brought.is_kept
    assert what in brought.faults[0].what.lower()
    assert programmes.read_report_of(mali.officer, period=period) == before
    told = cells_of(programmes.faulty_rows(brought))
    assert len(next(iter(told.values()))) == 1 + len(brought.faults)


def test_the_workbook_of_another_period_or_agency_is_refused(
    mali: House, niger: House, made: Made, period: UUID
) -> None:
    file = programmes.export_sheet(mali.officer, period=period)
    second = programmes.read_programme(mali.officer, id=made.id).periods[1].id
    with pytest.raises(Invalid):
        programmes.import_sheet(mali.officer, period=second, file=file)
    for act in (
        lambda: programmes.export_sheet(niger.chief, period=period),
        lambda: programmes.import_sheet(niger.chief, period=period, file=file),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_report_that_is_out_is_not_written_over(mali: House, made: Made, period: UUID) -> None:
    file = programmes.export_sheet(mali.officer, period=period)
    programmes.keep_report(mali.officer, period=period, reported=said(made))
    programmes.submit_report(mali.officer, period=period)
    with pytest.raises(Conflict):
        programmes.import_sheet(mali.officer, period=period, file=file)


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    return made.getvalue()


def with_entities(file: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.infolist():
            data = old.read(one)
            if one.filename.endswith("sheet1.xml"):
                data = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + data
            new.writestr(one.filename, data)
    return made.getvalue()


def test_hostile_files_are_refused_before_they_are_opened(mali: House, made: Made, period: UUID) -> None:
    book = io.BytesIO()
    Workbook().save(book)
    good = programmes.export_sheet(mali.officer, period=period)
    for file in (b"", b"PK", bomb(), with_entities(good), book.getvalue(), good[: len(good) // 2]):
        with pytest.raises(Invalid):
            programmes.import_sheet(mali.officer, period=period, file=file)
    assert programmes.read_report_of(mali.officer, period=period).id is None


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.decimals(min_value=-999_999_999, max_value=999_999_999, places=6))
def test_every_number_of_fifteen_digits_goes_through_a_sheet_unchanged(number: Decimal) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    _put(sheet["A1"], number)
    made = io.BytesIO()
    book.save(made)
    assert _number(load_workbook(io.BytesIO(made.getvalue())).worksheets[0]["A1"].value) == number
