"""Dates in sentences keep their order where the sentence is written to the left."""

from datetime import date

import pytest
from django.utils import translation

from minassa.base import filled


@pytest.mark.parametrize(
    "told", ["2026-01-27", "2026-01", "27/01/2026", "2026-01-27 10:30", "2026-01-27T10:30:00+00:00", date(2026, 1, 27)]
)
def test_a_date_is_isolated_in_arabic_and_left_alone_elsewhere(told: object) -> None:
    with translation.override("ar"):
        assert filled("حتى %(day)s", {"day": told}) == f"حتى \u2066{told}\u2069"
    with translation.override("fr"):
        assert filled("jusqu’au %(day)s", {"day": told}) == f"jusqu’au {told}"


def test_what_is_no_date_stays_as_it_is() -> None:
    with translation.override("ar"):
        assert filled("%(count)d %(name)s %(day)s", {"count": 3, "name": "2026", "day": ""}) == "3 2026 "
        assert filled("100 %%", {}) == "100 %"
