"""Whom something is for, and under which marks: asked in the same way by every form that shares."""

from collections.abc import Iterable
from typing import Any, Final

from minassa.access import AgencyView, CommunityView, Tlp
from minassa.web.wording import TLP_LEVELS, handling_meanings

AMONG_AGENCIES: Final = (Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN)
"""What agencies keep among themselves."""
BUT_RED: Final = (Tlp.AMBER_STRICT, Tlp.AMBER, Tlp.GREEN, Tlp.CLEAR)
"""Where no single persons are named."""


def offer_recipients(
    fields: dict[str, Any],
    agencies: Iterable[AgencyView],
    communities: Iterable[CommunityView] = (),
    *,
    levels: Iterable[Tlp] = AMONG_AGENCIES,
) -> None:
    """Fill the choices of a form's `to`, `tlp` and `handling`."""
    fields["to"].choices = [
        *((f"agency:{one.id}", one.name) for one in agencies),
        *((f"community:{one.id}", one.name) for one in communities),
    ]
    fields["tlp"].choices = [(level.value, TLP_LEVELS[level]) for level in levels]
    fields["handling"].choices = handling_meanings()
