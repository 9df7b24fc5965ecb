"""Where each incident lies on the map: its hexagon, and the first-level area in which it is, looked up once and kept with it.

Both follow from the row's own columns and from shapes that are public, so they stand under the row's own label. When the shapes of a node
change, or how places are looked up, rows are looked up anew: each keeps what it was looked up by.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from django.db.models import Q, QuerySet

from minassa.access import door, system_actor
from minassa.threats.acts import INCIDENT_PLACE
from minassa.threats.basemap import node_shapes
from minassa.threats.hexes import stored_cell
from minassa.threats.models import Incident
from minassa.threats.shapes import ById, Shapes

if TYPE_CHECKING:
    from decimal import Decimal

    from minassa.threats.shapes.placing import Placer

COLUMNS: Final = ("cell", "area", "placed_by")
WAY: Final = 1
"""Another number where places are looked up in another way: then all are looked up again."""
BATCH: Final = 5_000
_AT_ONCE: Final = 400
_IN_AN_AREA: Final = frozenset({"exact", "near", "exact_or_near", "district", "region"})
"""Precisions of places that are known to lie in one area. A place that is near, to within 25 km, may lie in the one beside it."""

Placed = tuple[int, str, int]
"""What `COLUMNS` hold."""
Heard = Callable[[int, int], None]
"""Hears how many are looked up, of how many."""


class Located(Protocol):
    """What has a place: an incident's row, or a report's."""

    @property
    def latitude(self) -> "Decimal | None": ...
    @property
    def longitude(self) -> "Decimal | None": ...
    @property
    def country(self) -> str: ...
    @property
    def place_precision(self) -> str: ...


def placed(rows: Sequence[Located]) -> list[Placed]:
    """What the rows keep of where they lie, in the same order."""
    shapes = node_shapes()
    spots = [_spot(row) for row in rows]
    known = [number for number, spot in enumerate(spots) if spot is not None]
    keys = _placer(ById(shapes)).keys([spot for spot in spots if spot is not None]) if known else []
    areas = dict(zip(known, keys, strict=True))
    stamp = placed_by(shapes)
    return [
        (stored_cell(row.latitude, row.longitude, row.place_precision, row.country), areas.get(number, ""), stamp)
        for number, row in enumerate(rows)
    ]


def place(rows: Sequence[Incident]) -> None:
    """Let these rows, which are not saved by this, say where they lie."""
    for row, (cell, area, by) in zip(rows, placed(rows), strict=True):
        row.cell, row.area, row.placed_by = cell, area, by


def placed_by(shapes: Shapes) -> int:
    """What stands for these shapes in `Incident.placed_by`; never 0."""
    return int(shapes.stamp[:15], 16) * 8 + WAY


def unplaced(found: "QuerySet[Incident]") -> "QuerySet[Incident]":
    """Those of these incidents that are still to be looked up, by the shapes of now."""
    stamp = placed_by(node_shapes())
    return found.filter(Q(placed_by__lt=stamp) | Q(placed_by__gt=stamp))


def place_incidents(told: Heard = lambda _done, _all: None) -> int:
    """Look up all that are still to be looked up, some in each transaction; how many. Cut off, it goes on where it stopped."""
    done, whole = 0, _count()
    while some := _place_some():
        done += some
        told(done, max(done, whole))
    return done


def _count() -> int:
    with door(system_actor("incidents"), INCIDENT_PLACE):
        return unplaced(Incident.objects.all()).count()


def _place_some() -> int:
    with door(system_actor("incidents"), INCIDENT_PLACE):
        stamp = placed_by(node_shapes())
        # Either side by itself, in the order of the index: with both at once all that is left would be sorted for each batch.
        rows = list(Incident.objects.filter(placed_by__lt=stamp).order_by("placed_by")[:BATCH]) or list(
            Incident.objects.filter(placed_by__gt=stamp).order_by("placed_by")[:BATCH]
        )
        # Nothing that anybody told has changed: `modified` stays, and no warning looks again.
        _keep(rows, placed(rows))
        return len(rows)


@lru_cache(maxsize=2)
def _placer(known: ById) -> "Placer":
    from minassa.threats.shapes.placing import Placer  # noqa: PLC0415 - numpy is loaded only where places are looked up

    return Placer(known.shapes)


def _keep(rows: Sequence[Incident], where: Sequence[Placed]) -> None:
    """Where other shapes alone made a difference, all of one area are changed at once."""
    of: defaultdict[tuple[str, int], list[UUID]] = defaultdict(list)
    others = []
    for row, (cell, area, by) in zip(rows, where, strict=True):
        if row.cell == cell:
            of[area, by].append(row.id)
        else:
            row.cell, row.area, row.placed_by = cell, area, by
            others.append(row)
    for (area, by), ids in of.items():
        for start in range(0, len(ids), _AT_ONCE):
            Incident.objects.filter(id__in=ids[start : start + _AT_ONCE]).update(area=area, placed_by=by)
    Incident.objects.bulk_update(others, COLUMNS, batch_size=_AT_ONCE)


def _spot(row: Located) -> tuple[float, float, str] | None:
    if row.latitude is None or row.longitude is None or row.place_precision not in _IN_AN_AREA:
        return None
    return float(row.longitude), float(row.latitude), row.country
