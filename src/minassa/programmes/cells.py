"""Parts of values by sex, age and place: grouped by what they are split by, and without what counts too few. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from minassa.programmes.content import DIMENSIONS
from minassa.programmes.rules import SMALLEST_CELL
from minassa.programmes.types import Cell


def by_split(cells: Iterable[Cell]) -> list[list[Cell]]:
    """The cells that are split by the same things: each such group makes the whole once."""
    found: dict[tuple[bool, ...], list[Cell]] = defaultdict(list)
    for one in cells:
        found[tuple(bool(getattr(one, name)) for name in DIMENSIONS)].append(one)
    return list(found.values())


def hidden_if_small(cell: Cell) -> Cell:
    """The cell, without its numbers where they count so few persons that one could be recognised."""
    counts = [one for one in (cell.value, cell.numerator, cell.denominator) if one is not None]
    if any(0 < one < SMALLEST_CELL for one in counts):
        return Cell(cell.sex, cell.age, cell.place, is_hidden=True)
    return cell
