"""`gtd`: the Global Terrorism Database as XLSX, read row by row.

START (2021), "Global Terrorism Database Codebook: Methodology, Inclusion Criteria, and Variables", University of Maryland: `eventid` (twelve
digits), `iyear`, `imonth` and `iday` (0 where not known), `resolution` (the last day, where `extended` is 1), `country_txt`, `provstate`, `city`,
`latitude`, `longitude`, `specificity` (1 the town, 2 and 3 the middle of the smallest area, 4 the middle of the first-order area, 5 not known),
`attacktype1_txt`, `gname`, `gname2`, `gname3`, `nkill` (all deaths, those of perpetrators included; a fraction where victims of attacks that
belong together were divided among them), `summary`.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from minassa.threats.sources import cells
from minassa.threats.sources.cells import CellError, CountryCode, Row, get
from minassa.threats.sources.types import DatePrecision, Deaths, Kind, PlacePrecision, SourceReport

NAME: Final = "gtd"
REQUIRED: Final = ("eventid", "iyear", "imonth", "iday", "country_txt", "latitude", "longitude", "gname", "nkill")

_PLACES: Final[dict[str, PlacePrecision]] = {
    "1": "exact",
    "2": "district",
    "3": "district",
    "4": "region",
    "5": "unknown",
}
_KINDS: Final[dict[str, Kind]] = {
    "bombing/explosion": "explosion",
    "hostage taking (kidnapping)": "abduction",
    "hostage taking (barricade incident)": "abduction",
    "armed assault": "assault",
    "unarmed assault": "assault",
    "assassination": "assault",
}


def report(row: Row, number: int, code_of: CountryCode) -> SourceReport:
    """One incident."""
    start, end, precision = _days(row)
    country = cells.country(get(row, "country_txt"), "country_txt", code_of)
    latitude, longitude = cells.place(get(row, "latitude"), get(row, "longitude"), ("latitude", "longitude"), country)
    word = get(row, "attacktype1_txt")
    return SourceReport(
        row=number,
        source=NAME,
        source_id=cells.own_id(row, "eventid"),
        start=start,
        end=end,
        date_precision=precision,
        place=cells.short(", ".join(filter(None, (get(row, "city"), get(row, "provstate")))), "city"),
        country=country,
        latitude=latitude,
        longitude=longitude,
        place_precision=_place_precision(row, has_place=latitude is not None),
        kind=_KINDS.get(word.lower(), "other"),
        type=cells.short(word, "attacktype1_txt"),
        actors=cells.known(get(row, "gname"), get(row, "gname2"), get(row, "gname3")),
        deaths=Deaths(best=_killed(get(row, "nkill"))),
        text=get(row, "summary")[: cells.LONGEST_TEXT],
    )


def _days(row: Row) -> tuple[date, date, DatePrecision]:
    year, month, of_month = (get(row, one) for one in ("iyear", "imonth", "iday"))
    if month in {"", "0"}:
        start = cells.day_of(year, "1", "1")
        return start, start.replace(month=12, day=31), "year"
    if of_month in {"", "0"}:
        start = cells.day_of(year, month, "1")
        return start, cells.end_of_month(start), "month"
    start = cells.day_of(year, month, of_month)
    last = get(row, "resolution") if get(row, "extended") == "1" else ""
    end = cells.day(last, "resolution") if last else start
    return *cells.in_order(start, end, "resolution"), "day"


def _place_precision(row: Row, *, has_place: bool) -> PlacePrecision:
    code = get(row, "specificity") or ("1" if has_place else "5")
    if code not in _PLACES:
        raise CellError("bad_precision", "specificity", code)
    return _PLACES[code] if has_place else "unknown"


def _killed(value: str) -> int | None:
    """Deaths; a fraction, which GTD writes where it divided a count among several attacks, is rounded."""
    try:
        return cells.count(str(Decimal(value).to_integral_value(ROUND_HALF_UP)) if value else "", "nkill")
    except InvalidOperation:
        raise CellError("bad_deaths", "nkill", value) from None
