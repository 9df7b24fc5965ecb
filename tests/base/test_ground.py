"""Ids, clock, canonical JSON and faults."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Fault, Invalid, canonical_json, fault_code, fault_codes, held_at, new_id, now, today

EXAMPLE = fault_code("ground.example", "The row %(row)s cannot be read.", "Correct it and import again.")


def test_ids_are_version_7_sorted_and_never_the_same_across_threads() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, "specified in RFC 4122")}
    with ThreadPoolExecutor(8) as pool:
        everywhere = list(pool.map(lambda _: new_id(), range(20_000)))
    assert len(set(everywhere)) == len(everywhere)


def test_an_id_tells_the_time_it_was_made() -> None:
    before = datetime.now(UTC)
    milliseconds = new_id().int >> 80
    assert abs(milliseconds / 1000 - before.timestamp()) < 60


def test_the_clock_is_held_and_released() -> None:
    moment = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    with held_at(moment):
        assert (now(), today()) == (moment, moment.date())
        with held_at(moment + timedelta(hours=1)):
            assert today().day == 24
        assert now() == moment
    assert now() != moment


def test_the_clock_refuses_a_time_without_zone() -> None:
    with pytest.raises(ValueError, match="aware"), held_at(datetime(2026, 1, 1)):  # noqa: DTZ001 - the naive time is the point
        pass


def test_canonical_json_is_that_of_rfc_8785_section_3_2_3() -> None:
    example = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = list(json.loads(canonical_json(example)).values())
    assert order == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53 + 1, "\ud800"])
def test_what_rfc_8785_cannot_hold_is_refused(value: float | str) -> None:
    with pytest.raises(ValueError, match="not canonical"):
        canonical_json({"value": value})


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1 - 2**53, 2**53 - 1)))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(value) == canonical_json(turned)
    assert json.loads(canonical_json(value)) == value


def test_a_fault_says_what_happened_and_what_to_do() -> None:
    fault = Invalid(EXAMPLE, row=7)
    assert (fault.status, fault.exit_code) == (422, 1)
    assert str(fault) == "The row 7 cannot be read. Correct it and import again."


def test_codes_are_registered_once_and_known() -> None:
    assert EXAMPLE in fault_codes()
    with pytest.raises(ValueError, match="twice"):
        fault_code("ground.example", "again", "never")
    with pytest.raises(KeyError):
        Fault("ground.unknown")
