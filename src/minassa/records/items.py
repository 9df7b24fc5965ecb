"""An item: what a record says, apart from whose it is and who may see it; and what may be wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from minassa.base.errors import Fault, Invalid
from minassa.records import faults
from minassa.records.values import cleaned
from minassa.records.vocabulary import LEFT_OUT, Property, Schema, ValueType, schema

Properties = Mapping[str, tuple[str, ...]]

MOST_VALUES: Final = 1_000
LONGEST_TEXT: Final = 65_536
LONGEST_VALUE: Final = 4_096
LONGEST_CAPTION: Final = 250

_ID: Final = re.compile(r"[\w.:@/+=-]{1,255}")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_LONG: Final = frozenset({ValueType.TEXT})
# Where a turned direction of writing could hide what a value says (checklist S28).
_EXACT: Final = frozenset(
    {
        ValueType.CHECKSUM,
        ValueType.COUNTRY,
        ValueType.DATE,
        ValueType.EMAIL,
        ValueType.IDENTIFIER,
        ValueType.IP,
        ValueType.MIMETYPE,
        ValueType.NUMBER,
        ValueType.PHONE,
        ValueType.REFERENCE,
        ValueType.URL,
    }
)
_EXACT_NAMES: Final = frozenset({"fileName", "extension"})


@dataclass(frozen=True, slots=True)
class Item:
    """A record's content: its own reference, its schema's name, raw values by property, and what else its source said.

    `extra` holds the source's other fields (datasets, first_seen ...) so that an export gives them back.
    """

    id: str
    schema: str
    properties: Properties
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one property (`where`); `fault` has the sentence and what to do."""

    where: str
    fault: Fault

    @property
    def code(self) -> str:
        """The fault's code."""
        return self.fault.code


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that was kept although it cannot be what its property says: a date that is none, a wrong check digit."""

    property: str
    value: str


class InvalidItem(Invalid):
    """A record that cannot be kept; `problems` names each thing that is wrong."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; there is at least one."""
        super().__init__(faults.NOT_VALID, count=len(problems))
        self.problems = problems


def checked(item: Item) -> Item:
    """The item with empty and repeated values taken out; all else as it was written.

    Raises InvalidItem with every problem found, and Invalid where the schema or the id cannot be used.
    """
    of = schema(item.schema)
    if of.abstract:
        raise Invalid(faults.ABSTRACT, schema=of.name)
    if not _ID.fullmatch(item.id):
        raise Invalid(faults.BAD_ID)
    properties = _tidied(item.properties)
    problems = tuple(_problems(of, properties))
    if problems:
        raise InvalidItem(problems)
    return Item(item.id, of.name, MappingProxyType(properties), item.extra)


def typed(text: str) -> str:
    """What a person typed, without characters that nobody can type: controls, halves of surrogate pairs."""
    return CONTROL.sub("", text)


def caption(of: Schema, properties: Properties) -> str:
    """The words by which people call the record: the first caption property that has a value; else the schema's name."""
    for name in of.caption:
        for value in properties.get(name, ()):
            return " ".join(value.split())[:LONGEST_CAPTION]
    return of.name


def doubts(of: Schema, properties: Properties, *, region: str = "") -> tuple[Doubt, ...]:
    """The values that cannot be what their property says."""
    return tuple(
        Doubt(name, value)
        for name, values in properties.items()
        if name in of.properties
        for value in values
        if cleaned(of.properties[name], value, region=region).doubtful
    )


def _tidied(properties: Properties) -> dict[str, tuple[str, ...]]:
    kept = {name: tuple(dict.fromkeys(one for one in values if one.strip())) for name, values in properties.items()}
    return {name: values for name, values in kept.items() if values}


def _problems(of: Schema, properties: Properties) -> Iterator[Problem]:
    for name, values in properties.items():
        one = of.properties.get(name)
        if one is not None:
            yield from _value_problems(one, values)
        elif name in LEFT_OUT:
            yield Problem(name, Invalid(faults.LEFT_OUT_PROPERTY, property=name))
        else:
            yield Problem(name, Invalid(faults.UNKNOWN_PROPERTY, schema=of.name, property=name[:64]))
    for name in of.required:
        if name not in properties and not _named_otherwise(of, name, properties):
            yield Problem(name, Invalid(faults.REQUIRED, property=of.properties[name].label))


def _named_otherwise(of: Schema, name: str, properties: Properties) -> bool:
    """A party without a name may still be known by an alias, a number or an address: any caption property will do.

    An end of a link may be named by the property that stands in for it.
    """
    if of.edge and of.edge.instead(name) in properties:
        return True
    return name == "name" and any(each in properties for each in of.caption)


def _value_problems(one: Property, values: tuple[str, ...]) -> Iterator[Problem]:
    if len(values) > MOST_VALUES:
        yield Problem(one.name, Invalid(faults.TOO_MANY, property=one.label, limit=MOST_VALUES))
    longest = LONGEST_TEXT if one.type in _LONG else LONGEST_VALUE
    exact = one.type in _EXACT or one.name in _EXACT_NAMES
    for value in values:
        if len(value) > longest:
            yield Problem(one.name, Invalid(faults.TOO_LONG, property=one.label, limit=longest))
        elif CONTROL.search(value):
            yield Problem(one.name, Invalid(faults.CONTROL, property=one.label))
        elif exact and _DIRECTION.search(value):
            yield Problem(one.name, Invalid(faults.DIRECTION, property=one.label))
