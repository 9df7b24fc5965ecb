from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.exchange.taxii.cursors import Cursor, cursor_from
from minassa.exchange.taxii.moments import microseconds, read, version_key, written

MOMENTS = st.integers(0, 13_000_000_000_000_000).map(
    lambda micros: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)


@given(MOMENTS)
def test_a_moment_is_read_as_it_was_written(moment: datetime) -> None:
    assert read(written(microseconds(moment))) == microseconds(moment)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000Z"),
        ("2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00.000000Z"),
        ("2026-01-01t00:00:00.1234569z", "2026-01-01T00:00:00.123456Z"),
    ],
)
def test_every_way_to_write_a_moment_is_read(text: str, same: str) -> None:
    assert written(read(text)) == same


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "٢٠٢٦-01-01T00:00:00Z"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


DIGITS = st.text("0123456789", max_size=12)


@given(MOMENTS, DIGITS, MOMENTS, DIGITS)
def test_versions_are_in_the_order_of_time_whatever_their_digits(
    one: datetime, digits: str, other: datetime, others: str
) -> None:
    def stamp(moment: datetime, fraction: str) -> str:
        return f"{moment:%Y-%m-%dT%H:%M:%S}{'.' + fraction if fraction else ''}Z"

    def place(moment: datetime, fraction: str) -> tuple[int, int]:
        return microseconds(moment.replace(microsecond=0)), int((fraction or "0").ljust(12, "0"))

    keys = version_key(stamp(one, digits)), version_key(stamp(other, others))
    places = place(one, digits), place(other, others)
    assert (keys[0] < keys[1], keys[0] == keys[1]) == (places[0] < places[1], places[0] == places[1])
    assert version_key(keys[0] + "Z") == keys[0]


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_a_cursor_comes_back_as_it_went(after: int, until: int) -> None:
    assert cursor_from(Cursor(after, until).text()) == Cursor(after, until)


@given(st.text(max_size=40))
def test_what_is_no_cursor_of_ours_is_refused(text: str) -> None:
    try:
        found = cursor_from(text)
    except ValueError:
        return
    assert found.text() == text.rstrip("=")
