"""Machine words of the threat picture in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.threats import Cell

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
    "area": gettext_lazy("Areas of half a degree"),
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


def cell_name(cell: Cell) -> str:
    """A cell in words, by its edges."""
    return _("%(south)s to %(north)s, %(west)s to %(east)s") % {
        "south": _latitude(cell.south),
        "north": _latitude(cell.south + 0.5),
        "west": _longitude(cell.west),
        "east": _longitude(cell.west + 0.5),
    }


def _latitude(degrees: float) -> str:
    return f"{abs(degrees):g}° {'S' if degrees < 0 else 'N'}"


def _longitude(degrees: float) -> str:
    return f"{abs(degrees):g}° {'W' if degrees < 0 else 'E'}"
