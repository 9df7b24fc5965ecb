"""Threats: incidents as several sources tell of them, where violence goes on and may spread, and what may come.

The libraries (`sources`, `matching`, `spread`, `trends`, `forecast`) are pure: they know no database and can be used alone.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.threats.bringing import import_incidents
    from minassa.threats.cells import Cell, cell_from, cell_text
    from minassa.threats.doubts import decide_doubt, list_doubts
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
    from minassa.threats.monthly import monthly_deaths
    from minassa.threats.months import month_text
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
    from minassa.threats.reads import count_incidents, list_incidents, read_incident
    from minassa.threats.sources import KINDS, PROBLEMS, SOURCES, BadRow, Kind, Problem
    from minassa.threats.types import (
        DoubtPage,
        DoubtView,
        Filters,
        Imported,
        IncidentPage,
        IncidentRow,
        IncidentView,
        Range,
        ReportView,
        Totals,
    )

__all__ = [
    "KINDS",
    "MEASURES",
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
    "Horizon",
    "Imported",
    "IncidentPage",
    "IncidentRow",
    "IncidentView",
    "Kind",
    "ListedCell",
    "Month",
    "Outlook",
    "Panel",
    "PanelError",
    "PlaceLine",
    "Problem",
    "Range",
    "ReportView",
    "Spread",
    "Totals",
    "Trends",
    "backtest",
    "cell_from",
    "cell_text",
    "count_incidents",
    "decide_doubt",
    "import_incidents",
    "list_doubts",
    "list_incidents",
    "month_text",
    "monthly_deaths",
    "read_incident",
    "read_outlook",
    "read_panel",
    "read_spread",
    "read_trends",
    "table_csv",
    "table_json",
    "table_markdown",
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
    "months": ("month_text",),
    "bringing": ("import_incidents",),
    "doubts": (
        "decide_doubt",
        "list_doubts",
    ),
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
    "monthly": ("monthly_deaths",),
    "reads": (
        "count_incidents",
        "list_incidents",
        "read_incident",
    ),
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
