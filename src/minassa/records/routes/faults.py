"""What can be wrong with a route, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NO_ROUTE: Final = fault_code(
    "records.no-route",
    _("A route has a name, a sort of goods, and one to %(most)s legs."),
    _("Fill in what is missing."),
)
NO_CONFIDENCE: Final = fault_code(
    "records.no-confidence",
    _("A leg does not say how sure it is."),
    _("Choose high, medium or low for each leg."),
)
SAME_PLACE: Final = fault_code(
    "records.same-place",
    _("A leg begins and ends at the same place."),
    _("Choose another place for one of its ends."),
)
NO_PLACE_NAME: Final = fault_code(
    "records.no-place-name",
    _("A place has no name."),
    _("Name it, if only as the people who pass there do."),
)
NO_COORDINATES: Final = fault_code(
    "records.no-coordinates",
    _("The coordinates of %(place)s are not those of a place, or do not say how exact they are."),
    _("Give latitude (-90 to 90), longitude (-180 to 180) and the precision, or leave all three out."),
)
