"""What a source's row becomes, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

DatePrecision = Literal["day", "days", "week", "month", "year"]
PlacePrecision = Literal["exact", "near", "exact_or_near", "district", "line", "region", "country", "sea", "unknown"]
Kind = Literal[
    "state_conflict", "group_conflict", "against_civilians", "explosion", "abduction", "assault", "unrest", "other"
]
DATE_PRECISIONS: Final[tuple[DatePrecision, ...]] = ("day", "days", "week", "month", "year")
KINDS: Final[tuple[Kind, ...]] = (
    "state_conflict",
    "group_conflict",
    "against_civilians",
    "explosion",
    "abduction",
    "assault",
    "unrest",
    "other",
)
RADIUS_KM: Final[dict[PlacePrecision, float | None]] = {
    "exact": 0.0,
    "near": 25.0,
    "exact_or_near": 25.0,
    "district": 50.0,
    "line": 100.0,
    "region": 150.0,
    "country": None,
    "sea": None,
    "unknown": None,
}
"""How far the place may be from what is told; None: no point may be drawn for it."""
PLACED_WELL: Final[tuple[PlacePrecision, ...]] = ("exact", "near", "exact_or_near")
"""Well enough for a half-degree cell: to within about 25 km."""
PLACE_PRECISIONS: Final[tuple[PlacePrecision, ...]] = tuple(RADIUS_KM)

Problem = Literal[
    "unreadable",
    "no_id",
    "id_twice",
    "bad_date",
    "end_before_start",
    "bad_latitude",
    "bad_longitude",
    "swapped",
    "bad_deaths",
    "negative_deaths",
    "bad_precision",
    "bad_country",
    "too_long",
    "no_place",
]
PROBLEMS: Final[dict[Problem, tuple[str, str]]] = {
    "unreadable": ("The row has not as many cells as the header.", "Look for a quotation mark or line break in it."),
    "no_id": ("The row has no reference of its own.", "Give each row the reference that its source uses."),
    "id_twice": ("The reference stands in an earlier row of this file too.", "Leave one of the two rows."),
    "bad_date": ("There is no such date.", "Write the date as 2024-03-31."),
    "end_before_start": ("The incident ends before it begins.", "Exchange the two dates if they were exchanged."),
    "bad_latitude": ("The latitude is no number between -90 and 90.", "Write degrees with a point, such as 13.51."),
    "bad_longitude": ("The longitude is no number between -180 and 180.", "Write degrees with a point, such as 2.11."),
    "swapped": (
        "The place lies far outside the country that is named, and within it if latitude and longitude change places.",
        "Exchange latitude and longitude, or correct the country.",
    ),
    "bad_deaths": ("The number of deaths is no whole number.", "Write digits only, or leave the cell empty."),
    "negative_deaths": (
        "The number of deaths is below zero.",
        "Correct it, or leave the cell empty if it is not known.",
    ),
    "bad_precision": (
        "The precision is none that this source uses.",
        "See the source's codebook, or leave the cell empty.",
    ),
    "bad_country": ("The country is not known by this name or code.", "Write its ISO 3166-1 code, such as NE."),
    "too_long": ("A cell is longer than can be kept.", "Shorten the text of this row."),
    "no_place": ("Nothing says where it was.", "Give the country, the place or its coordinates."),
}
"""English sentences: what is wrong, and what to do. Pages translate by code."""


@dataclass(frozen=True, slots=True)
class Deaths:
    """Counts as the source gives them; None where it gives none. The lowest is not always below the best: nothing is mended."""

    low: int | None = None
    best: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class SourceReport:
    """One row of a source: what it says happened. Coordinates keep the source's own digits; `country` is ISO 3166-1 alpha-2.

    `country` is empty where the row names none. `type` is the source's own word, `kind` what it is counted as. `actors` are as
    written, unknown ones left out.
    """

    row: int
    source: str
    source_id: str
    start: date
    end: date
    date_precision: DatePrecision
    place: str
    country: str
    latitude: Decimal | None
    longitude: Decimal | None
    place_precision: PlacePrecision
    kind: Kind
    type: str
    actors: tuple[str, ...]
    deaths: Deaths
    text: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was not taken: its number in the file (the header is row 1), what is wrong, in which column, and the row itself."""

    row: int
    problem: Problem
    column: str
    value: str
    raw: str
