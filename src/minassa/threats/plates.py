"""The map drawn by the node: for pages without scripts, for paper, and as a picture. It counts as the map on the screen does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from minassa.access import Actor, Opened, door
from minassa.threats import drawing
from minassa.threats.acts import INCIDENT_LIST, MAP_PRINT
from minassa.threats.basemap import node_shapes, shapes_to_draw
from minassa.threats.hexes import hexagon_middle, hexagon_ring, resolution_of
from minassa.threats.mapping import drawn, marks_of
from minassa.threats.reads import filtered, refuse_odd
from minassa.threats.shapes import Shape
from minassa.threats.types import Filters, Hexagon, IncidentMap, Window

AREAS_FROM: Final = 5.0
"""The zoom from which first-level areas are drawn."""
_WIDE_KM: Final = {2: 180.0, 3: 68.0, 4: 26.0, 5: 10.0}
"""How far from its middle a hexagon reaches: an area on paper is a circle."""

Named = Callable[[str], str]
"""The name of a country by its code, in the reader's language."""
Marked = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """A map that was drawn: the sheet, what it counts, and the marks and obligations of all that is on it, each label once."""

    sheet: drawing.Sheet
    found: IncidentMap
    marked: Marked


def draw_incidents(actor: Actor, *, filters: Filters, window: Window, country: Named, purpose: str = "") -> Plate:
    """The map of a window for a page. Raises Invalid for a filter that is none."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        return _plate(opened, filters, window, country, ())


def print_incidents(  # noqa: PLR0913 - a print states for whom and what for
    actor: Actor,
    *,
    filters: Filters,
    window: Window,
    country: Named,
    notes: Callable[[Marked], Iterable[str]],
    purpose: str = "",
) -> Plate:
    """The same to be kept or passed on by hand: the act is audited, and `notes` gives the lines that stand on it for its marks."""
    refuse_odd(filters)
    with door(actor, MAP_PRINT, purpose=purpose) as opened:
        marked = marks_of(filtered(filters, whole=True), opened)
        made = _plate(opened, filters, window, country, tuple(notes(marked)))
        opened.note(incidents=made.found.total)
        return made


def plate_svg(plate: Plate) -> str:
    """A map as one `<svg>` element."""
    return drawing.svg(plate.sheet)


def plate_png(plate: Plate, *, fonts: drawing.Fonts) -> bytes:
    """A map as a picture."""
    return drawing.png(plate.sheet, fonts=fonts)


def _plate(opened: Opened, filters: Filters, window: Window, country: Named, notes: tuple[str, ...]) -> Plate:
    rows = filtered(filters, whole=True)
    found = drawn(rows, window)
    frame = drawing.frame_of(drawing.Box(window.south, window.north, window.west, window.east))
    sheet = drawing.draw(
        frame,
        shapes=shapes_to_draw(node_shapes(), lambda one: _name(one, country), with_areas=window.zoom >= AREAS_FROM),
        cells=[drawing.Cell(hexagon_ring(one.cell), one.count) for one in found.hexagons],
        spots=[_spot(one) for one in found.areas],
        words=_words(found, country, notes),
    )
    return Plate(sheet, found, marks_of(rows, opened))


def _name(one: Shape, country: Named) -> str:
    return country(one.code) if one.code else one.name


def _spot(one: Hexagon) -> drawing.Spot:
    longitude, latitude = hexagon_middle(one.cell)
    return drawing.Spot(latitude, longitude, one.count, _WIDE_KM[resolution_of(one.cell)])


def _words(found: IncidentMap, country: Named, notes: tuple[str, ...]) -> drawing.Words:
    unplaced = [f"{country(code)}: {count}" for code, count in found.countries]
    left_out = ""
    if found.nowhere:
        left_out = _("At sea or without a known place, and not on the map: %(count)s.") % {"count": found.nowhere}
    known_by_country = _("Known by country only: %(list)s.") % {"list": " · ".join(unplaced)} if unplaced else ""
    status = _("Borders and names on this map say nothing about the status of any territory.")
    return drawing.Words(
        title=_("Map of incidents"),
        description=_("Incidents counted by hexagon; the table beside the map holds the same counts."),
        counted=_("Incidents in a hexagon"),
        point=_("Exact place"),
        area=_("Somewhere in this area"),
        disputed=_("Disputed area"),
        kilometres=_("km"),
        notes=tuple(filter(None, (*notes, left_out, known_by_country, status))),
        is_rtl=get_language_bidi(),
    )
