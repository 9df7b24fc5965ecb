"""Where it continues, and where it may spread: two lists of half-degree cells with their reasons. Pure.

    grid = grid_of(events, box=Box(4, 24, -18, 24), last=month_number(2020, 12))
    continues(grid, month)[0].reasons       # events here, and beside it, of late
    may_spread(grid, month)[0].reasons      # quiet here for a year: what happened around it, and here before

Both read the months before `month` only. The second list is the early warning: cells in which nothing happened for twelve months.
"""

from minassa.threats.cells import HALF_DEGREE, Cell
from minassa.threats.spread.grid import Box, Grid, grid_of
from minassa.threats.spread.judging import Held, rolling
from minassa.threats.spread.ranking import SENTENCES, Ranked, Reason, continues, may_spread

__all__ = [
    "HALF_DEGREE",
    "SENTENCES",
    "Box",
    "Cell",
    "Grid",
    "Held",
    "Ranked",
    "Reason",
    "continues",
    "grid_of",
    "may_spread",
    "rolling",
]
