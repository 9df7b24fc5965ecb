"""Words for smuggling routes: goods, how sure a leg is, how exact a place."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMMODITY_NAMES: Final[dict[str, Promise]] = {
    "arms": _("Arms and ammunition"),
    "fuel": _("Fuel"),
    "gold": _("Gold and minerals"),
    "drugs": _("Drugs"),
    "people": _("People (trafficking or smuggling)"),
    "other": _("Other goods"),
}
CONFIDENCE_NAMES: Final[dict[str, Promise]] = {
    "high": _("High: seen or confirmed by several sources"),
    "medium": _("Medium: one good source"),
    "low": _("Low: assumed"),
}
CONFIDENCES_IN_SHORT: Final[dict[str, Promise]] = {"high": _("High"), "medium": _("Medium"), "low": _("Low")}
PRECISION_NAMES: Final[dict[int, Promise]] = {
    100: _("As exact as a door"),
    1_000: _("A village"),
    5_000: _("A town"),
    25_000: _("A district"),
    100_000: _("A region"),
}
