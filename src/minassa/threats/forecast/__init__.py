"""Forecasts of deaths per country for the next 1, 3 and 6 months, as distributions, beside what a naive eye would say. Pure.

    panel = read_panel(open("country_month.csv"))
    ahead = forecast(panel, origin=panel.months[-1], horizon=3)      # {"BFA": Forecast(...), ...}
    ahead["BFA"].interval(0.9), ahead["BFA"].chance_above(25), ahead["BFA"].similar

The model is a mixture that can be explained: the place's own last twelve months, and what followed the two hundred most similar
past situations anywhere. `backtest` says how good it was, year by year, beside three baselines.
"""

from minassa.threats.forecast.backtest import BackTest, YearScore, backtest
from minassa.threats.forecast.baselines import BASELINES, baseline
from minassa.threats.forecast.distribution import Distribution
from minassa.threats.forecast.model import Forecast, Similar, forecast
from minassa.threats.forecast.panel import Panel, PanelError, panel_of, read_panel
from minassa.threats.forecast.scores import BINS, Scores, score
from minassa.threats.forecast.written import table_csv, table_json, table_markdown

__all__ = [
    "BASELINES",
    "BINS",
    "BackTest",
    "Distribution",
    "Forecast",
    "Panel",
    "PanelError",
    "Scores",
    "Similar",
    "YearScore",
    "backtest",
    "baseline",
    "forecast",
    "panel_of",
    "read_panel",
    "score",
    "table_csv",
    "table_json",
    "table_markdown",
]
