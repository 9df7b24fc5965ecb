"""Honest progress: the project's vectors, our own, and what must hold whatever the numbers are."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.programmes.progress import (
    GREY,
    Direction,
    Fraction,
    Item,
    Path,
    ProgressError,
    Status,
    achieved,
    expected,
    is_stale,
    roll_up,
    shown,
    status,
    whole_of,
)
from tests.data import shared_data

FEW = settings(max_examples=50, deadline=None)
D = Decimal


def vectors(part: str) -> list[dict[str, Any]]:
    """A part of the shared vectors; numbers are read as they are written, never through binary floats."""
    read: dict[str, list[dict[str, Any]]] = json.loads(
        shared_data("platform/progress_vectors.json").read_text(), parse_float=D, parse_int=D
    )
    return read[part]


def told(share: Decimal | None, places: int) -> str | None:
    found = shown(share, places)
    return None if found is None else f"{found:f}"


def test_the_shared_vectors_of_achievement_hold_exactly() -> None:
    for one in vectors("achieved"):
        try:
            found = told(
                achieved(
                    Direction(one["direction"]), baseline=one["baseline"], target=one["target"], actual=one["actual"]
                ),
                6,
            )
        except ProgressError as error:
            found = f"error: {error}"
        assert found == one["achieved"], one


def test_the_shared_vectors_of_status_hold_exactly() -> None:
    for one in vectors("status"):
        share = None if one["achieved"] == "None" else D(one["achieved"])
        assert status(share, D(one["expected"]), stale=one["stale"]).value == one["status"], one


def test_the_shared_vectors_of_roll_ups_hold_exactly() -> None:
    for one in vectors("rollup"):
        found = roll_up(Item(weight, share) for weight, share in one["items"])
        got = {
            "score": told(found.score, 4),
            "coverage": told(found.coverage, 4),
            "low": told(found.low, 4),
            "high": told(found.high, 4),
            "publishable": found.publishable,
        }
        assert got == {name: one[name] for name in got}, one


def test_the_shared_vectors_of_what_is_expected_hold_exactly() -> None:
    for one in vectors("expected_with_milestone_day180_25pct"):
        path = Path(((int(one["baseline_day"]), D(0)), (180, D("0.25")), (int(one["target_day"]), D(1))))
        assert told(expected(path, int(one["on"])), 4) == one["expected"], one


@pytest.mark.parametrize(
    ("direction", "baseline", "target", "actual", "share"),
    [
        ("increase", "-10", "10", "0", "0.500000"),
        ("decrease", "100", "0", "0", "1.000000"),
        ("decrease", "7.5", "2.5", "8", "-0.100000"),
        ("increase", "0", "3", "1", "0.333333"),
        ("maintain", "40", "80", "100", "1.250000"),
    ],
)
def test_our_own_vectors_of_achievement(direction: str, baseline: str, target: str, actual: str, share: str) -> None:
    found = achieved(Direction(direction), baseline=D(baseline), target=D(target), actual=D(actual))
    assert told(found, 6) == share


def test_a_target_of_nothing_cannot_be_maintained() -> None:
    with pytest.raises(ProgressError):
        achieved(Direction.MAINTAIN, baseline=None, target=D(0), actual=D(1))


@pytest.mark.parametrize(
    ("share", "by_now", "word"),
    [
        ("0.45", "0.5", Status.ON_TRACK),  # a pace of exactly 0.90
        ("0.30", "0.5", Status.DELAYED),  # of exactly 0.60
        ("0.2999", "0.5", Status.OFF_TRACK),
        ("0", "0.5", Status.OFF_TRACK),
        ("1", "0", Status.ACHIEVED),
        ("-0.0001", "0", Status.REGRESSING),
        ("0.09", "0.0999", Status.TOO_EARLY),
        ("0.09", "0.1", Status.ON_TRACK),
        ("0.5", None, Status.TOO_EARLY),
    ],
)
def test_our_own_vectors_of_status(share: str, by_now: str | None, word: Status) -> None:
    assert status(D(share), None if by_now is None else D(by_now), stale=False) is word


def test_one_and_a_half_intervals_make_a_value_stale() -> None:
    assert not is_stale(0, 547, every=365)
    assert is_stale(0, 548, every=365)
    assert not is_stale(10, 0, every=90)


def test_a_whole_is_the_sum_of_its_parts_and_not_the_mean_of_percentages() -> None:
    women, men = Fraction(D(9), D(10)), Fraction(D(10), D(90))
    whole = whole_of([women, men])
    assert whole is not None
    assert whole.percent == 19
    assert whole_of([women, None]) is None
    assert whole_of([]) is None
    assert Fraction(D(0), D(0)).percent is None
    with pytest.raises(ValueError, match="negative"):
        Fraction(D(-1), D(3))


@pytest.mark.parametrize(
    "points", [((0, D(0)),), ((0, D(0)), (0, D(1))), ((0, D(0)), (9, D("0.5"))), ((0, D(1)), (9, D(1)))]
)
def test_a_path_goes_from_nothing_to_the_target_forward_in_time(points: Any) -> None:
    with pytest.raises(ValueError, match="path"):
        Path(points)


numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)
shares = st.one_of(st.none(), st.decimals(min_value=-3, max_value=3, places=3))
weights = st.decimals(min_value=D("0.1"), max_value=10, places=1)
items = st.lists(st.builds(Item, weights, shares), max_size=8)


@FEW
@given(items)
def test_what_is_not_known_is_neither_zero_nor_left_out(found: list[Item]) -> None:
    """Grey lowers the coverage and widens the bounds by its weight; it does not touch the score."""
    before, after = roll_up(found), roll_up([*found, Item(D(1), None)])
    assert after.score == before.score
    assert after.coverage < before.coverage or before.coverage == 0
    assert after.high - after.low >= before.high - before.low
    assert 0 <= after.low <= after.high <= 1
    if after.score is not None:
        assert after.low <= after.score <= after.high


@FEW
@given(
    st.lists(st.builds(Item, weights, st.decimals(min_value=-3, max_value=3, places=3)), min_size=1, max_size=8),
    st.data(),
)
def test_the_truth_lies_between_the_bounds(truth: list[Item], data: st.DataObject) -> None:
    hidden = data.draw(st.lists(st.booleans(), min_size=len(truth), max_size=len(truth)))
    seen = roll_up(Item(one.weight, None if hide else one.share) for one, hide in zip(truth, hidden, strict=True))
    whole = roll_up(truth).score
    assert whole is not None
    assert seen.low <= whole + D("1e-20")
    assert whole <= seen.high + D("1e-20")


@FEW
@given(items)
def test_only_seventy_percent_of_the_weight_make_a_number(found: list[Item]) -> None:
    rolled = roll_up(found)
    known = sum((one.weight for one in found if one.share is not None), D(0))
    whole = sum((one.weight for one in found), D(0))
    assert rolled.publishable == (bool(found) and known * 10 >= whole * 7)


@FEW
@given(numbers, numbers, numbers)
def test_rising_and_falling_are_one_formula_seen_in_a_mirror(
    baseline: Decimal, target: Decimal, actual: Decimal
) -> None:
    if baseline == target:
        return
    direction = Direction.INCREASE if target > baseline else Direction.DECREASE
    other = Direction.DECREASE if target > baseline else Direction.INCREASE
    share = achieved(direction, baseline=baseline, target=target, actual=actual)
    assert share == achieved(other, baseline=-baseline, target=-target, actual=-actual)
    assert achieved(direction, baseline=baseline, target=target, actual=target) == 1
    assert achieved(direction, baseline=baseline, target=target, actual=baseline) == 0
    with pytest.raises(ProgressError):
        achieved(other, baseline=baseline, target=target, actual=actual)


@FEW
@given(shares, st.one_of(st.none(), st.decimals(min_value=0, max_value=1, places=3)), st.booleans())
def test_grey_is_exactly_what_cannot_be_told(share: Decimal | None, by_now: Decimal | None, stale: bool) -> None:
    word = status(share, by_now, stale=stale)
    assert (word is Status.NO_DATA) == (share is None or stale)
    if word not in GREY:
        assert share is not None
