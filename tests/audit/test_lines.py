"""What may stand in a line (S22): no free text, no names, nothing that breaks a viewer; canonical bytes; UTC."""

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.audit import Line
from minassa.audit.leaves import columns_of, escaped, leaf_bytes

ACTOR = "user:0190b3d5-6c00-7000-8000-000000000001"


def test_s22_line_breaks_and_bidi_controls_are_escaped() -> None:
    assert escaped("12/2026\r\nuser.login done") == "12/2026\\u000d\\u000auser.login done"
    assert escaped("a\u202eb\u2066c\u200fd\x00") == "a\\u202eb\\u2066c\\u200fd\\u0000"
    assert escaped("القضية ١٢") == "القضية ١٢"


@given(st.text(max_size=300))
def test_s22_no_text_breaks_a_line_and_escapes_are_unambiguous(text: str) -> None:
    shown = escaped(text)
    assert len(shown.splitlines()) <= 1
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    shown.encode()
    if shown != text[:200]:
        assert "\\" in shown


@pytest.mark.parametrize(
    "details",
    [
        {"name": "Abu Example al-Invented"},
        {"note": "two words"},
        {"name": "محمد"},
        {"x": "line\nbreak"},
        {"x": "a" * 129},
        {"Bad key": "x"},
        {"n": 1 << 60},
    ],
)
def test_s22_names_and_free_text_have_no_place_in_details(details: dict[str, str | int]) -> None:
    with pytest.raises(ValueError):
        Line("record.read", "done", ACTOR, details=details)


def test_details_are_flat() -> None:
    with pytest.raises(TypeError):
        Line("record.read", "done", ACTOR, details={"x": ["a"]})  # type: ignore[dict-item]  # the mistake under test


@pytest.mark.parametrize(
    ("action", "outcome", "actor"),
    [("read", "done", ACTOR), ("record.read", "perhaps", ACTOR), ("record.read", "done", "Ahmed"), ("a.b", "done", "")],
)
def test_a_line_needs_an_action_an_outcome_and_an_actor(action: str, outcome: str, actor: str) -> None:
    with pytest.raises(ValueError):
        Line(action, outcome, actor)  # type: ignore[arg-type]  # the mistake under test


def test_s22_moments_are_kept_in_utc() -> None:
    at = datetime(2026, 11, 23, 19, 0, tzinfo=timezone(timedelta(hours=3)))
    columns = columns_of(Line("record.read", "done", ACTOR, at=at))
    assert columns["at"] == datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert json.loads(leaf_bytes(columns))["at"] == "2026-11-23T16:00:00.000000Z"
    with pytest.raises(ValueError):
        Line("record.read", "done", ACTOR, at=at.replace(tzinfo=None))


def test_a_leaf_is_one_canonical_json_object_of_every_column() -> None:
    columns = columns_of(Line("record.read", "done", ACTOR, owner=uuid4(), case="A-1", details={"b": 1, "a": "x"}))
    leaf = leaf_bytes(columns)
    assert list(json.loads(leaf)) == sorted(columns)
    assert b'"details":{"a":"x","b":1}' in leaf
    for column, value in columns.items():
        assert leaf_bytes(columns | {column: another(column, value)}) != leaf, f"{column} is not part of the leaf"


def another(column: str, value: object) -> object:
    if column in {"id", "agency", "owner"}:
        return uuid4()
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    return '{"a":"y"}' if column == "details" else f"{value}x"
