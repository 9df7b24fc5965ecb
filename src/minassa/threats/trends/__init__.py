"""How a series of monthly counts moves: a seasonal baseline, and one test of trend with its label in words. Pure.

seasonal_baseline(counts, first_month)      # what each month would be by the years before it
trend(counts)                               # Trend(label="rising", tau=0.41, p=0.003, ...)
"""

from minassa.threats.trends.baseline import Expected, seasonal_baseline
from minassa.threats.trends.kendall import LABELS, SENTENCES, Label, Trend, trend

__all__ = ["LABELS", "SENTENCES", "Expected", "Label", "Trend", "seasonal_baseline", "trend"]
