"""The threat picture: trends, where it continues and may spread, and what may come; its filters stand in the address."""

from datetime import date
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import gettext as _

from minassa.threats import (
    MEASURES,
    REGIONS,
    SORTS,
    Ahead,
    Horizon,
    ListedCell,
    Month,
    PlaceLine,
    Trends,
    cell_from,
    cell_text,
    read_outlook,
    read_spread,
    read_trends,
)
from minassa.threats.acts import FORECAST_READ, INCIDENT_LIST
from minassa.web import picture_words as words
from minassa.web import wording
from minassa.web.asked import asked_for
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.threat_charts import intervals_chart, months_chart, small_chart
from minassa.web.views.incidents import WAY, filter_choices, filters_of, tabs_of

_CELLS: Final = 30
_DRAWN: Final = 20
HORIZONS: Final = (1, 3, 6)


@page(INCIDENT_LIST)
def trends(request: Call) -> HttpResponse:
    """Months with their season and their trend, and places side by side."""
    asked, purpose = request.GET, asked_for(request).get("purpose", "")
    measure = next((one for one in MEASURES if one == asked.get("measure")), MEASURES[0])
    by = next((one for one in SORTS if one == asked.get("by")), SORTS[0])
    filters = filters_of(asked)
    found = read_trends(request.actor, filters=filters, measure=measure, by=by, purpose=purpose)
    context = {
        **filter_choices(request, filters),
        "found": found,
        "measure": measure,
        "measures": [(one, words.MEASURES[one]) for one in MEASURES],
        "by": by,
        "sorts": [(one, words.SORTS[one]) for one in SORTS],
        "chart": months_chart(found.months),
        "p_text": "< 0.001" if found.trend.p < 0.001 else f"{found.trend.p:.3f}",
        "sentence": words.TREND_SENTENCES[found.trend.label],
        "years": _by_year(found),
        "last": found.months[-1].number if found.months else 0,
        "kept": (("measure", measure), ("by", by)),
        "places": [_place(one, by) for one in found.places],
        **_around(request, "trends", _("Trends"), found.handling),
    }
    return render(request, "web/incidents/trends.html", context)


def _by_year(found: Trends) -> list[tuple[int, list[tuple[str, Month | None]]]]:
    """The months of each year by their names, the latest year first, with room for months that are not shown."""
    years: dict[int, list[tuple[str, Month | None]]] = {}
    for one in found.months:
        whole = years.setdefault(one.number // 12, [(month_name(number), None) for number in range(12)])
        whole[one.number % 12] = (whole[one.number % 12][0], one)
    return sorted(years.items(), reverse=True)


def month_name(number: int) -> str:
    """A month of the year in short, counted from 0."""
    return formats.date_format(date(2000, number + 1, 1), "M")


def _place(one: PlaceLine, by: str) -> dict[str, Any]:
    """A place in words, with the filter that narrows the list to it."""
    cell = cell_from(one.key) if by == "cell" else None
    named = {"country": wording.country_name, "area": words.area_name}
    name = named[by](one.key) if by in named else words.cell_name(cell) if cell else one.name
    return {
        "line": one,
        "name": name,
        "filter": by,
        "trend": words.TREND_LABELS[one.trend.label],
        "change": "" if one.change is None else f"{one.change:+.0%}",
        "chart": small_chart(one.counts),
    }


@page(INCIDENT_LIST)
def spread(request: Call) -> HttpResponse:
    """Where it continues, and where it may spread: cells with their reasons, and how good the lists were."""
    asked, purpose = request.GET, asked_for(request).get("purpose", "")
    region = asked.get("region", "") if asked.get("region") in REGIONS else "west"
    filters = filters_of(asked)
    found = read_spread(request.actor, region=region, filters=filters, most=_CELLS, purpose=purpose)
    context = {
        "found": found,
        "filters": filters,
        "region": region,
        "regions": [(one, words.REGIONS[one]) for one in REGIONS],
        "continues": [_cell(one) for one in found.continues],
        "may_spread": [_cell(one) for one in found.may_spread],
        **_around(request, "spread", _("Where it may go next"), found.handling),
    }
    return render(request, "web/incidents/spread.html", context)


def _cell(one: ListedCell) -> dict[str, Any]:
    return {
        "one": one,
        "key": cell_text(one.cell),
        "name": words.cell_name(one.cell),
        "countries": [wording.country_name(code) for code in one.countries],
        "reasons": [words.CELL_REASONS[each.code] % {"count": each.count} for each in one.reasons],
    }


@page(FORECAST_READ)
def forecast(request: Call) -> HttpResponse:
    """Deaths per country in the months ahead as distributions, beside what a naive eye would say."""
    found = read_outlook(request.actor, purpose=asked_for(request).get("purpose", ""))
    asked = request.GET.get("months", "")
    months = int(asked) if asked in {str(one) for one in HORIZONS} else HORIZONS[0]
    horizon = next((one for one in found.horizons if one.months == months), None)
    context = {
        "found": found,
        "months": months,
        "horizons": HORIZONS,
        **(_horizon(horizon, found.last) if horizon else {}),
        **_around(request, "forecast", _("Forecast of deaths"), found.handling),
    }
    return render(request, "web/incidents/forecast.html", context)


def _horizon(one: Horizon, last: int) -> dict[str, Any]:
    return {
        "horizon": one,
        "log_crps": "log-CRPS",  # names of scores, the same in all languages
        "crps": "CRPS",
        "first_ahead": last + 1,
        "last_ahead": last + one.months,
        "is_model": one.shown == "mixture",
        "method": words.METHODS[one.shown],
        "chart": intervals_chart(one.countries[:_DRAWN]),
        "drawn": min(len(one.countries), _DRAWN),
        "rows": [_ahead(each) for each in one.countries],
        "scores": [(words.METHODS[each.method], each, each.method == one.shown) for each in one.scores],
        "years": [(year, f"{crps:+.1%}", f"{ignorance:+.1%}") for year, crps, ignorance in one.years],
    }


def _ahead(one: Ahead) -> dict[str, Any]:
    return {
        "one": one,
        "name": wording.country_name(one.country),
        "chances": [(step, f"{chance:.0%}") for step, chance in one.chances],
        "similar": [(wording.country_name(place), month, deaths) for place, month, deaths in one.similar],
    }


def _around(request: Call, tab: str, title: str, handling: Any) -> dict[str, Any]:  # noqa: ANN401 - pairs of marks and obligations
    """What every page of the picture needs around it."""
    return {
        **tabs_of(request.actor, tab),
        "handling": handled(handling),
        "crumbs": (*WAY, Crumb(title)),
    }
