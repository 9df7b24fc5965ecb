"""Grades: kept raw, converted only by table, and "cannot be judged" is never a judgement."""

from itertools import product

import pytest

from minassa.base import Invalid
from minassa.records.grading import SCHEMES, Grading, Scheme, to_admiralty

EVERY = [
    Grading(scheme, source, information)
    for scheme, words in SCHEMES.items()
    for source, information in product(words.source, words.information)
]


@pytest.mark.parametrize("grading", EVERY, ids=lambda one: f"{one.scheme}-{one.raw}")
def test_every_grade_converts_and_keeps_its_original(grading: Grading) -> None:
    converted = to_admiralty(grading)
    assert converted.original == grading
    assert converted.lossy == (grading.scheme is not Scheme.ADMIRALTY)
    words = SCHEMES[grading.scheme]
    assert (converted.grading.source == "F") == (grading.source in words.unjudged_source)
    assert (converted.grading.information == "6") == (grading.information in words.unjudged_information)


@pytest.mark.parametrize(
    ("scheme", "source", "information", "third"),
    [
        (Scheme.ADMIRALTY, "X", "1", ""),
        (Scheme.ADMIRALTY, "A", "7", ""),
        (Scheme.FOUR_BY_FOUR, "A", "5", ""),
        (Scheme.THREE_BY_FIVE, "1", "A", "Z"),
    ],
)
def test_grades_of_another_scheme_are_refused(scheme: Scheme, source: str, information: str, third: str) -> None:
    with pytest.raises(Invalid) as caught:
        Grading(scheme, source, information, third)
    assert caught.value.code == "records.bad-grading"


def test_a_grade_is_written_as_its_scheme_writes_it() -> None:
    assert Grading(Scheme.FIVE_BY_FIVE, "E", "4", "1").raw == "E41"
    assert Grading(Scheme.FIVE_BY_FIVE, "E", "1").unjudged
    assert not Grading(Scheme.ADMIRALTY, "B", "2").unjudged
