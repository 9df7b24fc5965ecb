"""Events counted by month and half-degree cell."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minassa.threats.cells import HALF_DEGREE, Cell

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the earth that is looked at, in degrees; its northern and eastern edges do not belong to it."""

    south: float
    north: float
    west: float
    east: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return round((self.north - self.south) / HALF_DEGREE), round((self.east - self.west) / HALF_DEGREE)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a place lies in it."""
        return self.south <= latitude < self.north and self.west <= longitude < self.east


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """`counts[month, row, column]`: events of the months `first`, `first + 1`, ... (`months.month_number`)."""

    box: Box
    first: int
    counts: Numbers

    @property
    def last(self) -> int:
        """The last month that is counted."""
        return self.first + len(self.counts) - 1

    def before(self, month: int) -> Numbers:
        """The counts of all months before this one, the latest last."""
        return self.counts[: max(0, month - self.first)]

    def cell(self, row: int, column: int) -> Cell:
        """The cell of a row and a column."""
        return Cell(self.box.south + row * HALF_DEGREE, self.box.west + column * HALF_DEGREE)


def grid_of(events: Iterable[tuple[int, float, float]], *, box: Box, last: int) -> Grid:
    """Count events, each a month number, a latitude and a longitude; those outside the box or after `last` are left out."""
    kept = [one for one in events if one[0] <= last and box.holds(one[1], one[2])]
    first = min((month for month, _latitude, _longitude in kept), default=last)
    counts = np.zeros((last - first + 1, *box.shape))
    for month, latitude, longitude in kept:
        row, column = int((latitude - box.south) / HALF_DEGREE), int((longitude - box.west) / HALF_DEGREE)
        counts[month - first, row, column] += 1
    return Grid(box, first, counts)
