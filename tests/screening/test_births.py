import pytest

from minassa.screening.births import read_between, read_birth, read_day


@pytest.mark.parametrize(
    ("raw", "precision", "first", "last"),
    [
        ("1978-04-28", "exact", "1978-04-28", "1978-04-28"),
        ("05 May 1959", "exact", "1959-05-05", "1959-05-05"),
        ("11/02/1968", "exact", "1968-02-11", "1968-02-11"),
        ("Nov. 1973", "month", "1973-11-01", "1973-11-30"),
        ("02/1976", "month", "1976-02-01", "1976-02-29"),
        ("1971", "year", "1971-01-01", "1971-12-31"),
        ("circa 1943", "approximate", "1941-01-01", "1945-12-31"),
        ("1955 to 1958", "between", "1955-01-01", "1958-12-31"),
        ("between 01 Jan 1955 and 03 Feb 1956", "between", "1955-01-01", "1956-02-03"),
        ("30-35 years old", "unknown", "", ""),
        ("24/06/1402 (Hijri Calendar)", "unknown", "", ""),
        ("31/02/1980", "unknown", "", ""),
        ("13/13/1980", "unknown", "", ""),
        ("0000", "unknown", "", ""),
    ],
)
def test_dates_of_birth_are_read_as_publishers_write_them(raw: str, precision: str, first: str, last: str) -> None:
    birth = read_birth(raw)
    assert (birth.raw, birth.precision.value, birth.first, birth.last) == (raw, precision, first, last)


def test_a_year_is_approximate_when_the_list_says_so_elsewhere() -> None:
    assert read_birth("1966", approximate=True).last == "1968-12-31"


def test_a_span_that_ends_before_it_begins_is_unknown() -> None:
    assert read_between("1980", "1970").precision.value == "unknown"


def test_single_days() -> None:
    assert read_day("2026-02-27T00:00:09.554Z") == "2026-02-27"
    assert read_day("13/04/2018") == "2018-04-13"
    assert read_day("April 2018") == ""
