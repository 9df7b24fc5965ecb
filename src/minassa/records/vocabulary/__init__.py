"""The schemata: FollowTheMoney's names for people, organisations, assets, links and events, with our own additions.

The files here are data in Python, so that every label is found by the translators' tools and checked by mypy.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Invalid, fault_code
from minassa.records.vocabulary.assets import ASSETS
from minassa.records.vocabulary.events import EVENTS
from minassa.records.vocabulary.links import LINKS
from minassa.records.vocabulary.model import Declared, Edge, Property, Schema, ValueType
from minassa.records.vocabulary.parties import PARTIES
from minassa.records.vocabulary.roots import ROOTS

__all__ = ["FLOWS", "LEFT_OUT", "OURS", "Edge", "Property", "Schema", "ValueType", "schema", "schemata"]

UNKNOWN_SCHEMA: Final = fault_code(
    "records.unknown-schema",
    _("There is no kind of record called %(schema)s."),
    _("Choose one of the kinds in the list."),
)

# Properties of FollowTheMoney that this platform refuses to hold, each with the reason that an importer is told.
LEFT_OUT: Final[Mapping[str, object]] = MappingProxyType(
    {
        "privateKey": _("A key that moves money is never kept here."),
        "password": _("Passwords are never kept here."),
        "ethnicity": _("Ethnic origin is not processed here."),
        "religion": _("Religion is not processed here."),
        "political": _("Political opinion is not processed here."),
        "politicalGroup": _("Political opinion is not processed here."),
    }
)

# Schemata that FollowTheMoney does not have.
OURS: Final = frozenset(
    {"ArmedGroup", "Device", "Incident", "PhoneLine", "Place", "Route", "RouteLeg", "SameAs", "Seizure", "Weapon"}
)

# Links of which there are many between the same two: they are summed up where links are shown.
FLOWS: Final = ("Call", "Payment")


@cache
def schemata() -> Mapping[str, Schema]:
    """Every schema by its name, abstract ones included, in a stable order."""
    declared = {one.name: one for one in (*ROOTS, *PARTIES, *ASSETS, *LINKS, *EVENTS)}
    return MappingProxyType({name: _built(name, declared) for name in declared})


def schema(name: str) -> Schema:
    """The schema of that name. Raises Invalid (`records.unknown-schema`) where there is none."""
    found = schemata().get(name)
    if found is None:
        raise Invalid(UNKNOWN_SCHEMA, schema=name[:64])
    return found


def _built(name: str, declared: Mapping[str, Declared]) -> Schema:
    one = declared[name]
    line = tuple(_lineage(name, declared))
    return Schema(
        name=name,
        label=one.label,
        plural=one.plural,
        abstract=one.abstract,
        ancestors=line,
        caption=_first(declared[each].caption for each in line),
        featured=_first(declared[each].featured for each in line),
        required=one.required,
        edge=one.edge,
        properties=MappingProxyType(_properties(line, declared)),
        example=one.example,
    )


def _lineage(name: str, declared: Mapping[str, Declared]) -> Iterator[str]:
    """The schema and all it extends, breadth first, each once."""
    waiting, seen = [name], {name}
    while waiting:
        each = waiting.pop(0)
        yield each
        for parent in declared[each].extends:
            if parent not in seen:
                seen.add(parent)
                waiting.append(parent)


def _properties(line: tuple[str, ...], declared: Mapping[str, Declared]) -> dict[str, Property]:
    """Inherited properties; the nearest declaration of a name wins, and featured ones come first."""
    found: dict[str, Property] = {}
    for each in line:
        for one in declared[each].properties:
            found.setdefault(one.name, one)
    first = [name for name in _first(declared[each].featured for each in line) if name in found]
    return {name: found[name] for name in (*first, *(name for name in found if name not in first))}


def _first(choices: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return next((choice for choice in choices if choice), ())
