"""Machine words of the threat picture in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils import formats, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.threats import HALF_DEGREE, Cell, cell_from, node_shapes
from minassa.web import wording

# The codes are those of `minassa.threats.trends`.
TREND_LABELS: Final[Mapping[str, Promise]] = {
    "rising": gettext_lazy("Rising"),
    "falling": gettext_lazy("Falling"),
    "probably_rising": gettext_lazy("Probably rising"),
    "probably_falling": gettext_lazy("Probably falling"),
    "no_trend": gettext_lazy("No trend"),
    "too_short": gettext_lazy("Too short to say"),
}
TREND_SENTENCES: Final[Mapping[str, Promise]] = {
    "rising": gettext_lazy("Rising: chance alone would seldom show such a rise (less than one time in twenty)."),
    "falling": gettext_lazy("Falling: chance alone would seldom show such a fall (less than one time in twenty)."),
    "probably_rising": gettext_lazy("Probably rising: chance alone would show such a rise less than one time in ten."),
    "probably_falling": gettext_lazy(
        "Probably falling: chance alone would show such a fall less than one time in ten."
    ),
    "no_trend": gettext_lazy("No trend that could be told from chance."),
    "too_short": gettext_lazy("Too few months to say."),
}
MEASURES: Final[Mapping[str, Promise]] = {
    "incidents": gettext_lazy("Incidents"),
    "deaths": gettext_lazy("Deaths"),
}
SORTS: Final[Mapping[str, Promise]] = {
    "country": gettext_lazy("Countries"),
    "group": gettext_lazy("Armed groups"),
    "area": gettext_lazy("First-level areas"),
    "cell": gettext_lazy("Areas of half a degree"),
}
REGIONS: Final[Mapping[str, Promise]] = {
    "west": gettext_lazy("West Africa and the Sahel (4° to 24° N, 18° W to 24° E)"),
    "gulf": gettext_lazy("Gulf of Guinea (4° to 12° N, 9° W to 16° E)"),
    "africa": gettext_lazy("All of Africa"),
}
# The codes are those of `minassa.threats.spread`.
CELL_REASONS: Final[Mapping[str, Promise]] = {
    "here_of_late": gettext_lazy("Incidents here in the last four months: %(count)s"),
    "beside_of_late": gettext_lazy("Incidents in the cells beside it in the last four months: %(count)s"),
    "around_of_late": gettext_lazy("Incidents within two cells in the last six months: %(count)s"),
    "here_before": gettext_lazy("Incidents here in earlier years: %(count)s"),
    "quiet_for": gettext_lazy("Months without an incident here: %(count)s"),
}
METHODS: Final[Mapping[str, Promise]] = {
    "mixture": gettext_lazy("The model: own last twelve months and similar past situations"),
    "last_12_months": gettext_lazy("Baseline: the last twelve months"),
    "last_month": gettext_lazy("Baseline: the last month again"),
    "long_run": gettext_lazy("Baseline: the long run"),
}

# What is wrong with a row of figures; the codes are those of `minassa.threats.roots`.
BAD_FIGURES: Final[Mapping[str, Promise]] = {
    "area": gettext_lazy("The area is no code of ISO 3166. Write ML, MLI or ML-6."),
    "indicator": gettext_lazy("The indicator has no name, or one of more than 120 letters."),
    "year": gettext_lazy("The year is none between 1900 and 2100."),
    "value": gettext_lazy("The value is no number. Write it with a point and without spaces, such as 12.5."),
    "source": gettext_lazy("The source is missing, or longer than 250 letters. Every figure needs its source."),
    "cells": gettext_lazy("The row has not as many cells as the header."),
    "twice": gettext_lazy("Area, indicator, year and source stand in an earlier row too."),
}
# Kinds of warnings; the codes are those of `minassa.threats.warnings`.
WARNING_KINDS: Final[Mapping[str, Promise]] = {
    "rise": gettext_lazy("A rise above the season"),
    "new_cell": gettext_lazy("A new area"),
    "new_tactic": gettext_lazy("A new tactic"),
    "new_country": gettext_lazy("An armed group in a new country"),
}
WARNING_MEANINGS: Final[Mapping[str, Promise]] = {
    "rise": gettext_lazy(
        "More incidents in a month than in nine of ten months of the same season in the years before, country by country."
    ),
    "new_cell": gettext_lazy("An incident in an area of half a degree where there was none for so long."),
    "new_tactic": gettext_lazy("A kind of incident that a country, or a group, did not have for so long."),
    "new_country": gettext_lazy("An incident of an armed group in a country where it had none for so long."),
}
WARNING_STATES: Final[Mapping[str, Promise]] = {
    "new": gettext_lazy("Waiting for you"),
    "acknowledged": gettext_lazy("Noted"),
    "dismissed": gettext_lazy("Dismissed"),
}


def warned(kind: str, facts: Mapping[str, Any], groups: Mapping[str, str]) -> tuple[str, str]:
    """A warning in words: what happened where, and why that is a warning."""
    cell = cell_from(str(facts.get("cell", "")))
    parts = {
        "country": wording.country_name(str(facts.get("country", ""))) if facts.get("country") else "–",
        "group": groups.get(str(facts.get("group", "")), "–"),
        "kind": wording.INCIDENT_KINDS.get(str(facts.get("kind", "")), ""),
        "cell": cell_name(cell) if cell else "",
        "count": facts.get("count", 0),
        "high": int(float(facts.get("high") or 0)),
        "months": facts.get("months", 0),
        "month": month_in_words(int(facts["month"])) if "month" in facts else "",
    }
    return _place_of(kind, facts) % parts, _reason_of(kind) % parts


def _place_of(kind: str, facts: Mapping[str, Any]) -> str:
    has_country = bool(facts.get("country"))
    if kind == "rise":
        return _("Rise in %(month)s: %(country)s") if has_country else _("Rise in %(month)s: %(group)s")
    if kind == "new_cell":
        return _("New area: %(cell)s (%(country)s)")
    if kind == "new_tactic":
        return _("New tactic: %(kind)s, %(country)s") if has_country else _("New tactic: %(kind)s, %(group)s")
    return _("New country: %(group)s, %(country)s")


def _reason_of(kind: str) -> str:
    if kind == "rise":
        return _("Incidents: %(count)s. In nine of ten months of the same season before there were at most %(high)s.")
    return _("Incidents: %(count)s. Before them there was none for %(months)s months.")


def month_in_words(number: int) -> str:
    """A month, counted as year * 12 + month - 1, in words."""
    return formats.date_format(date(number // 12, number % 12 + 1, 1), "YEAR_MONTH_FORMAT")


_ISOLATED: Final = "\u2066%s\u2069"
"""Left to right within any line: degrees do not turn round in Arabic."""


def cell_name(cell: Cell) -> str:
    """A cell by its edges: `12–12.5° N, 2–2.5° E`."""
    up, across = _degrees(cell.south, "N", "S"), _degrees(cell.west, "E", "W")
    return _ISOLATED % f"{up}, {across}"


def area_name(key: str) -> str:
    """A first-level or disputed area with its country: `Tillabéri · Niger`. Its key where the shapes of now have no such area."""
    shape = node_shapes().places.get(key)
    if shape is None:
        return key
    country = wording.country_name(shape.country) if shape.country and not shape.is_disputed else ""
    return " · ".join(filter(None, (shape.named(translation.get_language() or "en"), country)))


def _degrees(low: float, above: str, below: str) -> str:
    high = low + HALF_DEGREE
    return f"{abs(low):g}–{abs(high):g}° {above if low >= 0 else below}"
