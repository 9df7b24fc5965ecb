"""Briefings: threat reports that begin with figures, made when somebody asks or by a schedule, and released as reports are.

`threats` counts, `liaison` keeps and releases reports; neither knows the other. This room, above both, brings them together.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.briefings.asking import ask_briefing, is_long, list_asked, read_asked
    from minassa.briefings.scheduling import keep_schedule, list_schedules, stop_schedule
    from minassa.briefings.service import make_briefing, read_making, renew_figures
    from minassa.briefings.types import AskedView, Briefing, Every, Making, Plan, ScheduleView

__all__ = [
    "AskedView",
    "Briefing",
    "Every",
    "Making",
    "Plan",
    "ScheduleView",
    "ask_briefing",
    "is_long",
    "keep_schedule",
    "list_asked",
    "list_schedules",
    "make_briefing",
    "read_asked",
    "read_making",
    "renew_figures",
    "stop_schedule",
]

_FOUND_IN = {
    "asking": ("ask_briefing", "is_long", "list_asked", "read_asked"),
    "scheduling": ("keep_schedule", "list_schedules", "stop_schedule"),
    "service": ("make_briefing", "read_making", "renew_figures"),
    "types": ("AskedView", "Briefing", "Every", "Making", "Plan", "ScheduleView"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
