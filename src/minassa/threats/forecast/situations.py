"""What a place's situation was at the end of each month, in fourteen figures. Each reads that month and earlier ones only."""

from typing import Final

import numpy as np

from minassa.threats.forecast.panel import Numbers

FEATURES: Final = (
    "last_month",
    "month_before",
    "two_months_before",
    "mean_of_3",
    "mean_of_6",
    "mean_of_12",
    "log_level_3",
    "log_level_12",
    "log_level_60",
    "months_with_deaths_of_6",
    "months_with_deaths_of_12",
    "share_of_months_long",
    "months_since_deaths",
    "unrest_of_12",
)
"""Deaths enter as log(1 + deaths); `log_level_n` forgets half in n months; `unrest` is the standard deviation."""

LONGEST_QUIET: Final = 120
"""Months without deaths are counted up to ten years; a place without any in its record is taken to have been quiet so long."""


def situations(deaths: Numbers) -> Numbers:
    """Figures of each place at the end of each month: [place, month, figure]; NaN while less than twelve months are known."""
    logged = np.log1p(deaths)
    struck = np.where(np.isnan(deaths), np.nan, deaths > 0)
    return np.stack(
        [
            logged,
            _earlier(logged, 1),
            _earlier(logged, 2),
            np.log1p(_mean(deaths, 3)),
            np.log1p(_mean(deaths, 6)),
            np.log1p(_mean(deaths, 12)),
            _fading(logged, 3),
            _fading(logged, 12),
            _fading(logged, 60),
            _mean(struck, 6),
            _mean(struck, 12),
            _fading(struck, 48),
            np.log1p(_quiet(deaths)),
            _unrest(logged),
        ],
        axis=-1,
    )


def totals(deaths: Numbers, length: int) -> Numbers:
    """Deaths of the `length` months that end with each month; NaN where one of them is not known."""
    found = np.full(deaths.shape, np.nan)
    if length > deaths.shape[1]:
        return found
    windows = np.lib.stride_tricks.sliding_window_view(deaths, length, axis=1)
    found[:, length - 1 :] = windows.sum(axis=-1)
    return found


def _earlier(values: Numbers, by: int) -> Numbers:
    found = np.full(values.shape, np.nan)
    found[:, by:] = values[:, :-by]
    return found


def _mean(values: Numbers, length: int) -> Numbers:
    return totals(values, length) / length


def _unrest(values: Numbers) -> Numbers:
    found = np.full(values.shape, np.nan)
    found[:, 11:] = np.lib.stride_tricks.sliding_window_view(values, 12, axis=1).std(axis=-1)
    return found


def _fading(values: Numbers, half_life: float) -> Numbers:
    """Mean in which a month counts half as much as one `half_life` months later; unknown months are left out."""
    keep = 0.5 ** (1 / half_life)
    total, weight = np.zeros(len(values)), np.zeros(len(values))
    found = np.zeros(values.shape)
    for month in range(values.shape[1]):
        is_known = ~np.isnan(values[:, month])
        total = np.where(is_known, total * keep + np.nan_to_num(values[:, month]), total)
        weight = np.where(is_known, weight * keep + 1, weight)
        found[:, month] = total / np.maximum(weight, 1e-9)
    return found


def _quiet(deaths: Numbers) -> Numbers:
    """Months since the last one with deaths."""
    since = np.full(len(deaths), float(LONGEST_QUIET))
    found = np.zeros(deaths.shape)
    for month in range(deaths.shape[1]):
        since = np.where(deaths[:, month] > 0, 0.0, np.minimum(since + 1, LONGEST_QUIET))
        found[:, month] = since
    return found
