"""The map and the series of an overview, in the active language."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from minassa.threats.drawing import (
    Box,
    Column,
    SeriesWords,
    Shape,
    Sheet,
    Spot,
    Words,
    around,
    draw,
    draw_series,
    frame_of,
    half_degree_cell,
    svg,
)
from minassa.threats.months import month_text
from minassa.threats.overview.types import Overview

WIDTH: Final = 1150
"""Points across: words are some ten points high on paper, and can just be read on a telephone."""


def map_of(overview: Overview, *, shapes: Sequence[Shape], is_rtl: bool) -> tuple[Sheet | None, str]:
    """The map, and the same as SVG; none where nothing has a place. Shapes bear their names as they are to be written."""
    cells = [half_degree_cell(one.south, one.west, one.incidents) for one in overview.cells]
    spots = [Spot(one.latitude, one.longitude, one.incidents, one.radius_km) for one in overview.areas]
    box = _box(overview)
    if box is None:
        return None, ""
    sheet = draw(
        frame_of(box, width=WIDTH, tallest=WIDTH),
        shapes=shapes,
        cells=cells,
        spots=spots,
        words=map_words(overview.undrawn, is_rtl=is_rtl),
    )
    return sheet, svg(sheet, id="threat-map")


def _box(overview: Overview) -> Box | None:
    return around(
        [
            *((one.west + 0.25, one.south + 0.25) for one in overview.cells),
            *((one.longitude, one.latitude) for one in overview.areas),
        ],
        margin=1.5,
        least=8.0,
    )


def map_words(undrawn: int, *, is_rtl: bool) -> Words:
    """The words of a map in the active language; `undrawn` incidents have no place that can be drawn."""
    notes = [_("Borders, names and marks on this map say nothing about the status of any territory.")]
    if undrawn:
        notes.append(
            ngettext(
                "%(count)s incident is known by country only, or without a place, and is not drawn.",
                "%(count)s incidents are known by country only, or without a place, and are not drawn.",
                undrawn,
            )
            % {"count": undrawn}
        )
    return Words(
        title=_("Map of incidents"),
        description=_("Map of incidents by cells of half a degree; the numbers stand in the tables."),
        counted=_("Incidents in a cell"),
        point=_("Place known exactly"),
        area=_("Somewhere in this area"),
        disputed=_("Disputed border"),
        kilometres=_("km"),
        notes=tuple(notes),
        is_rtl=is_rtl,
    )


def series_of(overview: Overview, *, is_rtl: bool) -> tuple[Sheet, str]:
    """The months as bars before what is usual, and the same as SVG."""
    columns = [
        Column(
            month_text(one.number),
            one.incidents,
            (one.usual.low, one.usual.middle, one.usual.high) if one.usual else None,
        )
        for one in overview.months
    ]
    words = SeriesWords(
        title=_("Incidents by month"),
        description=_("Incidents by month beside what is usual for the season; the numbers stand in the table."),
        counted=_("Incidents in a month"),
        range=_("Eight of ten such months in earlier years"),
        middle=_("Their middle"),
        is_rtl=is_rtl,
    )
    sheet = draw_series(columns, words)
    return sheet, svg(sheet, id="threat-months")
