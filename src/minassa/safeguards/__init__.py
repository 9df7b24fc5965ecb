"""Safeguards: alerts on scraping, and the register of incidents of security and mis-disclosures."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.safeguards.scraping.rules import Excess, Measure, Span

if TYPE_CHECKING:
    from minassa.safeguards.faults import TooFast
    from minassa.safeguards.scraping.paging import note_page
    from minassa.safeguards.scraping.reads import list_scraping, read_scraping
    from minassa.safeguards.scraping.service import dismiss_scraping, slow_down, uphold_scraping
    from minassa.safeguards.scraping.slowing import hold_back, hold_back_who
    from minassa.safeguards.scraping.types import ScrapingPage, ScrapingState, ScrapingView
    from minassa.safeguards.words import MEASURES, SCRAPING_STATES, SPANS

__all__ = [
    "MEASURES",
    "SCRAPING_STATES",
    "SPANS",
    "Excess",
    "Measure",
    "ScrapingPage",
    "ScrapingState",
    "ScrapingView",
    "Span",
    "TooFast",
    "dismiss_scraping",
    "hold_back",
    "hold_back_who",
    "list_scraping",
    "note_page",
    "read_scraping",
    "slow_down",
    "uphold_scraping",
]

_FOUND_IN = {
    "faults": ("TooFast",),
    "scraping.paging": ("note_page",),
    "scraping.reads": ("list_scraping", "read_scraping"),
    "scraping.service": ("dismiss_scraping", "slow_down", "uphold_scraping"),
    "scraping.slowing": ("hold_back", "hold_back_who"),
    "scraping.types": ("ScrapingPage", "ScrapingState", "ScrapingView"),
    "words": ("MEASURES", "SCRAPING_STATES", "SPANS"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
