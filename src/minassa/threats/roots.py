"""Roots: figures of development and society per area, brought in from a table and laid beside incidents as context, with their sources.

Nothing is computed from these figures: there is no index, no ranking and no score of a people, and no other page reads them.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

import pycountry

from minassa.access import Actor, Label, Opened, door, insert_rows, marks
from minassa.base import Invalid, new_ids, now
from minassa.base.cells import guarded
from minassa.base.countries import area_name
from minassa.threats import faults
from minassa.threats.acts import ROOTS_IMPORT, ROOTS_READ
from minassa.threats.basemap import node_shapes
from minassa.threats.models import Figure, Incident
from minassa.threats.picture.handling import handling_of

FIGURE_COLUMNS: Final = ("area", "indicator", "year", "value", "unit", "source")
MOST_ROWS: Final = 50_000
MOST_BAD: Final = 1_000
YEARS: Final = 10
_YEARS_KNOWN: Final = range(1900, 2101)
_LARGEST: Final = Decimal(10) ** 17

BadWhy = Literal["area", "indicator", "year", "value", "source", "cells", "twice"]
BAD_FIGURES: Final[dict[str, str]] = {
    "area": "The area is no code of ISO 3166. Write ML, MLI or ML-6.",
    "indicator": "The indicator has no name, or one of more than 120 letters.",
    "year": "The year is none between 1900 and 2100.",
    "value": "The value is no number. Write it with a point and without spaces, such as 12.5.",
    "source": "The source is missing, or longer than 250 letters. Every figure needs its source.",
    "cells": "The row has not as many cells as the header.",
    "twice": "Area, indicator, year and source stand in an earlier row too.",
}
"""What is wrong with a row and what to do; pages translate by code."""
Key = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class BadFigure:
    """A row that was not kept: its number (the header is row 1), what is wrong, and the row as it was."""

    row: int
    why: BadWhy
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FiguresImported:
    """What became of the rows of a table. `bad` keeps the first thousand that failed."""

    added: int
    amended: int
    unchanged: int
    failed: int
    bad: tuple[BadFigure, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One indicator of an area: its values by year, each with its source."""

    indicator: str
    unit: str
    values: tuple[tuple[int, Decimal, str], ...]
    marks: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the values come from, each once."""
        return tuple(dict.fromkeys(source for _year, _value, source in self.values))


@dataclass(frozen=True, slots=True)
class Roots:
    """An area: its figures, and its incidents by year (None where the node has no shape by which to place them)."""

    area: str
    areas: tuple[str, ...]
    years: tuple[int, ...]
    incidents: tuple[int, ...] | None
    lines: tuple[FigureLine, ...]
    handling: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    key: Key
    value: Decimal
    unit: str


def area_code(text: str) -> str:
    """An area's code as it is kept: a country's two letters in small, or ISO 3166-2 such as BF-SAH; empty for anything else."""
    told = text.strip().upper()
    country = pycountry.countries.get(alpha_2=told) or pycountry.countries.get(alpha_3=told)
    if country is not None:
        return str(country.alpha_2).lower()
    return told if area_name(told) else ""


def import_figures(actor: Actor, *, content: bytes, label: Label, purpose: str = "", case: str = "") -> FiguresImported:
    """Bring in a table of figures under a label of the actor's agency. The same table twice adds nothing; a changed value is amended.

    Raises Invalid where the file is no such table; then nothing is changed.
    """
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    rows, bad, failed = _read(content)
    with door(actor, ROOTS_IMPORT, purpose=purpose, case=case) as opened:
        label_id = opened.intern(label)
        held = _held(rows, opened)
        new = [one for one in rows if one.key not in held]
        changed = [
            one
            for one in rows
            if one.key in held and (held[one.key].value, held[one.key].unit) != (one.value, one.unit)
        ]
        _add(new, label_id)
        _amend(changed, held)
        opened.note(owner=label.owner, added=len(new), amended=len(changed), failed=failed)
    return FiguresImported(len(new), len(changed), len(rows) - len(new) - len(changed), failed, tuple(bad))


def failed_figures(bad: Iterable[BadFigure], words: Mapping[str, object] = BAD_FIGURES) -> str:
    """The rows that failed as a table, each with what is wrong with it; no cell that a spreadsheet would calculate."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("row", "problem", "cells"))
    table.writerows((one.row, str(words[one.why]), *map(guarded, one.cells)) for one in bad)
    return written.getvalue()


