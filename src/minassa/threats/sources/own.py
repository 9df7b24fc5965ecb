"""`own`: our own table (CSV), for agencies that keep their incidents in a spreadsheet.

Columns: `id`, `date`, `country`, `latitude`, `longitude`; and, where known, `date_end`, `date_precision` (day, days, week, month, year), `place`,
`place_precision` (exact, near, exact_or_near, district, line, region, country, sea, unknown), `kind` (state_conflict, group_conflict,
against_civilians, explosion, abduction, assault, unrest, other), `actors` (several with `;`), `deaths_low`, `deaths_best`, `deaths_high`, `text`.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

from minassa.threats.sources import cells
from minassa.threats.sources.cells import CellError, CountryCode, Row, get
from minassa.threats.sources.types import DATE_PRECISIONS, KINDS, PLACE_PRECISIONS, SourceReport

Word = TypeVar("Word", bound=str)

NAME: Final = "own"
REQUIRED: Final = ("id", "date", "country", "latitude", "longitude")


def report(row: Row, number: int, code_of: CountryCode) -> SourceReport:
    """One incident."""
    start = cells.day(get(row, "date"), "date")
    end = cells.day(get(row, "date_end") or start.isoformat(), "date_end")
    start, end = cells.in_order(start, end, "date_end")
    country = cells.country(get(row, "country"), "country", code_of)
    latitude, longitude = cells.place(get(row, "latitude"), get(row, "longitude"), ("latitude", "longitude"), country)
    kind = _one_of(row, "kind", KINDS, "other")
    return SourceReport(
        row=number,
        source=NAME,
        source_id=cells.own_id(row, "id"),
        start=start,
        end=end,
        date_precision=_one_of(row, "date_precision", DATE_PRECISIONS, "day"),
        place=cells.short(get(row, "place"), "place"),
        country=country,
        latitude=latitude,
        longitude=longitude,
        place_precision="unknown" if latitude is None else _one_of(row, "place_precision", PLACE_PRECISIONS, "near"),
        kind=kind,
        type=kind,
        actors=cells.known(*(one.strip() for one in get(row, "actors").split(";"))),
        deaths=cells.deaths(row, "deaths_low", "deaths_best", "deaths_high"),
        text=cells.short(get(row, "text"), "text", cells.LONGEST_TEXT),
    )


def _one_of(row: Row, column: str, words: Sequence[Word], default: Word) -> Word:
    value = get(row, column).lower()
    if not value:
        return default
    for word in words:
        if value == word:
            return word
    raise CellError("bad_precision", column, value)
