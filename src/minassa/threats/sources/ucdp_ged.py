"""`ucdp-ged`: the UCDP Georeferenced Event Dataset as CSV, read by header.

Högbladh, S. (2023), UCDP GED Codebook version 23.1, Uppsala University; Sundberg & Melander (2013), "Introducing the UCDP
Georeferenced Event Dataset", Journal of Peace Research 50(4). Two forms are read:

- the official one, 49 columns: `date_start`, `date_end`, `date_prec` (1 day, 2 two to six days, 3 week, 4 month, 5 up to a year),
  `where_prec` (1 exact, 2 within 25 km, 3 second-order area, 4 first-order area, 5 a line or loosely told area, 6 country, 7 sea or air),
  `best`, `high`, `low`, `type_of_violence` (1 state-based, 2 non-state, 3 one-sided);
- the extract of 14 columns (`year`, `month`, `day`, words for the type of violence, `low_death`, `best_death`, `high_death`), which was cut
  to `where_prec` 1 and 2 and does not say which: "exact or near".
"""

from datetime import date
from typing import Final

from minassa.threats.sources import cells
from minassa.threats.sources.cells import CellError, CountryCode, Row, get
from minassa.threats.sources.types import DatePrecision, Deaths, Kind, PlacePrecision, SourceReport

NAME: Final = "ucdp-ged"
REQUIRED: Final = ("id", "type_of_violence", "side_a", "side_b", "latitude", "longitude", "country")

_DATES: Final[dict[str, DatePrecision]] = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
_PLACES: Final[dict[str, PlacePrecision]] = {
    "1": "exact",
    "2": "near",
    "3": "district",
    "4": "region",
    "5": "line",
    "6": "country",
    "7": "sea",
}
_KINDS: Final[dict[str, tuple[Kind, str]]] = {
    "1": ("state_conflict", "State-based violence"),
    "2": ("group_conflict", "Non-state violence"),
    "3": ("against_civilians", "One-sided violence"),
}
_BY_WORD: Final = {word.lower(): code for code, (_kind, word) in _KINDS.items()}


def report(row: Row, number: int, code_of: CountryCode) -> SourceReport:
    """One event."""
    start, end = _days(row)
    country = cells.country(get(row, "country"), "country", code_of)
    latitude, longitude = cells.place(get(row, "latitude"), get(row, "longitude"), ("latitude", "longitude"), country)
    kind, word = _kind(get(row, "type_of_violence"))
    return SourceReport(
        row=number,
        source=NAME,
        source_id=cells.own_id(row, "id"),
        start=start,
        end=end,
        date_precision=_date_precision(row),
        place=cells.short(get(row, "where_coordinates"), "where_coordinates"),
        country=country,
        latitude=latitude,
        longitude=longitude,
        place_precision=_place_precision(row),
        kind=kind,
        type=word,
        actors=cells.known(get(row, "side_a"), get(row, "side_b")),
        deaths=_deaths(row),
        text=_text(row),
    )


def _days(row: Row) -> tuple[date, date]:
    if "date_start" not in row:
        only = cells.day_of(get(row, "year"), get(row, "month"), get(row, "day"))
        return only, only
    start = cells.day(get(row, "date_start"), "date_start")
    return cells.in_order(start, cells.day(get(row, "date_end") or start.isoformat(), "date_end"), "date_end")


def _date_precision(row: Row) -> DatePrecision:
    code = get(row, "date_prec") or "1"
    if code not in _DATES:
        raise CellError("bad_precision", "date_prec", code)
    return _DATES[code]


def _place_precision(row: Row) -> PlacePrecision:
    if "where_prec" not in row:
        return "exact_or_near"
    code = get(row, "where_prec")
    if code not in _PLACES:
        raise CellError("bad_precision", "where_prec", code)
    return _PLACES[code]


def _kind(value: str) -> tuple[Kind, str]:
    return _KINDS.get(_BY_WORD.get(value.lower(), value), ("other", value[: cells.LONGEST_NAME]))


def _deaths(row: Row) -> Deaths:
    if "best" in row:
        return cells.deaths(row, "low", "best", "high")
    return cells.deaths(row, "low_death", "best_death", "high_death")


def _text(row: Row) -> str:
    """The headline of the press report where there is one, else the conflict's name."""
    return (get(row, "source_headline") or get(row, "conflict_name"))[: cells.LONGEST_TEXT]
