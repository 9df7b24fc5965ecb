"""A panel: deaths of each place in each month."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from minassa.threats.months import month_number

Numbers = NDArray[np.float64]

PLACE_COLUMNS: Final = ("isocode", "iso3", "country", "place")
DEATHS_COLUMNS: Final = ("fatalities_ucdp", "fatalities", "best", "deaths")


class PanelError(ValueError):
    """The table is no panel; the message says in which row and what to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """`deaths[place, month]`, whole numbers of at least 0; NaN where nothing is known (a state that did not exist yet)."""

    places: tuple[str, ...]
    months: tuple[int, ...]
    deaths: Numbers

    def until(self, month: int) -> "Panel":
        """The panel as it stood at the end of a month: what came later is cut off."""
        kept = sum(one <= month for one in self.months)
        return Panel(self.places, self.months[:kept], self.deaths[:, :kept])


def panel_of(deaths: Mapping[tuple[str, int], float]) -> Panel:
    """A panel of deaths by (place, month number); months between the first and the last are all there, NaN where not told."""
    if not deaths:
        raise PanelError("There is not a single month in it. Give a table with a row for each place and month.")
    places = tuple(sorted({place for place, _month in deaths}))
    told = {month for _place, month in deaths}
    months = tuple(range(min(told), max(told) + 1))
    filled = np.full((len(places), len(months)), np.nan)
    row = {place: number for number, place in enumerate(places)}
    for (place, month), count in deaths.items():
        filled[row[place], month - months[0]] = count
    return Panel(places, months, filled)


def read_panel(lines: Iterable[str]) -> Panel:
    """Read a table with a header: a place (`isocode`), a month (`period`, YYYYMM) and deaths (`fatalities_UCDP`).

    Raises PanelError with the row and what is wrong in it: a month that is none, a negative count, the same month twice.
    """
    reader = csv.DictReader(lines)
    names = {name.strip().lower(): name for name in reader.fieldnames or () if name}
    place_name, deaths_name = _first(names, PLACE_COLUMNS), _first(names, DEATHS_COLUMNS)
    period_name = _first(names, ("period", "month"))
    found: dict[tuple[str, int], float] = {}
    for number, row in enumerate(reader, start=2):
        key = (row[place_name].strip(), _month(row[period_name], number))
        if key in found:
            raise PanelError(f"Row {number}: {key[0]} has this month twice. Leave one of the two rows.")
        found[key] = _count(row[deaths_name], number)
    return panel_of(found)


def _first(names: Mapping[str, str], wanted: tuple[str, ...]) -> str:
    for one in wanted:
        if one in names:
            return names[one]
    raise PanelError(f"The header has none of the columns {', '.join(wanted)}. Name the column so and repeat.")


def _month(text: str | None, number: int) -> int:
    digits = (text or "").replace("-", "").strip()
    if len(digits) == 6 and digits.isdecimal() and 1 <= int(digits[4:]) <= 12:
        return month_number(int(digits[:4]), int(digits[4:]))
    raise PanelError(f"Row {number}: “{text}” is no month. Write it as 202403.")


def _count(text: str | None, number: int) -> float:
    try:
        count = float((text or "").strip() or "nan")
    except ValueError:
        count = -1.0
    if count < 0 or (count != round(count, 0) and not np.isnan(count)):
        raise PanelError(f"Row {number}: “{text}” is no number of deaths. Write a whole number of at least 0.")
    return count
