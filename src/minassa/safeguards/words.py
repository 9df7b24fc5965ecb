"""The words of this room, as pages and papers show them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.safeguards.scraping.rules import Measure, Span
from minassa.safeguards.scraping.types import ScrapingState

MEASURES: Final[Mapping[Measure, Promise]] = {
    Measure.OPENED: _("Different things opened"),
    Measure.SEARCHED: _("Searches"),
    Measure.CHECKED: _("Checks"),
    Measure.PAGED: _("Pages of whole lists"),
    Measure.PULLED: _("Pages pulled over TAXII"),
    Measure.EXPORTED: _("Exports by one person alone"),
    Measure.PROBED: _("Different things that were not there"),
    Measure.STOPPED: _("Minutes in which it was stopped by the pace"),
}
SPANS: Final[Mapping[Span, Promise]] = {
    Span.HOUR: _("Within an hour"),
    Span.DAY: _("Within a day"),
}
SCRAPING_STATES: Final[Mapping[ScrapingState, Promise]] = {
    ScrapingState.OPEN: _("To be decided"),
    ScrapingState.DISMISSED: _("Explained"),
    ScrapingState.UPHELD: _("Upheld"),
}
