"""What is derived from a record's content to find it again: words, identifying keys, references, names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import orjson

from minassa.names import tokens
from minassa.records.items import Item, Properties
from minassa.records.values import cleaned, equality_key
from minassa.records.vocabulary import Schema, ValueType

MOST_WORDS: Final = 300
LONGEST_WORD: Final = 48
LONGEST_KEY: Final = 128
MOST_NAMES: Final = 500

Kind = Literal["person", "organisation"]

_SEARCHED: Final = frozenset(
    {
        ValueType.ADDRESS,
        ValueType.EMAIL,
        ValueType.IDENTIFIER,
        ValueType.NAME,
        ValueType.PHONE,
        ValueType.STRING,
        ValueType.TEXT,
    }
)
_STRONG: Final = ("name", "alias", "previousName")
_WEAK: Final = ("weakAlias", "abbreviation")
_COUNTRIES: Final = ("country", "nationality", "jurisdiction", "mainCountry")


@dataclass(frozen=True, slots=True)
class Names:
    """What the name index holds of a record."""

    kind: Kind
    strong: tuple[str, ...]
    weak: tuple[str, ...]


def packed(item: Item) -> str:
    """Content as it is stored: JSON text in the order in which it was given."""
    return orjson.dumps({"properties": dict(item.properties), "extra": dict(item.extra)}).decode()


def unpacked(content: str) -> tuple[Properties, Mapping[str, object]]:
    """Properties and the source's own fields."""
    found = orjson.loads(content)
    return {name: tuple(values) for name, values in found["properties"].items()}, found["extra"]


def words(of: Schema, properties: Properties) -> tuple[str, ...]:
    """The folded words by which a record is found, each once, names first.

    Guarded properties are left out: a search must not tell what a page hides (checklist S13).
    """
    found: dict[str, None] = {}
    for name in sorted(properties, key=lambda each: of.properties[each].type is not ValueType.NAME):
        one = of.properties[name]
        if one.type in _SEARCHED and not one.guarded:
            for value in properties[name]:
                found.update((word[:LONGEST_WORD], None) for word in tokens(value))
        if len(found) >= MOST_WORDS:
            break
    return tuple(found)[:MOST_WORDS]


def keys(of: Schema, properties: Properties) -> Iterator[tuple[str, str]]:
    """Property and key of every identifying value, each key once a property."""
    region = region_of(of, properties)
    for name, values in properties.items():
        one = of.properties[name]
        if not one.guarded:
            found = (equality_key(one, value, region=region) for value in values)
            yield from ((name, key) for key in dict.fromkeys(found) if key and len(key) <= LONGEST_KEY)


def references(of: Schema, properties: Properties) -> Iterator[tuple[str, str]]:
    """Property and target of every reference to another record, each once."""
    for name, values in properties.items():
        if of.properties[name].type is ValueType.REFERENCE:
            yield from ((name, value) for value in values if len(value) <= 255)


def names(of: Schema, properties: Properties) -> Names | None:
    """The names under which the check finds a record; None for kinds that have none of that sort."""
    if not (of.is_a("LegalEntity") or of.is_a("Vehicle")):
        return None
    strong = [value for name in _STRONG for value in properties.get(name, ())]
    if not strong and properties.get("lastName"):
        parts = (properties.get(name, ("",))[0] for name in ("firstName", "middleName", "fatherName", "lastName"))
        strong = [" ".join(part for part in parts if part)]
    weak = [value for name in _WEAK for value in properties.get(name, ())]
    if not strong and not weak:
        return None
    kind: Kind = "person" if of.kind == "person" else "organisation"
    return Names(kind, tuple(strong[:MOST_NAMES]), tuple(weak[:MOST_NAMES]))


def region_of(of: Schema, properties: Properties) -> str:
    """The country by which a phone number without its prefix is read: the record's only one; else none."""
    codes = {
        cleaned(of.properties[name], value).value
        for name in _COUNTRIES
        if name in of.properties
        for value in properties.get(name, ())
    }
    only = next(iter(codes)) if len(codes) == 1 else ""
    return only if len(only) == 2 else ""
