"""Half-degree cells: about 55 km a side at the equator. Pure."""

import math
from dataclasses import dataclass
from typing import Final

HALF_DEGREE: Final = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A cell by its south-western corner, in degrees."""

    south: float
    west: float


def cell_of(latitude: float, longitude: float) -> Cell:
    """The cell in which a place lies; its southern and western edges belong to it."""
    return Cell(math.floor(latitude / HALF_DEGREE) * HALF_DEGREE, math.floor(longitude / HALF_DEGREE) * HALF_DEGREE)


def cell_text(cell: Cell) -> str:
    """A cell as it stands in an address: `12.5,-2`."""
    return f"{cell.south:g},{cell.west:g}"


def cell_from(text: str) -> Cell | None:
    """The cell that `cell_text` wrote; None for anything else."""
    south, comma, west = text.partition(",")
    try:
        found = Cell(float(south), float(west)) if comma else None
    except ValueError:
        return None
    if found is None or not (-90 <= found.south < 90 and -180 <= found.west < 180):
        return None
    return found if cell_of(found.south, found.west) == found else None
