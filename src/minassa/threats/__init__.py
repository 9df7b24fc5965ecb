"""Threats: incidents as several sources tell of them, where violence goes on and may spread, and what may come.

The libraries (`sources`, `matching`, `shapes`, `spread`, `trends`, `forecast`) are pure: they know no database and can be used alone.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.threats.basemap import node_shapes, replace_shapes, reset_shapes, shapes_to_draw
    from minassa.threats.bringing import import_incidents
    from minassa.threats.cells import Cell, cell_from, cell_text
    from minassa.threats.doubts import decide_doubt, list_doubts
    from minassa.threats.drawing import Shade, shade_of
    from minassa.threats.exports import ask_to_export_incidents, export_incidents, granted_export
    from minassa.threats.faults import INCIDENT_EXPORT_TOO_LARGE
    from minassa.threats.forecast import (
        BackTest,
        Panel,
        PanelError,
        backtest,
        read_panel,
        table_csv,
        table_json,
        table_markdown,
    )
    from minassa.threats.hexes import hexagon_at, hexagon_middle, hexagon_name, hexagon_named, hexagon_ring
    from minassa.threats.mapping import map_incidents, map_marks, map_shades, months_of_incidents
    from minassa.threats.monthly import monthly_deaths
    from minassa.threats.months import first_day, month_number, month_of, month_text
    from minassa.threats.overview import (
        OVERVIEW,
        Overview,
        Scope,
        Taken,
        overview_blocks,
        overview_from_json,
        overview_to_json,
        still_stands,
        take_overview,
    )
    from minassa.threats.picture.outlook import read_outlook
    from minassa.threats.picture.places import REGIONS, read_spread
    from minassa.threats.picture.series import read_trends
    from minassa.threats.picture.types import (
        MEASURES,
        SORTS,
        Ahead,
        Horizon,
        ListedCell,
        Month,
        Outlook,
        PlaceLine,
        Spread,
        Trends,
    )
    from minassa.threats.plates import Marked, Plate, draw_incidents, plate_png, plate_svg, print_incidents
    from minassa.threats.reads import count_incidents, list_incidents, read_incident
    from minassa.threats.route_maps import RouteWords, map_of_routes
    from minassa.threats.shapes import Polygon, Shape, Shapes
    from minassa.threats.sources import KINDS, PROBLEMS, SOURCES, BadRow, Kind, Problem
    from minassa.threats.types import (
        DoubtPage,
        DoubtView,
        Filters,
        Hexagon,
        Imported,
        IncidentMap,
        IncidentPage,
        IncidentRow,
        IncidentView,
        MonthCount,
        Place,
        Range,
        ReportView,
        Totals,
        Window,
    )

__all__ = [
    "INCIDENT_EXPORT_TOO_LARGE",
    "KINDS",
    "MEASURES",
    "OVERVIEW",
    "PROBLEMS",
    "REGIONS",
    "SORTS",
    "SOURCES",
    "Ahead",
    "BackTest",
    "BadRow",
    "Cell",
    "DoubtPage",
    "DoubtView",
    "Filters",
    "Hexagon",
    "Horizon",
    "Imported",
    "IncidentMap",
    "IncidentPage",
    "IncidentRow",
    "IncidentView",
    "Kind",
    "ListedCell",
    "Marked",
    "Month",
    "MonthCount",
    "Outlook",
    "Overview",
    "Panel",
    "PanelError",
    "Place",
    "PlaceLine",
    "Plate",
    "Polygon",
    "Problem",
    "Range",
    "ReportView",
    "RouteWords",
    "Scope",
    "Shade",
    "Shape",
    "Shapes",
    "Spread",
    "Taken",
    "Totals",
    "Trends",
    "Window",
    "ask_to_export_incidents",
    "backtest",
    "cell_from",
    "cell_text",
    "count_incidents",
    "decide_doubt",
    "draw_incidents",
    "export_incidents",
    "first_day",
    "granted_export",
    "hexagon_at",
    "hexagon_middle",
    "hexagon_name",
    "hexagon_named",
    "hexagon_ring",
    "import_incidents",
    "list_doubts",
    "list_incidents",
    "map_incidents",
    "map_marks",
    "map_of_routes",
    "map_shades",
    "month_number",
    "month_of",
    "month_text",
    "monthly_deaths",
    "months_of_incidents",
    "node_shapes",
    "overview_blocks",
    "overview_from_json",
    "overview_to_json",
    "plate_png",
    "plate_svg",
    "print_incidents",
    "read_incident",
    "read_outlook",
    "read_panel",
    "read_spread",
    "read_trends",
    "replace_shapes",
    "reset_shapes",
    "shade_of",
    "shapes_to_draw",
    "still_stands",
    "table_csv",
    "table_json",
    "table_markdown",
    "take_overview",
]

_FOUND_IN = {
    "picture.outlook": ("read_outlook",),
    "picture.places": ("REGIONS", "read_spread"),
    "picture.series": ("read_trends",),
    "picture.types": (
        "MEASURES",
        "SORTS",
        "Ahead",
        "Horizon",
        "ListedCell",
        "Month",
        "Outlook",
        "PlaceLine",
        "Spread",
        "Trends",
    ),
    "cells": ("Cell", "cell_from", "cell_text"),
    "basemap": ("node_shapes", "replace_shapes", "reset_shapes", "shapes_to_draw"),
    "bringing": ("import_incidents",),
    "doubts": (
        "decide_doubt",
        "list_doubts",
    ),
    "drawing": ("Shade", "shade_of"),
    "faults": ("INCIDENT_EXPORT_TOO_LARGE",),
    "hexes": ("hexagon_at", "hexagon_middle", "hexagon_name", "hexagon_named", "hexagon_ring"),
    "exports": ("ask_to_export_incidents", "export_incidents", "granted_export"),
    "forecast": (
        "BackTest",
        "Panel",
        "PanelError",
        "backtest",
        "read_panel",
        "table_csv",
        "table_json",
        "table_markdown",
    ),
    "mapping": ("map_incidents", "map_marks", "map_shades", "months_of_incidents"),
    "monthly": ("monthly_deaths",),
    "plates": ("Marked", "Plate", "draw_incidents", "plate_png", "plate_svg", "print_incidents"),
    "months": ("first_day", "month_number", "month_of", "month_text"),
    "overview": (
        "OVERVIEW",
        "Overview",
        "Scope",
        "Taken",
        "overview_blocks",
        "overview_from_json",
        "overview_to_json",
        "still_stands",
        "take_overview",
    ),
    "reads": (
        "count_incidents",
        "list_incidents",
        "read_incident",
    ),
    "route_maps": ("RouteWords", "map_of_routes"),
    "shapes": ("Polygon", "Shape", "Shapes"),
    "sources": (
        "KINDS",
        "PROBLEMS",
        "SOURCES",
        "BadRow",
        "Kind",
        "Problem",
    ),
    "types": (
        "DoubtPage",
        "DoubtView",
        "Filters",
        "Imported",
        "Hexagon",
        "IncidentMap",
        "MonthCount",
        "Place",
        "Window",
        "IncidentPage",
        "IncidentRow",
        "IncidentView",
        "Range",
        "ReportView",
        "Totals",
    ),
}
# Django imports this package before its models may be; numpy and scipy are loaded only when they are wanted.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
