from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.check.evidence import Known, birth_span, score_with, weigh
from minassa.check.types import Finding, Question, Span

YEAR_1976 = Span(date(1976, 1, 1), date(1976, 12, 31))
DAY_1976 = Span(date(1976, 8, 14), date(1976, 8, 14))


@pytest.mark.parametrize(
    ("written", "span"),
    [
        ("1976", YEAR_1976),
        ("1976-02", Span(date(1976, 2, 1), date(1976, 2, 29))),
        ("1976-12", Span(date(1976, 12, 1), date(1976, 12, 31))),
        ("1976-08-14", DAY_1976),
        ("", None),
    ],
)
def test_a_birth_date_covers_the_days_it_leaves_open(written: str, span: Span | None) -> None:
    assert birth_span(written) == span


@pytest.mark.parametrize(
    "written", ["14/08/1976", "1976-13", "1976-02-30", "76", "1976-08-14-01", "unknown", "١٩٧٦-٢٠"]
)
def test_what_is_no_date_is_refused_with_what_to_write(written: str) -> None:
    with pytest.raises(Invalid) as raised:
        birth_span(written)
    assert "1976-08" in raised.value.next_step


@pytest.mark.parametrize(
    ("asked", "held", "code"),
    [
        ("1976-08-14", (DAY_1976,), "same-birth-day"),
        ("1976", (DAY_1976,), "birth-fits"),
        ("1976-08-14", (YEAR_1976,), "birth-fits"),
        ("1978-01-01", (DAY_1976,), "birth-near"),
        ("1990", (DAY_1976, YEAR_1976), "birth-differs"),
        ("1990", (DAY_1976, Span(date(1989, 1, 1), date(1991, 1, 1))), "birth-fits"),
    ],
)
def test_the_nearest_of_several_births_speaks(asked: str, held: tuple[Span, ...], code: str) -> None:
    findings = weigh(Question("n", birth_date=asked), Known(births=held))
    assert [finding.code for finding in findings] == [code]


def test_what_one_side_does_not_state_says_nothing() -> None:
    assert weigh(Question("n", birth_date="1976", country="ML", identifier="X1"), Known()) == ()
    assert weigh(Question("n"), Known((DAY_1976,), frozenset({"ml"}))) == ()


def test_the_same_number_makes_the_hit_certain_whatever_the_rest() -> None:
    known = Known((DAY_1976,), frozenset({"ml"}), same_number="X1")
    findings = weigh(Question("n", birth_date="1999", country="ne", identifier="x 1"), known)
    assert [finding.code for finding in findings] == ["same-number", "birth-differs", "other-country"]
    assert score_with(0.2, findings) == 1.0


@given(st.floats(0, 1), st.lists(st.sampled_from([0.06, 0.03, -0.2, -0.05, 0.02]), max_size=3))
def test_evidence_moves_a_score_within_its_bounds_and_never_creates_a_hit(score: float, effects: list[float]) -> None:
    findings = [Finding("birth-fits", "", "", effect) for effect in effects]
    moved = score_with(score, findings)
    assert 0 <= moved < 1
    assert abs(moved - min(score, 0.999)) <= abs(sum(effects)) * score + 0.001
    assert score_with(0.0, findings) == 0.0
