"""FollowTheMoney JSON lines: out and in again without loss; bad lines are refused with their reason."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.records.ftm import read_ftm, write_ftm
from minassa.records.items import Item, checked
from minassa.records.vocabulary import schemata

EXAMPLES = [Item(f"x-{name}", name, one.example) for name, one in schemata().items() if not one.abstract]


@pytest.mark.parametrize("item", EXAMPLES, ids=lambda item: item.schema)
def test_every_schema_comes_back_as_it_went(item: Item) -> None:
    (row,) = read_ftm([write_ftm(item)])
    assert row.item == checked(item)


def test_the_publishers_own_fields_come_back() -> None:
    line = b'{"id":"NK-1","schema":"Person","properties":{"name":["A"]},"datasets":["d"],"first_seen":"2026-01-01"}\n'
    (row,) = read_ftm([line])
    assert row.item is not None
    assert write_ftm(row.item) == line


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "records.bad-json"),
        (b"[1]", "records.bad-json"),
        (b"\xff\xfe{", "records.bad-json"),
        (b'{"schema":"Person","properties":{}}', "records.bad-entity"),
        (b'{"id":"1","schema":"Person"}', "records.bad-entity"),
        (b'{"id":"1","schema":"Person","properties":{"name":[{"id":"2"}]}}', "records.not-text"),
        (b'{"id":"1","schema":"Wizard","properties":{"name":["A"]}}', "records.unknown-schema"),
        (b'{"id":"1","schema":"Person","properties":{"wand":["A"],"name":["A"]}}', "records.not-valid"),
        (b'{"id":"1","schema":"Person","properties":{"name":["A\\u0000"]}}', "records.not-valid"),
        (b'{"id":"1","schema":"Person","properties":{"name":["A\\ud800"]}}', "records.bad-json"),
        (b"[" * 100_000, "records.bad-json"),
        (b'{"id":"' + b"x" * 4_000_001, "records.line-too-long"),
    ],
)
def test_a_bad_line_is_refused_and_the_next_is_read(line: bytes, code: str) -> None:
    good = b'{"id":"2","schema":"Person","properties":{"name":["B"]}}'
    refused, kept = read_ftm([line, b"", good])
    assert refused.fault is not None
    assert refused.fault.code == code
    assert refused.number == 1
    assert kept.number == 3
    assert kept.item is not None


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1), min_size=1, max_size=5))
def test_any_printable_text_survives(values: list[str]) -> None:
    item = Item("x-1", "Person", {"name": ("A",), "description": tuple(values)})
    (row,) = read_ftm([write_ftm(item)])
    kept = tuple(dict.fromkeys(value for value in values if value.strip()))
    assert row.item is not None
    assert row.item.properties.get("description", ()) == kept
    assert json.loads(write_ftm(row.item))["properties"].get("description", []) == list(kept)
