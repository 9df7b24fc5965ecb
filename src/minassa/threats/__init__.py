"""Threats: incidents as several sources tell of them, where violence goes on and may spread, and what may come.

The libraries (`sources`, `matching`, `shapes`, `spread`, `trends`, `forecast`) are pure: they know no database and can be used alone.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.threats.found_in import FOUND_IN

if TYPE_CHECKING:
    from minassa.threats.basemap import node_shapes, replace_shapes, reset_shapes, shapes_to_draw
    from minassa.threats.bringing import import_incidents
    from minassa.threats.cells import HALF_DEGREE, Cell, cell_from, cell_text
    from minassa.threats.doubts import count_waiting, decide_doubt, list_doubts, undo_decision
    from minassa.threats.drawing import Shade, shade_of
    from minassa.threats.entering import InvalidEntry, amend_entry, enter_incident, near_incidents, read_entry
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
    from minassa.threats.groups.naming import decide_name, list_names, seek_names, undo_name
    from minassa.threats.groups.reads import list_groups, read_group
    from minassa.threats.groups.types import GroupPage, GroupRow, GroupView, NamePage, NameView
    from minassa.threats.hexes import hexagon_at, hexagon_middle, hexagon_name, hexagon_named, hexagon_ring
    from minassa.threats.intakes import begin_intake, drop_intake, failed_rows, list_intakes, look_at, read_intake
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
        overview_reads_more_than,
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
    from minassa.threats.placing import place_incidents
    from minassa.threats.plates import Marked, Plate, draw_incidents, plate_png, plate_svg, print_incidents
    from minassa.threats.reads import count_incidents, list_incidents, read_incident
    from minassa.threats.roots import (
        BAD_FIGURES,
        FIGURE_COLUMNS,
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
    from minassa.threats.shapes import ById, Polygon, Shape, Shapes, thinned
    from minassa.threats.sources import (
        DATE_PRECISIONS,
        KINDS,
        PLACE_PRECISIONS,
        PROBLEMS,
        SOURCES,
        BadRow,
        Kind,
        Problem,
        SourceReport,
        refused_table,
    )
    from minassa.threats.types import (
        ENTERED,
        DoubtPage,
        DoubtView,
        Entry,
        Filters,
        Hexagon,
        Imported,
        IncidentMap,
        IncidentPage,
        IncidentRow,
        IncidentView,
        IntakePage,
        IntakeView,
        Looked,
        MonthCount,
        Near,
        Place,
        Range,
        ReportView,
        Totals,
        Waiting,
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
    "DATE_PRECISIONS",
    "ENTERED",
    "FIGURE_COLUMNS",
    "HALF_DEGREE",
    "INCIDENT_EXPORT_TOO_LARGE",
    "KINDS",
    "MEASURES",
    "OVERVIEW",
    "PLACE_PRECISIONS",
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
    "ById",
    "Cell",
    "DoubtPage",
    "DoubtView",
    "Entry",
    "FigureLine",
    "FiguresImported",
    "Filters",
    "GroupPage",
    "GroupRow",
    "GroupView",
    "Hexagon",
    "Horizon",
    "Imported",
    "IncidentMap",
    "IncidentPage",
    "IncidentRow",
    "IncidentView",
    "IntakePage",
    "IntakeView",
    "InvalidEntry",
    "Kind",
    "ListedCell",
    "Looked",
    "Marked",
    "Month",
    "MonthCount",
    "NamePage",
    "NameView",
    "Near",
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
    "Roots",
    "RouteWords",
    "RuleDraft",
    "RuleView",
    "Scope",
    "Shade",
    "Shape",
    "Shapes",
    "SourceReport",
    "Spread",
    "Taken",
    "Totals",
    "Trends",
    "Waiting",
    "WarnedPage",
    "WarnedView",
    "WarnedWhole",
    "WarningKind",
    "Window",
    "add_rule",
    "amend_entry",
    "ask_to_export_incidents",
    "backtest",
    "begin_intake",
    "cell_from",
    "cell_text",
    "change_rule",
    "count_incidents",
    "count_waiting",
    "decide_doubt",
    "decide_name",
    "decide_warning",
    "delete_rule",
    "draw_incidents",
    "drop_intake",
    "enter_incident",
    "export_incidents",
    "failed_figures",
    "failed_rows",
    "first_day",
    "granted_export",
    "hexagon_at",
    "hexagon_middle",
    "hexagon_name",
    "hexagon_named",
    "hexagon_ring",
    "import_figures",
    "import_incidents",
    "list_doubts",
    "list_groups",
    "list_incidents",
    "list_intakes",
    "list_names",
    "list_rules",
    "list_warnings",
    "look_at",
    "map_incidents",
    "map_marks",
    "map_of_routes",
    "map_shades",
    "month_number",
    "month_of",
    "month_text",
    "monthly_deaths",
    "months_of_incidents",
    "near_incidents",
    "node_shapes",
    "overview_blocks",
    "overview_from_json",
    "overview_reads_more_than",
    "overview_to_json",
    "pause_rule",
    "place_incidents",
    "plate_png",
    "plate_svg",
    "print_incidents",
    "read_entry",
    "read_group",
    "read_incident",
    "read_intake",
    "read_outlook",
    "read_panel",
    "read_roots",
    "read_rule",
    "read_spread",
    "read_trends",
    "read_warning",
    "refused_table",
    "replace_shapes",
    "reset_shapes",
    "seek_names",
    "shade_of",
    "shapes_to_draw",
    "still_stands",
    "table_csv",
    "table_json",
    "table_markdown",
    "take_overview",
    "take_rule",
    "thinned",
    "undo_decision",
    "undo_name",
]

# Django imports this package before its models may be; numpy and scipy are loaded only when they are wanted.
_LATER = {name: module for module, names in FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
