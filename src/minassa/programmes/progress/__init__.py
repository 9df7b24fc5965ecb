"""Honest progress: how far a programme has come, in exact decimals. Pure; usable alone.

    share = achieved(Direction.INCREASE, baseline=Decimal(0), target=Decimal(100), actual=Decimal(50))   # Decimal("0.5")
    status(share, expected(path, on), stale=False)                                                        # Status.ON_TRACK
    roll_up([Item(Decimal(1), share), Item(Decimal(1), None)])                                            # says "insufficient data"

What is not known is None: it is never zero, and it is never left out. A roll-up carries how much of it is known and
between which bounds the truth lies. Nothing here rounds; `shown` does, where somebody reads.
"""

from minassa.programmes.progress.achievement import Direction, ProgressError, achieved, checked_scale
from minassa.programmes.progress.numbers import shown
from minassa.programmes.progress.paths import Path, expected, is_stale
from minassa.programmes.progress.ratios import Fraction, whole_of
from minassa.programmes.progress.rollups import ENOUGH, Item, Rollup, roll_up
from minassa.programmes.progress.statuses import GREY, Status, status

__all__ = [
    "ENOUGH",
    "GREY",
    "Direction",
    "Fraction",
    "Item",
    "Path",
    "ProgressError",
    "Rollup",
    "Status",
    "achieved",
    "checked_scale",
    "expected",
    "is_stale",
    "roll_up",
    "shown",
    "status",
    "whole_of",
]
