"""What crosses the edge of the room when routes are read and written."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from minassa.records.types import RecordRow

COMMODITIES: Final = ("arms", "fuel", "gold", "drugs", "people", "other")
CONFIDENCES: Final = ("high", "medium", "low")
PRECISIONS: Final = (100, 1_000, 5_000, 25_000, 100_000)
"""How far off a place may be, in metres: as exact as a door, a village, a town, a district, a region."""


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """A place as the reader may see it. `metres` is how far off it may be; without coordinates it is in no drawing."""

    record: RecordRow
    name: str
    latitude: Decimal | None
    longitude: Decimal | None
    metres: int | None

    @property
    def where(self) -> str:
        """The coordinates as they were written; empty where there are none."""
        return "" if self.latitude is None or self.longitude is None else f"{self.latitude:f}, {self.longitude:f}"

    @property
    def kilometres(self) -> str:
        """How far off it may be, in kilometres."""
        return "" if self.metres is None else f"{Decimal(self.metres) / 1000:f} km"


@dataclass(frozen=True, slots=True)
class LegSeen:
    """One leg, with its ends; an end that the reader may not see is None, like one that is not there."""

    record: RecordRow
    order: int
    start: PlaceSeen | None
    end: PlaceSeen | None
    mode: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SeizureSeen:
    """What was seized on a route, as written, and where."""

    record: RecordRow
    date: str
    goods: str
    quantity: str
    unit: str
    place: PlaceSeen | None


@dataclass(frozen=True, slots=True)
class RouteSeen:
    """A route with those of its legs, in their order, and of its seizures, the latest first, that the reader may see."""

    record: RecordRow
    commodity: str
    mode: str
    confidence: str
    summary: str
    legs: tuple[LegSeen, ...]
    seizures: tuple[SeizureSeen, ...]


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place to be written, or found among the agency's own by its name and coordinates."""

    name: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    metres: int | None = None


@dataclass(frozen=True, slots=True)
class LegGiven:
    """A leg to be written."""

    start: PlaceGiven
    end: PlaceGiven
    confidence: str
    mode: str = ""


@dataclass(frozen=True, slots=True)
class RouteGiven:
    """A route to be written, with its first legs."""

    name: str
    commodity: str
    legs: tuple[LegGiven, ...]
    mode: str = ""
    confidence: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class SeizureGiven:
    """A seizure on a route to be written."""

    name: str
    date: str
    goods: str
    quantity: str = ""
    unit: str = ""
    place: PlaceGiven | None = None
