"""Telling whoever may know, each in their own agency's name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from minassa.access import PersonView, system_actor
from minassa.desk import notify_all


def tell(
    everybody: Iterable[PersonView],
    persons: Iterable[UUID],
    *,
    kind: str,
    about: str,
    params: Mapping[str, str | int] | None = None,
) -> None:
    """Give each of these persons a notice."""
    wanted, by_agency = frozenset(persons), defaultdict[UUID, list[UUID]](list)
    for one in everybody:
        if one.id in wanted:
            by_agency[one.agency].append(one.id)
    for agency, told in by_agency.items():
        notify_all(system_actor("safeguards"), persons=told, agency=agency, kind=kind, about=about, params=params)
