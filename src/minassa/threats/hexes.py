"""H3 cells for the map: each incident lies in a hexagon no smaller than its place is known, and none where it is not known. Pure.

A cell is the number of H3, its resolution within it. Hexagons of resolution 5 are some 17 km across, of 4 some 45, of 3 some 120, of 2 some 320.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import h3.api.basic_int as h3

FINEST: Final[dict[str, int]] = {
    "exact": 5,
    "near": 4,
    "exact_or_near": 4,
    "district": 3,
    "line": 2,
    "region": 2,
}
"""The resolution of the cell of a place of this precision, about as wide as the place may be off; the others have none."""
COARSEST: Final = 1
RESOLUTIONS: Final = tuple(range(min(FINEST.values()), max(FINEST.values()) + 1))
NEAR: Final = 4
"""Of this resolution are cells of places that are near, or "exact or near"."""

_DIGIT_BITS: Final = 3
_DIGITS: Final = 15
_LAST_DIGIT: Final = 6

Ring = tuple[tuple[float, float], ...]
"""Longitudes and latitudes, the first point once more at the end."""


def hexagon_at(latitude: Decimal | float | None, longitude: Decimal | float | None, precision: str) -> int | None:
    """The cell of a place, as fine as its precision allows; None where there is none."""
    resolution = FINEST.get(precision)
    if resolution is None or latitude is None or longitude is None:
        return None
    return int(h3.latlng_to_cell(float(latitude), float(longitude), resolution))


def stored_cell(
    latitude: Decimal | float | None, longitude: Decimal | float | None, precision: str, country: str
) -> int:
    """What an incident keeps: its cell; below zero for one of which only the country is known (`country_in`); 0 for no place."""
    cell = hexagon_at(latitude, longitude, precision)
    if cell is not None:
        return cell
    letters = country.encode("ascii", "ignore")
    return -(letters[0] << 8 | letters[1]) if precision == "country" and len(letters) == 2 else 0


def country_in(stored: int) -> str:
    """The country of which no more is known."""
    return bytes((-stored >> 8, -stored & 0xFF)).decode("ascii")


def resolution_of(cell: int) -> int:
    """How fine a cell is."""
    return int(h3.get_resolution(cell))


def within(cell: int, resolution: int) -> int:
    """The cell of this resolution in which a cell lies; the cell itself where it is no finer."""
    return cell if resolution_of(cell) <= resolution else int(h3.cell_to_parent(cell, resolution))


def is_cell(number: int) -> bool:
    """Whether a number is a cell that a map may show."""
    return (
        0 < number < 2**63 and bool(h3.is_valid_cell(number)) and COARSEST <= resolution_of(number) <= RESOLUTIONS[-1]
    )


def ranges_within(cell: int) -> list[tuple[int, int]]:
    """From which to which number the cells go that lie in this one, for each resolution that incidents have: the numbers are in order."""
    own = resolution_of(cell)
    return [_range(cell, own, resolution) for resolution in RESOLUTIONS if resolution >= own]


def _range(cell: int, own: int, resolution: int) -> tuple[int, int]:
    first = last = (cell & ~(0xF << 52)) | (resolution << 52)
    for digit in range(own + 1, resolution + 1):
        place = (_DIGITS - digit) * _DIGIT_BITS
        first &= ~(0b111 << place)
        last = (last & ~(0b111 << place)) | (_LAST_DIGIT << place)
    return first, last


def hexagon_middle(cell: int) -> tuple[float, float]:
    """Longitude and latitude of a cell's middle."""
    latitude, longitude = h3.cell_to_latlng(cell)
    return round(longitude, 3), round(latitude, 3)


def hexagon_ring(cell: int) -> Ring:
    """The outline of a cell; one across the 180th meridian goes on beyond it."""
    points = [(round(longitude, 3), round(latitude, 3)) for latitude, longitude in h3.cell_to_boundary(cell)]
    if max(x for x, _y in points) - min(x for x, _y in points) > 180:
        points = [(x + 360 if x < 0 else x, y) for x, y in points]
    return (*points, points[0])


def hexagon_name(cell: int) -> str:
    """A cell as H3 writes it."""
    return str(h3.int_to_str(cell))


def hexagon_named(name: str) -> int:
    """The cell of a name; 0 where it is none that a map shows."""
    try:
        number = int(name, 16)
    except ValueError:
        return 0
    return number if len(name) <= 16 and is_cell(number) else 0


def totals(counts: Iterable[tuple[int, int]], resolution: int) -> tuple[dict[int, int], dict[int, int]]:
    """Counts by cell laid together at a resolution: those that are fine enough for it, and those that are not, by their own cells."""
    fine: dict[int, int] = {}
    coarse: dict[int, int] = {}
    for cell, count in counts:
        own = resolution_of(cell)
        into, key = (coarse, cell) if own < resolution else (fine, within(cell, resolution))
        into[key] = into.get(key, 0) + count
    return fine, coarse
