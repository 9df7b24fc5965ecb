"""What the map shows: incidents counted by hexagon, single places where it is near enough, and what lies nowhere in particular.

Everything is counted through the door at the moment of asking: no count is kept, so none can tell of an incident that its reader may not see.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Substr

from minassa.access import Actor, Opened, door, marks
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.drawing import Shade, steps
from minassa.threats.hexes import NEAR, country_in, hexagon_middle, resolution_of, totals
from minassa.threats.models import Incident
from minassa.threats.reads import filtered, refuse_odd
from minassa.threats.types import Filters, Hexagon, IncidentMap, MonthCount, Place, Window

MOST_PLACES: Final = 1_500
_ALL: Final = Filters()
_EARTH: Final = Window()
_REACH: Final = {5: 0.15, 4: 0.4, 3: 1.0, 2: 2.6}
"""Degrees, at most, by which a hexagon reaches beyond its middle in the latitudes where people live."""
_MONTH: Final = Substr(Cast("start", CharField()), 1, 7)
"""2024-03: both engines write dates so; what takes a date apart costs several times as much on SQLite."""
_PLACE_COLUMNS: Final = ("id", "longitude", "latitude", "place_precision", "place", "country", "start", "kind")


def map_incidents(actor: Actor, *, filters: Filters = _ALL, window: Window = _EARTH, purpose: str = "") -> IncidentMap:
    """The incidents of the window, as fine as its zoom, and never finer than their places are known.

    Raises Invalid for a filter that is none.
    """
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose):
        return drawn(filtered(filters, whole=True), window)


def map_marks(
    actor: Actor, *, filters: Filters = _ALL, purpose: str = ""
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Marks and obligations of all that a map with these filters can show, for its handling band."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        return marks_of(filtered(filters, whole=True), opened)


def months_of_incidents(actor: Actor, *, filters: Filters = _ALL, purpose: str = "") -> tuple[MonthCount, ...]:
    """How many incidents each month has, from the first to the last one that has any, for the slider under the map."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose):
        months = filtered(filters, whole=True).order_by().values_list(_MONTH).annotate(number=Count("*"))
        counts = Counter({(int(month[:4]), int(month[5:])): number for month, number in months})
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    span = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return tuple(MonthCount(one // 12, one % 12 + 1, counts[one // 12, one % 12 + 1]) for one in span)


def map_shades(found: IncidentMap) -> tuple[Shade, ...]:
    """The shades of a map's hexagons; `shade_of` gives that of one count. Wider areas are dashed and bear none."""
    return steps(one.count for one in found.hexagons)


def drawn(found: QuerySet[Incident], window: Window) -> IncidentMap:
    """The map of these incidents, for this room's own questions inside a door."""
    stored = list(found.order_by().values_list("cell").annotate(number=Count("*")))
    counts = [(cell, number) for cell, number in stored if cell and cell > 0]
    here = [(cell, number) for cell, number in counts if _is_within(cell, window)]
    single = [cell for cell, _number in here if resolution_of(cell) >= NEAR]
    places = _places(found, single, window) if _has_room(here, window) else None
    if places is not None:
        here = [(cell, number) for cell, number in here if resolution_of(cell) < NEAR]
    fine, coarse = totals(here, window.resolution)
    return IncidentMap(
        resolution=window.resolution,
        hexagons=_hexagons(fine),
        areas=_hexagons(coarse),
        places=places or (),
        countries=tuple(sorted((country_in(cell), number) for cell, number in stored if cell and cell < 0)),
        total=sum(number for _cell, number in stored),
        nowhere=sum(number for cell, number in stored if cell == 0),
        unplaced=sum(number for cell, number in stored if cell is None),
    )


def marks_of(found: QuerySet[Incident], opened: Opened) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Marks and obligations of these incidents, each label once."""
    labels = sorted(found.order_by().values_list("label_id", flat=True).distinct())
    return tuple((marks(opened.label_of(one)), opened.obligations(one)) for one in labels)


def _is_within(cell: int, window: Window) -> bool:
    longitude, latitude = hexagon_middle(cell)
    reach = _REACH[resolution_of(cell)]
    return (
        window.west - reach <= longitude <= window.east + reach
        and window.south - reach <= latitude <= window.north + reach
    )


def _has_room(here: Iterable[tuple[int, int]], window: Window) -> bool:
    """Whether single places can be told apart here."""
    return window.shows_places and sum(number for _cell, number in here) <= MOST_PLACES


def _places(found: QuerySet[Incident], cells: Sequence[int], window: Window) -> tuple[Place, ...]:
    rows = found.filter(cell__in=cells).order_by("-at", "-id").values_list(*_PLACE_COLUMNS)
    return tuple(
        one for one in (Place(*row) for row in rows) if window.holds(float(one.longitude), float(one.latitude))
    )


def _hexagons(counts: dict[int, int]) -> tuple[Hexagon, ...]:
    """The fullest first."""
    return tuple(Hexagon(cell, number) for cell, number in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
