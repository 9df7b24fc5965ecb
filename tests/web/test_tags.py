"""Template tags: marks, references, days."""

from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from django.utils import translation

from minassa.base import LANGUAGES, held_at
from minassa.web.templatetags import minassa as tags

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def test_hidden_direction_signs_are_shown() -> None:
    """S28."""
    shown = tags.ident("AB\u202e12<b>")
    assert "\u202e" not in shown
    assert shown == '<bdi dir="ltr">AB⟦U+202E⟧12&lt;b&gt;</bdi>'


def test_marks_wear_the_colours_of_the_standard() -> None:
    assert 'class="mark mark-tlp mark-amber"' in tags.mark("TLP:AMBER+STRICT")
    assert 'class="mark mark-exercise"' in tags.mark("EXERCISE")
    assert "&lt;script&gt;" in tags.mark("<script>")


@pytest.mark.parametrize(
    ("language", "words"), [("en", "2 years ago"), ("ar", "منذ سنتين"), ("fr", "il y a 2 ans"), ("pt", "há 2 anos")]
)
def test_ages_in_each_language(language: str, words: str) -> None:
    with held_at(NOON), translation.override(language):
        assert tags.age(date(2024, 11, 1)) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_short_days_read_the_same_everywhere(language: str) -> None:
    with translation.override(language):
        assert ">2026-11-23</time>" in tags.day(NOON.date())


def test_arabic_days_use_western_digits_and_no_comma() -> None:
    with translation.override("ar"):
        assert ">23 نوفمبر 2026</time>" in tags.long_day(NOON)


def test_links_keep_the_other_filters() -> None:
    context = {"request": RequestFactory().get("/records/", {"schema": "Person", "before": "x"})}
    assert tags.query(context, before=None) == "?schema=Person"  # type: ignore[arg-type] # a dict serves as context
    assert tags.query(context, before="y") == "?schema=Person&before=y"  # type: ignore[arg-type] # a dict serves as context
