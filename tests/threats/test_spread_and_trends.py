"""Where it continues, where it may spread, and what a series does."""

import gzip

import numpy as np
import pytest
from scipy.stats import kendalltau

from minassa.base.countries import country_code
from minassa.threats.months import month_number, month_of, month_text
from minassa.threats.sources import SourceReport, read
from minassa.threats.spread import Box, continues, grid_of, may_spread, rolling
from minassa.threats.trends import seasonal_baseline, trend
from tests.data import shared_data

BOX = Box(4, 24, -18, 24)
NOW = month_number(2020, 12)


def test_a_month_knows_its_text() -> None:
    assert month_text(month_number(2024, 3)) == "2024-03"
    assert month_text(month_number(1989, 12)) == "1989-12"


def test_events_go_on_where_they_are_and_may_spread_beside_them() -> None:
    events = [(NOW - 1, 12.1, 1.2)] * 4 + [(NOW - 30, 12.6, 1.2)]
    grid = grid_of(events, box=BOX, last=NOW)
    first = continues(grid, NOW)[0]
    assert (first.cell.south, first.cell.west) == (12.0, 1.0)
    assert [(one.code, one.count) for one in first.reasons] == [("here_of_late", 4)]
    warned = may_spread(grid, NOW)
    assert (warned[0].cell.south, warned[0].cell.west) == (12.5, 1.0)
    told = {one.code: one.count for one in warned[0].reasons}
    assert told == {"around_of_late": 4, "here_before": 1, "quiet_for": 29}
    assert first.cell not in {one.cell for one in warned}


def test_neither_list_reads_its_own_month_nor_a_later_one() -> None:
    before = [(NOW - 3, 12.1, 1.2), (NOW - 20, 9.2, -5.0)]
    plain, planted = (grid_of(events, box=BOX, last=NOW) for events in (before, [*before, *[(NOW, 20.0, 20.0)] * 50]))
    assert continues(plain, NOW) == continues(planted, NOW)
    assert may_spread(plain, NOW) == may_spread(planted, NOW)


def test_the_lists_hold_what_they_must_on_real_events() -> None:
    with gzip.open(shared_data("incidents/ucdp_ged211_africa_1989-2020_prec12.csv.gz")) as file:
        reports = [one for one in read("ucdp-ged", file, country_code=country_code) if isinstance(one, SourceReport)]
    events = [(month_of(one.start), float(one.latitude or 0), float(one.longitude or 0)) for one in reports]
    held = rolling(grid_of(events, box=BOX, last=NOW), range(NOW - 23, NOW + 1))
    assert held.months == 24
    assert held.continuing >= 0.76
    assert held.spreading >= 0.55


def test_a_trend_has_its_label_in_words() -> None:
    draw = np.random.default_rng(5)
    noise = draw.poisson(20, 48).astype(float)
    rising = noise + np.arange(48)
    assert (trend(list(rising)).label, trend(list(-rising)).label) == ("rising", "falling")
    assert trend([4.0] * 30).label == "no_trend"
    assert trend([1.0, 2.0]).label == "too_short"
    assert trend(list(rising)).slope == pytest.approx(1, abs=0.3)


def test_months_that_resemble_each_other_are_less_often_taken_for_a_trend() -> None:
    """Of 200 series without a trend whose months hang together, the plain test of Kendall calls many rising or falling."""
    ours = plain = 0
    for seed in range(200):
        draw, series = np.random.default_rng(seed), [0.0]
        for _month in range(59):
            series.append(0.6 * series[-1] + draw.normal())
        ours += trend(series).label in {"rising", "falling"}
        plain += int(kendalltau(np.arange(60), series).pvalue < 0.05)
    assert plain > 45
    assert ours < 0.75 * plain


def test_a_seasonal_baseline_never_holds_its_own_month() -> None:
    counts = [float(10 + 8 * (month % 12 == 6)) for month in range(60)]
    plain = seasonal_baseline(counts)
    assert plain[20] is None
    surge = seasonal_baseline([*counts[:50], 500.0, *counts[51:]])
    assert surge[:51] == plain[:51]
    july = plain[54]
    assert july is not None
    assert july.high >= 18 > july.middle
