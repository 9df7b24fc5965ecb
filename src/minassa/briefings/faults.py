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
