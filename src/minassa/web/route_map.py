"""Smuggling routes as a drawing on a page, in the words of its language."""

from collections.abc import Sequence

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from minassa.records import RouteSeen, routes_geojson
from minassa.threats import RouteWords, Shape, map_of_routes
from minassa.web import wording


def drawn_routes(routes: Sequence[RouteSeen]) -> str:
    """The map of these routes as SVG; empty where none of them has coordinates."""
    return map_of_routes(routes, words=_words(len(routes)), named=_named)


def can_be_drawn(routes: Sequence[RouteSeen]) -> bool:
    """Whether any leg or seizure of these has coordinates."""
    return bool(routes_geojson(routes)["features"])


def _named(one: Shape) -> str:
    return wording.country_name(one.code) if one.code else one.name


def _words(number: int) -> RouteWords:
    return RouteWords(
        title=_("Smuggling routes"),
        description=_("The table beside the map says the same: %(number)s routes with their legs and seizures.")
        % {"number": number},
        seizure=_("Seizure"),
        area=_("A place known only so well"),
        disputed=_("Disputed border"),
        kilometres=_("km"),
        sure=_("Leg, sure"),
        less_sure=_("Leg, less sure"),
        note=_("Shapes and names on this map imply no opinion on the status of any territory or its borders."),
        is_rtl=get_language_bidi(),
    )
