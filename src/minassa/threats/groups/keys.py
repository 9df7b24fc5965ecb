"""By which keys a group is met in reports: its own names, and those that people decided to mean it."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from minassa.records import names_of
from minassa.threats.models import ActorName
from minassa.threats.reporting import actor_key

GROUP: Final = "ArmedGroup"
SAME: Final = "same"
OTHER: Final = "other"


def keys_of_groups(ids: Iterable[UUID] | None = None) -> dict[UUID, frozenset[str]]:
    """The keys of each group that the open door lets through, of these where they are named."""
    named = names_of(GROUP, ids=ids)
    found = {own: {actor_key(one) for one in names} for own, names in named.items()}
    decided = ActorName.objects.filter(decision=SAME)
    for own, key in (decided if ids is None else decided.filter(group_id__in=list(found))).values_list(
        "group_id", "key"
    ):
        if own in found:
            found[own].add(key)
    return {own: frozenset(keys) for own, keys in found.items()}
