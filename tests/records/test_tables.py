"""Tables: columns by name or label, structure before rows, formulas disarmed, and back as they went."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.records.ftm import ReadRow
from minassa.records.items import Item
from minassa.records.tables import read_table, table_columns, write_header, write_row
from minassa.records.vocabulary import schema


def read(text: str, schema_name: str = "Person", **columns: str) -> list[ReadRow]:
    lines = io.BytesIO(text.encode())
    return list(read_table(lines, schema_name=schema_name, columns=columns))


def fault_of(text: str, schema_name: str = "Person") -> str:
    with pytest.raises(Invalid) as caught:
        read(text, schema_name)
    return caught.value.code


def test_columns_are_known_by_name_or_label_in_any_case() -> None:
    (row,) = read("NAME;Birth date;passport_number;Nationality\nعائشة ديالو|Awa Diallo;1984;EX1;ml\n")
    assert row.item is not None
    assert dict(row.item.properties) == {
        "name": ("عائشة ديالو", "Awa Diallo"),
        "birthDate": ("1984",),
        "passportNumber": ("EX1",),
        "nationality": ("ml",),
    }


def test_rows_without_a_reference_get_the_same_one_each_time() -> None:
    table = "name,birthDate\nAwa,1984\nAwa,1985\n"
    first, second = ([row.item.id for row in read(table) if row.item], [row.item.id for row in read(table) if row.item])
    assert first == second
    assert len(set(first)) == 2


def test_columns_can_be_mapped_or_passed_over() -> None:
    (row,) = read("Nom complet,Age\nAwa,41\n", **{"Nom complet": "name", "Age": ""})
    assert row.item is not None
    assert dict(row.item.properties) == {"name": ("Awa",)}


def test_a_kind_column_mixes_kinds() -> None:
    rows = read("id,schema,name\nx-1,Person,Awa\nx-2,Vehicle,Pick-up\nx-3,Wizard,M\n", schema_name="")
    assert [row.item and row.item.schema for row in rows] == ["Person", "Vehicle", None]
    assert rows[2].fault is not None
    assert rows[2].fault.code == "records.unknown-schema"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "records.no-header"),
        ("1984,ml\nAwa,1\n", "records.no-header"),
        ("name,wand\nAwa,holly\n", "records.unknown-column"),
        ("name,Name\nAwa,B\n", "records.column-twice"),
        ('name\nAwa\n"never closed\n', "records.bad-table"),
    ],
)
def test_a_wrong_structure_stops_before_any_row(text: str, code: str) -> None:
    assert fault_of(text) == code


def test_other_faults_of_structure() -> None:
    assert fault_of("name\nAwa\n", schema_name="") == "records.no-schema"
    with pytest.raises(Invalid) as caught:
        list(read_table([b"name\n", "Zo\xeb\n".encode("latin-1")], schema_name="Person"))
    assert caught.value.code == "records.bad-encoding"
    assert fault_of("name\n" + "x" * 10_000_000 + "\n") == "records.bad-table"


def test_bad_rows_are_numbered_and_the_others_kept() -> None:
    rows = read("name,birthDate\nAwa,1984\n,1985\nBintou,1986,x\n\nCira,1987\n")
    assert [(row.number, row.fault and row.fault.code) for row in rows] == [
        (2, None),
        (3, "records.not-valid"),
        (4, "records.row-length"),
        (6, None),
    ]
    assert rows[1].raw == ",1985\r\n"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM", "\tx", "＝1", "'quoted", "=HYPERLINK(1)"])
def test_no_cell_is_a_formula(cell: str) -> None:
    line = write_row(Item("x-1", "Person", {"name": (cell,)}), ("name",)).decode()
    (written,) = next(csv.reader([line]))
    assert written == "'" + cell


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text == text.strip()),
        min_size=1,
        unique=True,
    )
)
def test_a_table_comes_back_as_it_went(values: list[str]) -> None:
    columns = table_columns(schema("Person"), {"name", "description"})
    item = Item("x-1", "Person", {"name": ("=A|B\\",), "description": tuple(values)})
    rows = list(read_table(io.BytesIO(write_header(columns) + write_row(item, columns))))
    assert rows[0].fault is None or rows[0].fault.code == "records.not-valid"
    if rows[0].item is not None:
        assert dict(rows[0].item.properties) == dict(item.properties)
