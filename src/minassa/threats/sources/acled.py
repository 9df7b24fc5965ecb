"""`acled`: the Armed Conflict Location & Event Data Project's export as CSV, read by header.

ACLED (2023), "ACLED Codebook", and the codebook's variables as published with its own R package (dtacled/acledR, `R/data.R`):
`event_id_cnty`, `event_date` (2023-02-16 or 16 February 2023), `time_precision` (1 day, 2 week, 3 month), `geo_precision` (1 exact, 2 near
or part of a region, 3 larger region), `event_type`, `sub_event_type`, `actor1`, `assoc_actor_1`, `actor2`, `assoc_actor_2` (several with `;`),
`civilian_targeting`, `country`, `location`, `latitude`, `longitude`, `fatalities` (one conservative count), `notes`. Older exports write the
headings in capitals. ACLED's terms forbid passing its data on: no sample of it is here.
"""

from datetime import date, timedelta
from typing import Final, TypeVar

from minassa.threats.sources import cells
from minassa.threats.sources.cells import CellError, CountryCode, Row, get
from minassa.threats.sources.types import DatePrecision, Deaths, Kind, PlacePrecision, SourceReport

Word = TypeVar("Word")

NAME: Final = "acled"
REQUIRED: Final = (
    "event_id_cnty",
    "event_date",
    "event_type",
    "actor1",
    "country",
    "latitude",
    "longitude",
    "fatalities",
)

_DATES: Final[dict[str, DatePrecision]] = {"1": "day", "2": "week", "3": "month"}
_PLACES: Final[dict[str, PlacePrecision]] = {"1": "exact", "2": "near", "3": "region"}
_KINDS: Final[dict[str, Kind]] = {
    "violence against civilians": "against_civilians",
    "explosions/remote violence": "explosion",
    "protests": "unrest",
    "riots": "unrest",
}


def report(row: Row, number: int, code_of: CountryCode) -> SourceReport:
    """One event."""
    precision = _coded(row, "time_precision", _DATES)
    start = cells.day(get(row, "event_date"), "event_date")
    country = cells.country(get(row, "country"), "country", code_of)
    latitude, longitude = cells.place(get(row, "latitude"), get(row, "longitude"), ("latitude", "longitude"), country)
    best = cells.count(get(row, "fatalities"), "fatalities")
    actors = cells.known(get(row, "actor1"), get(row, "actor2"))
    return SourceReport(
        row=number,
        source=NAME,
        source_id=cells.own_id(row, "event_id_cnty"),
        start=start,
        end=_end(start, precision),
        date_precision=precision,
        place=cells.short(get(row, "location"), "location"),
        country=country,
        latitude=latitude,
        longitude=longitude,
        place_precision=_coded(row, "geo_precision", _PLACES),
        kind=_kind(row, actors),
        type=cells.short(get(row, "sub_event_type", "event_type"), "sub_event_type"),
        actors=actors,
        deaths=Deaths(best=best),
        text=get(row, "notes")[: cells.LONGEST_TEXT],
    )


def _end(start: date, precision: DatePrecision) -> date:
    if precision == "week":
        return start + timedelta(days=6)
    return cells.end_of_month(start) if precision == "month" else start


def _coded(row: Row, column: str, words: dict[str, Word]) -> Word:
    code = get(row, column) or "1"
    if code not in words:
        raise CellError("bad_precision", column, code)
    return words[code]


def _kind(row: Row, actors: tuple[str, ...]) -> Kind:
    """As the event's type says; a battle is a state's where forces of a state take part in it."""
    word, sub = get(row, "event_type").lower(), get(row, "sub_event_type").lower()
    if sub.startswith("abduction"):
        return "abduction"
    if word == "battles":
        is_of_state = any(one.startswith(("Military Forces", "Police Forces")) for one in actors)
        return "state_conflict" if is_of_state else "group_conflict"
    return _KINDS.get(word, "other")
