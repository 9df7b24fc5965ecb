"""An overview: the threat picture of some months and countries as numbers and codes, for a product that others will read."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.threats.overview.content import overview_from_json, overview_to_json
from minassa.threats.overview.types import OVERVIEW, Overview, Scope

if TYPE_CHECKING:
    from minassa.threats.overview.gathering import (
        Taken,
        overview_reads_more_than,
        still_stands,
        take_overview,
    )
    from minassa.threats.overview.paper import overview_blocks

__all__ = [
    "OVERVIEW",
    "Overview",
    "Scope",
    "Taken",
    "overview_blocks",
    "overview_from_json",
    "overview_reads_more_than",
    "overview_to_json",
    "still_stands",
    "take_overview",
]

_FOUND_IN = {
    "gathering": ("Taken", "overview_reads_more_than", "still_stands", "take_overview"),
    "paper": ("overview_blocks",),
}
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
