"""Whole degrees between which each African country lies (south, north, west, east), to tell swapped coordinates.

Computed from Natural Earth 4.1 (public domain). They say nothing about frontiers or the status of a territory.
"""

from typing import Final

Degrees = tuple[int, int, int, int]

BOUNDS: Final[dict[str, Degrees]] = {
    "ao": (-19, -4, 11, 25),
    "bf": (9, 16, -6, 3),
    "bi": (-5, -2, 28, 31),
    "bj": (6, 13, 0, 4),
    "bw": (-27, -17, 19, 30),
    "cd": (-14, 6, 12, 32),
    "cf": (2, 12, 14, 28),
    "cg": (-6, 4, 11, 19),
    "ci": (4, 11, -9, -2),
    "cm": (1, 14, 8, 17),
    "cv": (14, 18, -26, -22),
    "dj": (10, 13, 41, 44),
    "dz": (18, 38, -9, 12),
    "eg": (21, 32, 24, 37),
    "eh": (20, 28, -18, -8),
    "er": (12, 19, 36, 44),
    "et": (3, 15, 32, 48),
    "ga": (-4, 3, 8, 15),
    "gh": (4, 12, -4, 2),
    "gm": (13, 14, -17, -13),
    "gn": (7, 13, -16, -7),
    "gq": (-2, 4, 5, 12),
    "gw": (10, 13, -17, -13),
    "ke": (-5, 6, 33, 42),
    "km": (-13, -11, 43, 45),
    "lr": (4, 9, -12, -7),
    "ls": (-31, -28, 27, 30),
    "ly": (19, 34, 9, 26),
    "ma": (21, 36, -18, -1),
    "mg": (-26, -11, 43, 51),
    "ml": (10, 25, -13, 5),
    "mr": (14, 28, -18, -4),
    "mu": (-21, -10, 56, 64),
    "mw": (-18, -9, 32, 36),
    "mz": (-27, -10, 30, 41),
    "na": (-29, -16, 11, 26),
    "ne": (11, 24, 0, 16),
    "ng": (4, 14, 2, 15),
    "rw": (-3, -1, 28, 31),
    "sc": (-10, -3, 46, 57),
    "sd": (8, 23, 21, 39),
    "sl": (6, 10, -14, -10),
    "sn": (12, 17, -18, -11),
    "so": (-2, 12, 40, 52),
    "ss": (3, 13, 24, 36),
    "st": (0, 2, 6, 8),
    "sz": (-28, -25, 30, 33),
    "td": (7, 24, 13, 24),
    "tg": (6, 12, -1, 2),
    "tn": (30, 38, 7, 12),
    "tz": (-12, 0, 29, 41),
    "ug": (-2, 5, 29, 36),
    "za": (-47, -22, 16, 38),
    "zm": (-19, -8, 21, 34),
    "zw": (-23, -15, 25, 34),
}
SLACK: Final = 2
"""Degrees by which a place may lie outside: attacks at sea and beyond a frontier are told under the nearest country."""


def are_swapped(country: str, latitude: float, longitude: float) -> bool:
    """Whether a place lies far outside its country (ISO 3166-1 alpha-2, lower case) and within it the other way round."""
    bounds = BOUNDS.get(country)
    return bounds is not None and not _within(bounds, latitude, longitude) and _within(bounds, longitude, latitude)


def _within(bounds: Degrees, latitude: float, longitude: float) -> bool:
    south, north, west, east = bounds
    return south - SLACK <= latitude <= north + SLACK and west - SLACK <= longitude <= east + SLACK