def _read(content: bytes) -> tuple[list[_Row], list[BadFigure], int]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(faults.NO_FIGURES, missing="UTF-8") from error
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    table = csv.reader(io.StringIO(text), delimiter=separator)
    heads = [one.strip().casefold() for one in next(table, [])]
    if missing := [one for one in FIGURE_COLUMNS if one not in heads]:
        raise Invalid(faults.NO_FIGURES, missing=", ".join(missing))
    found: dict[Key, _Row] = {}
    bad: list[BadFigure] = []
    failed = 0
    for number, cells in enumerate(table, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MOST_ROWS:
            raise Invalid(faults.NO_FIGURES, missing=f"< {MOST_ROWS}")
        row = _row(cells, heads)
        if isinstance(row, _Row) and row.key not in found:
            found[row.key] = row
            continue
        failed += 1
        if len(bad) < MOST_BAD:
            bad.append(BadFigure(number, "twice" if isinstance(row, _Row) else row, tuple(cells)))
    return list(found.values()), bad, failed


def _row(cells: Sequence[str], heads: Sequence[str]) -> _Row | BadWhy:
    """A row as it is kept, or what is wrong with it."""
    if len(cells) != len(heads):
        return "cells"
    told = {name: cell.strip() for name, cell in zip(heads, cells, strict=True)}
    area, value = area_code(told["area"]), _value(told["value"])
    wrong: tuple[tuple[BadWhy, bool], ...] = (
        ("area", not area),
        ("indicator", not 0 < len(told["indicator"]) <= 120),
        ("year", not _is_year(told["year"])),
        ("value", value is None),
        ("source", not 0 < len(told["source"]) <= 250),
    )
    why = next((name for name, is_wrong in wrong if is_wrong), None)
    if why is not None or value is None:
        return why or "value"
    return _Row((area, told["indicator"], int(told["year"]), told["source"]), value, told["unit"][:60])


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal() and int(text) in _YEARS_KNOWN


def _value(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= _LARGEST:
        return None
    return round(found, 6)


def _held(rows: Iterable[_Row], opened: Opened) -> dict[Key, Figure]:
    own = [one for one in opened.writable if opened.label_of(one).owner == opened.actor.agency]
    areas = sorted({one.key[0] for one in rows})
    found: dict[Key, Figure] = {}
    for start in range(0, len(areas), 300):
        for row in Figure.objects.filter(area__in=areas[start : start + 300], label_id__in=own):
            found[row.area, row.indicator, row.year, row.source] = row
    return found


def _add(rows: Sequence[_Row], label_id: int) -> None:
    at = now()
    columns = ("id", "label_id", "area", "indicator", "year", "source", "value", "unit", "modified")
    values = [
        (own, label_id, *one.key, str(one.value), one.unit, at)
        for own, one in zip(new_ids(len(rows)), rows, strict=True)
    ]
    insert_rows(Figure, columns, values)


def _amend(rows: Sequence[_Row], held: dict[Key, Figure]) -> None:
    for one in rows:
        row = held[one.key]
        row.value, row.unit, row.modified = one.value, one.unit, now()
    Figure.objects.bulk_update([held[one.key] for one in rows], ["value", "unit", "modified"], batch_size=200)


def read_roots(actor: Actor, *, area: str = "", purpose: str = "") -> Roots:
    """The figures of an area beside its incidents; without an area, the first one of which anything is known."""
    with door(actor, ROOTS_READ, purpose=purpose) as opened:
        areas = tuple(sorted(set(Figure.objects.order_by().values_list("area", flat=True).distinct())))
        chosen = area_code(area) or (areas[0] if areas else "")
        rows = list(Figure.objects.filter(area=chosen).order_by("indicator", "year", "source")) if chosen else []
        counts = _incidents(chosen)
        last = max([*(row.year for row in rows), *(counts or ())], default=0)
        years = tuple(range(last - YEARS + 1, last + 1)) if last else ()
        lines = tuple(_lines(rows, years, opened))
        of_figures = {(marks(opened.label_of(one)), opened.obligations(one)) for one in {row.label_id for row in rows}}
        counted = handling_of(opened, Incident.objects.filter(country=chosen[:2].lower())) if counts else ()
        handling = tuple(sorted(of_figures | set(counted)))
        shown = None if counts is None else tuple(counts[year] for year in years)
        return Roots(chosen, areas, years, shown, lines, handling)


def _lines(rows: Iterable[Figure], years: Sequence[int], opened: Opened) -> Iterator[FigureLine]:
    of: defaultdict[tuple[str, str, int], list[Figure]] = defaultdict(list)
    for row in rows:
        of[row.indicator, row.unit, row.label_id].append(row)
    for (indicator, unit, label_id), some in of.items():
        values = tuple((row.year, row.value, row.source) for row in some if row.year in years)
        if values:
            yield FigureLine(indicator, unit, values, marks(opened.label_of(label_id)))


def _incidents(area: str) -> Counter[int] | None:
    """Incidents of each year in a country, or in a first-level area; None where there is no shape of that."""
    if "-" in area and area not in node_shapes().places:
        return None
    found = Incident.objects.filter(area=area) if "-" in area else Incident.objects.filter(country=area.lower())
    return Counter(day.year for day in found.values_list("start", flat=True).iterator(chunk_size=5_000))
