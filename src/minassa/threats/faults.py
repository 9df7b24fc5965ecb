"""The faults of this room, with what to do about each."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_FOUND: Final = fault_code(
    "threats.not-found",
    _("There is no such incident, or you may not see it."),
    _("Check the address, or look in the list of incidents."),
)
NO_DOUBT: Final = fault_code(
    "threats.no-doubt",
    _("There is no such question, or you may not see it."),
    _("Look in the list of reports that wait for a decision."),
)
DECIDED: Final = fault_code(
    "threats.decided",
    _("Somebody has decided this already."),
    _("Load the list again."),
)
NOT_OWN: Final = fault_code(
    "threats.not-own",
    _("Reports are brought in under a label of your own agency."),
    _("Choose a label of your agency."),
)
OVERVIEW_LENGTH: Final = fault_code(
    "threats.overview-length",
    _("An overview covers at least one month and at most %(limit)s."),
    _("Choose a first month that is not after the last, and a shorter period."),
)
OVERVIEW_NOT_OVER: Final = fault_code(
    "threats.overview-not-over",
    _("The last month is not over yet."),
    _("Choose a month that has ended: what is not whole would look like a fall."),
)
NO_SOURCE: Final = fault_code(
    "threats.no-source",
    _("“%(source)s” is no source of incidents."),
    _("Use one of these: %(sources)s."),
)
NOT_OF_SOURCE: Final = fault_code(
    "threats.not-of-source",
    _("The file is not one of %(source)s. Columns that are missing: %(missing)s."),
    _("Check which source it is from; a table must be text in UTF-8 with its header."),
)
BAD_FILTER: Final = fault_code(
    "threats.bad-filter",
    _("This is no filter of the list of incidents: %(name)s."),
    _("Choose the filters on the page of incidents."),
)
NO_RULE: Final = fault_code(
    "threats.no-rule",
    _("There is no such rule or warning, or you may not see it."),
    _("Look in the list of warnings."),
)
BAD_RULE: Final = fault_code(
    "threats.bad-rule",
    _("This rule cannot be kept: %(part)s."),
    _("Correct it and save it again."),
)
NO_FIGURES: Final = fault_code(
    "threats.no-figures",
    _("The file is no table of figures. Columns that are missing: %(missing)s."),
    _("Give a CSV file in UTF-8 whose first row names area, indicator, year, value, unit and source."),
)
NO_SHAPES: Final = fault_code(
    "threats.no-shapes",
    _("The file cannot be used for maps: %(reason)s."),
    _("Give TopoJSON or GeoJSON with polygons in degrees, such as those made of Natural Earth."),
)
INCIDENT_EXPORT_TOO_LARGE: Final = fault_code(
    "threats.export-too-large",
    _("An export of more than %(limit)s incidents needs a second person."),
    _("Ask for an approval, or choose fewer incidents with the filters."),
)
OTHER_THAN_GRANTED: Final = fault_code(
    "threats.other-than-granted",
    _("The second person agreed to another export than this one."),
    _("Export exactly what was asked for, or ask again."),
)
