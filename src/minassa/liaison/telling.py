"""Who in an agency is told that something came from another one."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from minassa.access import PersonView, Role, list_agencies, list_people, system_actor
from minassa.desk import notify_all
from minassa.liaison.acts import WORKERS

_SPEAKERS = frozenset({Role.LIAISON_OFFICER, Role.SECRETARIAT})


def name_of(agency: UUID | None) -> str:
    """What an agency is called, for a notice; empty for one that is not known here."""
    found = (one.name for one in list_agencies(system_actor("liaison")) if one.id == agency)
    return next(found, "")


def officers(agency: UUID, *, chiefs: bool = False) -> tuple[UUID, ...]:
    """The liaison officers of an agency; its supervisors too where asked, or where it has no officer."""
    people = _working(agency)
    speakers = [one.id for one in people if _SPEAKERS & set(one.roles)]
    leading = [one.id for one in people if Role.SUPERVISOR in one.roles]
    return tuple(dict.fromkeys([*speakers, *leading] if chiefs or not speakers else speakers))


def working(agency: UUID, persons: Iterable[UUID | None]) -> tuple[UUID, ...]:
    """Those of these persons who still work on content in this agency."""
    known = {one.id for one in _working(agency)}
    return tuple(one for one in persons if one in known)


def tell(persons: Iterable[UUID], *, agency: UUID, kind: str, about: str, params: Mapping[str, str]) -> None:
    """Give each of these persons, once, a notice."""
    notify_all(system_actor("liaison"), persons=persons, agency=agency, kind=kind, about=about, params=params)


def _working(agency: UUID) -> list[PersonView]:
    people = list_people(system_actor("liaison"), agency=agency)
    return [one for one in people if one.is_active and WORKERS & set(one.roles)]


def everybody(agency: UUID) -> tuple[UUID, ...]:
    """Everybody of an agency who works with content."""
    return tuple(one.id for one in _working(agency))
