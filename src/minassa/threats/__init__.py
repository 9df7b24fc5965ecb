"""Threats: incidents as several sources tell of them, where violence goes on and may spread, and what may come.

The libraries (`sources`, `matching`, `spread`, `trends`, `forecast`) are pure: they know no database and can be used alone.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.threats.bringing import import_incidents
    from minassa.threats.doubts import count_waiting, decide_doubt, list_doubts, undo_decision
    from minassa.threats.entering import InvalidEntry, amend_entry, enter_incident, near_incidents, read_entry
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
    from minassa.threats.intakes import begin_intake, drop_intake, failed_rows, list_intakes, look_at, read_intake
    from minassa.threats.monthly import monthly_deaths
    from minassa.threats.reads import count_incidents, list_incidents, read_incident
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
    )
    from minassa.threats.types import (
        ENTERED,
        DoubtPage,
        DoubtView,
        Entry,
        Filters,
        Imported,
        IncidentPage,
        IncidentRow,
        IncidentView,
        IntakePage,
        IntakeView,
        Looked,
        Near,
        Range,
        ReportView,
        Totals,
        Waiting,
    )

__all__ = [
    "DATE_PRECISIONS",
    "ENTERED",
    "KINDS",
    "PLACE_PRECISIONS",
    "PROBLEMS",
    "SOURCES",
    "BackTest",
    "BadRow",
    "DoubtPage",
    "DoubtView",
    "Entry",
    "Filters",
    "GroupPage",
    "GroupRow",
    "GroupView",
    "Imported",
    "IncidentPage",
    "IncidentRow",
    "IncidentView",
    "IntakePage",
    "IntakeView",
    "InvalidEntry",
    "Kind",
    "Looked",
    "NamePage",
    "NameView",
    "Near",
    "Panel",
    "PanelError",
    "Problem",
    "Range",
    "ReportView",
    "SourceReport",
    "Totals",
    "Waiting",
    "amend_entry",
    "backtest",
    "begin_intake",
    "count_incidents",
    "count_waiting",
    "decide_doubt",
    "decide_name",
    "drop_intake",
    "enter_incident",
    "failed_rows",
    "import_incidents",
    "list_doubts",
    "list_groups",
    "list_incidents",
    "list_intakes",
    "list_names",
    "look_at",
    "monthly_deaths",
    "near_incidents",
    "read_entry",
    "read_group",
    "read_incident",
    "read_intake",
    "read_panel",
    "seek_names",
    "table_csv",
    "table_json",
    "table_markdown",
    "undo_decision",
    "undo_name",
]

_FOUND_IN = {
    "bringing": ("import_incidents",),
    "doubts": ("count_waiting", "decide_doubt", "list_doubts", "undo_decision"),
    "entering": ("InvalidEntry", "amend_entry", "enter_incident", "near_incidents", "read_entry"),
    "intakes": ("begin_intake", "drop_intake", "failed_rows", "list_intakes", "look_at", "read_intake"),
    "groups.naming": ("decide_name", "list_names", "seek_names", "undo_name"),
    "groups.reads": ("list_groups", "read_group"),
    "groups.types": ("GroupPage", "GroupRow", "GroupView", "NamePage", "NameView"),
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
        "DATE_PRECISIONS",
        "PLACE_PRECISIONS",
        "KINDS",
        "PROBLEMS",
        "SOURCES",
        "BadRow",
        "SourceReport",
        "Kind",
        "Problem",
    ),
    "types": (
        "ENTERED",
        "DoubtPage",
        "DoubtView",
        "Entry",
        "IntakePage",
        "IntakeView",
        "Looked",
        "Near",
        "Waiting",
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
