"""What a naive eye would say: the baselines beside which every forecast stands."""

from typing import Final

import numpy as np

from minassa.threats.forecast.distribution import Distribution
from minassa.threats.forecast.panel import Numbers, Panel
from minassa.threats.forecast.situations import totals

BASELINES: Final = ("last_12_months", "last_month", "long_run")
"""The last twelve totals, each as likely; the last total as if certain; all totals since the record begins, each as likely."""


def baseline(panel: Panel, name: str, *, origin: int, horizon: int) -> dict[str, Distribution]:
    """A baseline's forecast for each place of which a year is known at the origin. Later months are not read."""
    outcomes = totals(panel.until(origin).deaths, horizon)
    found = zip(panel.places, outcomes, strict=True)
    return {place: Distribution.of(_told(row, name)) for place, row in found if not np.isnan(row[-12:]).any()}


def _told(totals_of_place: Numbers, name: str) -> Numbers:
    if name == "last_12_months":
        return totals_of_place[-12:]
    if name == "last_month":
        return totals_of_place[-1:]
    if name == "long_run":
        return totals_of_place[~np.isnan(totals_of_place)]
    raise ValueError(f"no such baseline: {name}")
