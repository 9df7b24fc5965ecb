"""What can go wrong with briefings."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_SCHEDULE: Final = fault_code(
    "briefings.no-schedule",
    _("There is no such schedule, or it is not yours to change."),
    _("Load the list of schedules again."),
)
NO_INCIDENT: Final = fault_code(
    "briefings.no-incident",
    _("Not one incident of this period and area may be told to all the readers that were chosen."),
    _("Choose another period, area, marks or recipients, or release incidents to these readers first."),
)
NOT_ASKED: Final = fault_code(
    "briefings.not-asked",
    _("No report that you asked for stands here; it was forgotten, or is somebody else's."),
    _("Look among your drafts, or ask for it again."),
)
CUT_OFF: Final = fault_code(
    "briefings.cut-off",
    _("Making the figures was cut off twice."),
    _("Ask for a shorter period or fewer countries, or tell the node's administrator."),
)
BAD_PLAN: Final = fault_code(
    "briefings.bad-plan",
    _("A schedule needs a heading of at most %(limit)s letters, a traffic light other than red, and a handling code."),
    _("Fill these in."),
)
NO_FIGURES: Final = fault_code(
    "briefings.no-figures",
    _("This report has no figures that could be made anew."),
    _("Begin a new threat report with figures."),
)
