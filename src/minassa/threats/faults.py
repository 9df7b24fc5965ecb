"""The faults of this room, with what to do about each."""

from collections.abc import Mapping
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
ROW: Final[Mapping[str, str]] = {
    "unreadable": fault_code(
        "threats.row-unreadable",
        _("The row has not as many cells as the header."),
        _("Look for a quotation mark or line break in it."),
    ),
    "no_id": fault_code(
        "threats.row-no-id",
        _("The row has no reference of its own."),
        _("Give each row the reference that its source uses."),
    ),
    "id_twice": fault_code(
        "threats.row-id-twice",
        _("The reference stands in an earlier row of this file too."),
        _("Leave one of the two rows."),
    ),
    "bad_date": fault_code(
        "threats.row-bad-date",
        _("There is no such date."),
        _("Write the date as 2024-03-31."),
    ),
    "end_before_start": fault_code(
        "threats.row-end-before-start",
        _("The incident ends before it begins."),
        _("Exchange the two dates if they were exchanged."),
    ),
    "bad_latitude": fault_code(
        "threats.row-bad-latitude",
        _("The latitude is no number between -90 and 90."),
        _("Write degrees with a point, such as 13.51."),
    ),
    "bad_longitude": fault_code(
        "threats.row-bad-longitude",
        _("The longitude is no number between -180 and 180."),
        _("Write degrees with a point, such as 2.11."),
    ),
    "swapped": fault_code(
        "threats.row-swapped",
        _(
            "The place lies far outside the country that is named, and within it if latitude and longitude change places."
        ),
        _("Exchange latitude and longitude, or correct the country."),
    ),
    "bad_deaths": fault_code(
        "threats.row-bad-deaths",
        _("The number of deaths is no whole number."),
        _("Write digits only, or leave the cell empty."),
    ),
    "negative_deaths": fault_code(
        "threats.row-negative-deaths",
        _("The number of deaths is below zero."),
        _("Correct it, or leave the cell empty if it is not known."),
    ),
    "bad_precision": fault_code(
        "threats.row-bad-precision",
        _("The precision is none that this source uses."),
        _("See the source's codebook, or leave the cell empty."),
    ),
    "bad_country": fault_code(
        "threats.row-bad-country",
        _("The country is not known by this name or code."),
        _("Write its ISO 3166-1 code, such as NE."),
    ),
    "too_long": fault_code(
        "threats.row-too-long",
        _("A cell is longer than can be kept."),
        _("Shorten the text of this row."),
    ),
    "no_place": fault_code(
        "threats.row-no-place",
        _("Nothing says where it was."),
        _("Give the country, the place or its coordinates."),
    ),
}
"""What is wrong with a row or an entry (`sources.PROBLEMS`, the same sentences), by its code, in the reader's language."""
NOT_YOURS: Final = fault_code(
    "threats.not-yours",
    _("What another agency tells of an incident is changed by that agency only."),
    _("Propose the change to it, or enter a report of your own."),
)
NO_GROUP: Final = fault_code(
    "threats.no-group",
    _("There is no such group, or you may not see it."),
    _("Look in the list of armed groups."),
)
CHANGED_MEANWHILE: Final = fault_code(
    "threats.changed-meanwhile",
    _("Somebody else changed this incident meanwhile."),
    _("Open it again and repeat your change."),
)
FOREIGN_DETAIL: Final = fault_code(
    "threats.foreign-detail",
    _("What came with an incident of another agency is not as it must be: %(part)s."),
    _("Ask the agency that sent it to look at its version of Minassa."),
)
WORKED_ON: Final = fault_code(
    "threats.worked-on",
    _("The decision cannot be undone: the incident that was made by it has been worked on, or released, since."),
    _("Change the incident itself."),
)
NO_NAME: Final = fault_code(
    "threats.no-name",
    _("There is no such question about a name, or you may not see it."),
    _("Look in the list of names that wait for a decision."),
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
