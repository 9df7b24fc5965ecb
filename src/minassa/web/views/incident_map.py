"""The map of incidents: the page, the counts that its script asks for, the shapes under it, and what lies in one hexagon."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

import orjson
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _

from minassa.threats import (
    ById,
    Filters,
    IncidentMap,
    IncidentRow,
    MonthCount,
    Shapes,
    count_incidents,
    hexagon_at,
    hexagon_name,
    hexagon_ring,
    list_incidents,
    map_incidents,
    map_marks,
    map_shades,
    months_of_incidents,
    node_shapes,
)
from minassa.threats.acts import INCIDENT_EXPORT, INCIDENT_LIST, MAP_PRINT
from minassa.web import mapped
from minassa.web.asked import asked_for
from minassa.web.charts import months_bars
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may
from minassa.web.views.incidents import WAY, filter_choices, filters_of, line_of, tabs_of

JSON: Final = "application/json"
_LISTED: Final = 50
"""Lines of the table that the page is sent with; the script shows all that are in sight."""
_CHOSEN: Final = 20
_DAY: Final = 86_400


@page(INCIDENT_LIST)
def incident_map(request: Call) -> HttpResponse:
    """The map with its filters in the address, and the same counts as a table; for htmx, the incidents of one hexagon alone."""
    filters, purpose = filters_of(request.GET), asked_for(request).get("purpose", "")
    if request.htmx and filters.hexagon:
        return render(request, "web/incidents/map_chosen.html", _chosen(request, filters, purpose))
    shapes, everywhere = node_shapes(), _without_hexagon(filters)
    window = mapped.around(shapes, filters.country, filters.hexagon)
    found = map_incidents(
        request.actor, filters=everywhere, window=mapped.around(shapes, filters.country), purpose=purpose
    )
    shades = map_shades(found)
    lines = mapped.rows_of(found, shapes, shades)
    months = months_of_incidents(request.actor, filters=_without_period(everywhere), purpose=purpose)
    context = {
        **filter_choices(request, filters),
        **(_chosen(request, filters, purpose) if filters.hexagon else {}),
        "found": found,
        "said": said(found),
        "lines": lines[:_LISTED],
        "more": max(len(lines) - _LISTED, 0),
        "shades": shades,
        "box": ",".join(str(one) for one in (window.west, window.south, window.east, window.north)),
        "shapes_at": f"{reverse('web:incident-map-shapes')}?v={_version(shapes)}",
        "has_areas": bool(shapes.areas),
        "months": _slider(months),
        "bars": months_bars([one.count for one in months]),
        **tabs_of(request.actor, "map"),
        "may_print": may(request.actor, MAP_PRINT),
        "may_export": may(request.actor, INCIDENT_EXPORT),
        "handling": handled(map_marks(request.actor, filters=_without_period(everywhere), purpose=purpose)),
        "crumbs": (*WAY, Crumb(_("Map"))),
    }
    return render(request, "web/incidents/map.html", context)


@page(INCIDENT_LIST)
def map_data(request: Call) -> HttpResponse:
    """The counts of a window, for the script: hexagons, wider areas, single places, and the sentence about them."""
    filters = _without_hexagon(filters_of(request.GET))
    found = map_incidents(
        request.actor,
        filters=filters,
        window=mapped.window_of(request.GET),
        purpose=asked_for(request).get("purpose", ""),
    )
    shades = map_shades(found)
    told = {
        "shades": [[one.number, one.range] for one in shades],
        "rows": mapped.rows_of(found, node_shapes(), shades),
        "places": [mapped.place_of(one) for one in found.places],
        "said": said(found),
    }
    return HttpResponse(orjson.dumps(told), content_type=JSON)


@page(INCIDENT_LIST)
def map_shapes(request: Call) -> HttpResponse:
    """The shapes under the map, which are public: those around Africa, more finely, the rest of the earth, or a country's areas."""
    part, country = request.GET.get("part", ""), request.GET.get("country", "")
    body = _outlines(ById(node_shapes()), part, country, translation.get_language() or "en")
    return HttpResponse(body, content_type=JSON, headers={"Cache-Control": f"private, max-age={_DAY}"})


@lru_cache(maxsize=128)
def _outlines(known: ById, part: str, country: str, language: str) -> bytes:
    del language  # names of countries are in it
    return orjson.dumps(mapped.outlines(known.shapes, part, country))


def _version(shapes: Shapes) -> str:
    """Another one for other shapes, so that a browser does not keep the old."""
    return _stamp(ById(shapes), translation.get_language() or "en")


@lru_cache(maxsize=16)
def _stamp(known: ById, language: str) -> str:
    told = [(one.key, one.box, len(one.polygons)) for one in known.shapes.countries]
    return hashlib.blake2b(f"{language}{known.shapes.stamp}{told}".encode(), digest_size=6).hexdigest()


def said(found: IncidentMap) -> str:
    """What the map holds, in sentences: nothing is left out unsaid."""
    only_country = sum(number for _code, number in found.countries)
    sentences = [_("Incidents that match: %(count)s.") % {"count": _grouped(found.total)}]
    if only_country:
        sentences.append(_("Only the country is known: %(count)s.") % {"count": _grouped(only_country)})
    if found.nowhere:
        sentences.append(
            _("At sea or without a known place, and not on the map: %(count)s.") % {"count": _grouped(found.nowhere)}
        )
    if found.unplaced:
        sentences.append(
            _("Not laid to the map yet: %(count)s. The node is at work on it; load this page again.")
            % {"count": _grouped(found.unplaced)}
        )
    return " ".join(sentences)


def _grouped(number: int) -> str:
    return formats.number_format(number, use_l10n=True, force_grouping=True)


def _chosen(request: Call, filters: Filters, purpose: str) -> dict[str, Any]:
    """The latest incidents of a hexagon, and what they come to."""
    listed = list_incidents(request.actor, filters=filters, size=_CHOSEN, purpose=purpose)
    return {
        "chosen": [(line_of(one), _placed(one)) for one in listed.rows],
        "chosen_more": bool(listed.next),
        "chosen_totals": count_incidents(request.actor, filters=filters, purpose=purpose),
        "chosen_where": mapped.where(filters.hexagon, node_shapes()),
        "hexagon": hexagon_name(filters.hexagon),
        "ring": mapped.short(hexagon_ring(filters.hexagon)),
    }


def _placed(row: IncidentRow) -> dict[str, object]:
    """Where the script shows an incident: in the hexagon as wide as its place is known, never as a point that it is not."""
    cell = hexagon_at(row.latitude, row.longitude, row.place_precision)
    return {"ring": mapped.short(hexagon_ring(cell)) if cell else [], "cell": hexagon_name(cell) if cell else ""}


def _slider(months: Sequence[MonthCount]) -> dict[str, object] | None:
    """The ends of the slider, where there is more than one month to choose."""
    if len(months) < 2:
        return None
    first, last = months[0], months[-1]
    return {"first": f"{first.year}-{first.month:02}", "last": f"{last.year}-{last.month:02}", "most": len(months) - 1}


def _without_hexagon(filters: Filters) -> Filters:
    return replace(filters, hexagon=0)


def _without_period(filters: Filters) -> Filters:
    return replace(filters, first=None, last=None)
