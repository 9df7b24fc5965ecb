"""What the map shows: incidents counted by hexagon, single places where it is near enough, and what lies nowhere in particular.

Everything is counted through the door at the moment of asking: no count is kept, so none can tell of an incident that its reader may not see.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from django.db.models import Count, QuerySet

from minassa.access import Actor, Opened, door, marks
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.hexes import NEAR, middle_of, resolution_of, totals
from minassa.threats.models import Incident
from minassa.threats.reads import filtered, refuse_odd
from minassa.threats.types import Filters, Hexagon, IncidentMap, MonthCount, Place, Window

MOST_PLACES: Final = 1_500
_ALL: Final = Filters()
_EARTH: Final = Window()
_REACH: Final = {5: 0.15, 4: 0.4, 3: 1.0, 2: 2.6}
"""Degrees, at most, by which a hexagon reaches beyond its middle in the latitudes where people live."""
_PLACE_COLUMNS: Final = ("id", "longitude", "latitude", "place_precision", "place", "country", "start", "kind")


def map_incidents(actor: Actor, *, filters: Filters = _ALL, window: Window = _EARTH, purpose: str = "") -> IncidentMap:
    """The incidents of the window, as fine as its zoom, and never finer than their places are known.

    Raises Invalid for a filter that is none.
    """
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose):
        return drawn(filtered(filters), window)


def map_marks(
    actor: Actor, *, filters: Filters = _ALL, purpose: str = ""
) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Marks and obligations of all that a map with these filters can show, for its handling band."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose) as opened:
        return marks_of(filtered(filters), opened)


def months_of_incidents(actor: Actor, *, filters: Filters = _ALL, purpose: str = "") -> tuple[MonthCount, ...]:
    """How many incidents each month has, from the first to the last one that has any, for the slider under the map."""
    refuse_odd(filters)
    with door(actor, INCIDENT_LIST, purpose=purpose):
        days = filtered(filters).order_by().values_list("start").annotate(number=Count("id"))
        counts: Counter[tuple[int, int]] = Counter()
        for day, number in days:
            counts[day.year, day.month] += number
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    span = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])
    return tuple(MonthCount(one // 12, one % 12 + 1, counts[one // 12, one % 12 + 1]) for one in span)


def drawn(found: QuerySet[Incident], window: Window) -> IncidentMap:
    """The map of these incidents, for this room's own questions inside a door."""
    counts = list(found.exclude(cell=None).order_by().values_list("cell").annotate(number=Count("id")))
    nowhere = _nowhere(found)
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
        countries=tuple(sorted((country, number) for country, number in nowhere.items() if country)),
        total=sum(number for _cell, number in counts) + sum(nowhere.values()),
        nowhere=nowhere.get("", 0),
    )


def marks_of(found: QuerySet[Incident], opened: Opened) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Marks and obligations of these incidents, each label once."""
    labels = sorted(found.order_by().values_list("label_id", flat=True).distinct())
    return tuple((marks(opened.label_of(one)), opened.obligations(one)) for one in labels)


def _nowhere(found: QuerySet[Incident]) -> dict[str, int]:
    """Incidents without a hexagon: by country where that is what is known, under "" where not even that."""
    counts: Counter[str] = Counter()
    asked = found.filter(cell=None).order_by().values_list("country", "place_precision").annotate(number=Count("id"))
    for country, precision, number in asked:
        counts[country if precision == "country" else ""] += number
    return counts


def _is_within(cell: int, window: Window) -> bool:
    longitude, latitude = middle_of(cell)
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
