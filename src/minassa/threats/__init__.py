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
    from minassa.threats.mapping import map_incidents, map_marks, months_of_incidents
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
    from minassa.threats.roots import (
        BAD_FIGURES,
        BadFigure,
        BadWhy,
        FigureLine,
        FiguresImported,
        Roots,
        failed_figures,
        import_figures,
        read_roots,
    )
    from minassa.threats.route_maps import RouteWords, map_of_routes
    from minassa.threats.shapes import Shape, Shapes
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
    from minassa.threats.warnings.kinds import WARNING_KINDS, WarningKind
    from minassa.threats.warnings.rules import (
        add_rule,
        change_rule,
        delete_rule,
        list_rules,
        pause_rule,
        read_rule,
        take_rule,
    )
    from minassa.threats.warnings.told import decide_warning, list_warnings, read_warning
    from minassa.threats.warnings.types import RuleDraft, RuleView, WarnedPage, WarnedView, WarnedWhole

__all__ = [
    "BAD_FIGURES",
    "KINDS",
    "MEASURES",
    "PROBLEMS",
    "REGIONS",
    "SORTS",
    "SOURCES",
    "WARNING_KINDS",
    "Ahead",
    "BackTest",
    "BadFigure",
    "BadRow",
    "BadWhy",
    "Cell",
    "DoubtPage",
    "DoubtView",
    "FigureLine",
    "FiguresImported",
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
    "Month",
    "MonthCount",
    "Outlook",
    "Panel",
    "PanelError",
    "Place",
    "PlaceLine",
    "Problem",
    "Range",
    "ReportView",
    "Roots",
    "RouteWords",
    "RuleDraft",
    "RuleView",
    "Shape",
    "Shapes",
    "Spread",
    "Totals",
    "Trends",
    "WarnedPage",
    "WarnedView",
    "WarnedWhole",
    "WarningKind",
    "Window",
    "add_rule",
    "backtest",
    "cell_from",
    "cell_text",
    "change_rule",
    "count_incidents",
    "decide_doubt",
    "decide_warning",
    "delete_rule",
    "failed_figures",
    "import_figures",
    "import_incidents",
    "list_doubts",
    "list_incidents",
    "list_rules",
    "list_warnings",
    "map_incidents",
    "map_marks",
    "map_of_routes",
    "month_text",
    "monthly_deaths",
    "months_of_incidents",
    "node_shapes",
    "pause_rule",
    "read_incident",
    "read_outlook",
    "read_panel",
    "read_roots",
    "read_rule",
    "read_spread",
    "read_trends",
    "read_warning",
    "replace_shapes",
    "reset_shapes",
    "shapes_to_draw",
    "table_csv",
    "table_json",
    "table_markdown",
    "take_rule",
]

_FOUND_IN = {
    "warnings.kinds": ("WARNING_KINDS", "WarningKind"),
    "warnings.rules": ("add_rule", "change_rule", "delete_rule", "list_rules", "pause_rule", "read_rule", "take_rule"),
    "warnings.told": ("decide_warning", "list_warnings", "read_warning"),
    "warnings.types": ("RuleDraft", "RuleView", "WarnedPage", "WarnedView", "WarnedWhole"),
    "roots": (
        "BAD_FIGURES",
        "BadWhy",
        "failed_figures",
        "BadFigure",
        "FigureLine",
        "FiguresImported",
        "Roots",
        "import_figures",
        "read_roots",
    ),
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
    "basemap": ("node_shapes", "replace_shapes", "reset_shapes", "shapes_to_draw"),
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
    "mapping": ("map_incidents", "map_marks", "months_of_incidents"),
    "monthly": ("monthly_deaths",),
    "reads": (
        "count_incidents",
        "list_incidents",
        "read_incident",
    ),
    "route_maps": ("RouteWords", "map_of_routes"),
    "shapes": ("Shape", "Shapes"),
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
