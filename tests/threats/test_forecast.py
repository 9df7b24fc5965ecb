"""The forecast: nothing of what came later, exact scores, and its back-test on real deaths."""

import numpy as np
import pytest

from minassa.threats.forecast import (
    Distribution,
    Panel,
    PanelError,
    backtest,
    baseline,
    forecast,
    read_panel,
    score,
    table_csv,
    table_json,
    table_markdown,
)
from minassa.threats.months import month_number
from tests.data import shared_data

FIRST = month_number(2010, 1)


def invented(months: int = 84, places: int = 12) -> Panel:
    draw = np.random.default_rng(3)
    level = np.exp(draw.normal(0, 2, (places, 1)) + np.cumsum(draw.normal(0, 0.2, (places, months)), axis=1))
    deaths = draw.poisson(level).astype(float)
    return Panel(tuple(f"P{one:02d}" for one in range(places)), tuple(range(FIRST, FIRST + months)), deaths)


@pytest.mark.parametrize("horizon", [1, 3, 6])
def test_no_forecast_reads_what_came_after_its_origin(horizon: int) -> None:
    """A change planted after the origin changes nothing; the same change at the origin changes something."""
    panel, origin = invented(), FIRST + 60
    later = panel.deaths.copy()
    later[:, 61:] = 9_000
    changed = Panel(panel.places, panel.months, later)
    before, after = (forecast(one, origin=origin, horizon=horizon) for one in (panel, changed))
    for place in panel.places:
        for part in ("distribution", "own_past", "analogues"):
            left, right = getattr(before[place], part), getattr(after[place], part)
            assert np.array_equal(left.values, right.values)
            assert np.array_equal(left.weights, right.weights)
        assert before[place].similar == after[place].similar
        assert all(one.month + horizon <= origin for one in before[place].similar)
    for name in ("last_12_months", "last_month", "long_run"):
        told = [baseline(one, name, origin=origin, horizon=horizon) for one in (panel, changed)]
        assert all(np.array_equal(told[0][place].values, told[1][place].values) for place in panel.places)
    seen = forecast(changed, origin=origin + 1, horizon=horizon)
    assert seen["P00"].distribution.mean != before["P00"].distribution.mean


def test_scores_are_exact() -> None:
    """Against what can be worked out by hand, and against a great many draws."""
    sure = Distribution.of(np.array([3.0]))
    assert score(sure, 3.0).crps == 0
    assert score(sure, 5.0).crps == 2
    assert score(sure, 5.0).interval == pytest.approx(40)
    assert score(sure, 3.0).ignorance == pytest.approx(-np.log2(1_001 / 1_011))
    assert score(sure, 800.0).ignorance == pytest.approx(np.log2(1_011))
    half = Distribution.of(np.array([0.0, 4.0]))
    assert score(half, 0.0).crps == pytest.approx(2 - 1)
    draws = np.random.default_rng(1).poisson(6, 4_000).astype(float)
    pairs = np.abs(draws[:2_000, None] - draws[None, 2_000:]).mean()
    assert score(Distribution.of(draws), 9.0).crps == pytest.approx(np.abs(draws - 9).mean() - pairs / 2, abs=0.03)


def test_the_interval_is_the_shortest_that_holds_its_mass() -> None:
    mostly_zero = Distribution.of(np.array([0.0, 7.0, 90.0]), np.array([0.91, 0.05, 0.04]))
    assert mostly_zero.interval(0.9) == (0.0, 0.0)
    assert mostly_zero.interval(0.95) == (0.0, 7.0)
    assert Distribution.of(np.arange(100.0)).interval(0.9) == (0.0, 89.0)
    assert mostly_zero.chance_above(6) == pytest.approx(0.09)
    assert mostly_zero.quantile(0.95) == 7


def test_the_back_test_gives_the_same_bytes_twice_whatever_the_order_of_the_places() -> None:
    panel = invented()
    turned = Panel(panel.places[::-1], panel.months, panel.deaths[::-1])
    first, again = (backtest(one, years=(2016,), horizons=(1, 6)) for one in (panel, panel))
    assert table_csv(first) == table_csv(again)
    assert table_json(first) == table_json(again)
    assert table_csv(first) == table_csv(backtest(turned, years=(2016,), horizons=(1, 6)))
    assert table_markdown(first).count("| 1 | 2016 |") == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("isocode,period,fatalities\nNER,202413,1\n", "no month"),
        ("isocode,period,fatalities\nNER,202401,-1\n", "no number of deaths"),
        ("isocode,period,fatalities\nNER,202401,1\nNER,202401,2\n", "twice"),
        ("isocode,fatalities\nNER,1\n", "period"),
        ("isocode,period,fatalities\n", "not a single month"),
    ],
)
def test_a_table_that_is_no_panel_says_why(text: str, told: str) -> None:
    with pytest.raises(PanelError, match=told):
        read_panel(text.splitlines(keepends=True))


def test_the_targets_are_met_in_a_year_of_real_deaths() -> None:
    """The back-test of all five years is in docs/threats.md; one year is enough to see it break."""
    path = shared_data("incidents/ucdp_country_month_fatalities_2010-2024.csv")
    with path.open(encoding="utf-8") as file:
        panel = read_panel(file)
    found = backtest(panel, years=(2023,), horizons=(1,))
    assert found.better_by("log_crps", 1, 2023) >= 0.04
    assert found.better_by("ignorance", 1, 2023) >= 0.15
    assert 0.87 <= found.row("mixture", 1, 2023).scores.coverage <= 0.97
    assert found.to_show(1) == "mixture"
