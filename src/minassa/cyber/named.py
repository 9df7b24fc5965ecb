"""Threats by name: what this room holds of an actor whom another room knows by these names."""

import json
from collections.abc import Iterable
from typing import Final

from minassa.access import Actor, door
from minassa.cyber.acts import THREAT_LIST
from minassa.cyber.models import Threat
from minassa.cyber.threats import related_to, threat_row
from minassa.cyber.types import NamedThreat
from minassa.names import fold

_ACTORS: Final = ("intrusion-set", "threat-actor", "campaign")
MOST_LOOKED_AT: Final = 5_000
MOST_FOUND: Final = 10


def threats_named(actor: Actor, *, names: Iterable[str], purpose: str = "") -> tuple[NamedThreat, ...]:
    """Actors and campaigns that bear one of these names, or one as an alias, with the indicators that point to them."""
    wanted = {fold(one) for one in names if fold(one)}
    with door(actor, THREAT_LIST, purpose=purpose) as opened:
        rows = Threat.objects.filter(type__in=_ACTORS, revoked=False).order_by("-modified", "-id")[:MOST_LOOKED_AT]
        found = [row for row in rows if not wanted.isdisjoint(_names(row))][:MOST_FOUND]
        return tuple(
            NamedThreat(
                threat_row(row, opened),
                tuple(one for one in related_to(opened, row.stix_id) if one.place == "indicator" and one.id),
            )
            for row in found
        )


def _names(row: Threat) -> set[str]:
    content = json.loads(row.content)
    aliases = content.get("aliases") or content.get("x_mitre_aliases") or ()
    return {fold(one) for one in (row.name, *aliases) if isinstance(one, str)}
