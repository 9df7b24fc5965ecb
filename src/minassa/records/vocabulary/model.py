"""What a schema is: the kind of a record, its properties, and how it links two others."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from minassa.base.errors import Text


class ValueType(StrEnum):
    """What a property's values are, which decides how they are cleaned, found and shown."""

    STRING = "string"
    TEXT = "text"
    NAME = "name"
    DATE = "date"
    COUNTRY = "country"
    IDENTIFIER = "identifier"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"
    TOPIC = "topic"
    GENDER = "gender"
    LANGUAGE = "language"
    NUMBER = "number"
    ADDRESS = "address"
    IP = "ip"
    CHECKSUM = "checksum"
    MIMETYPE = "mimetype"
    REFERENCE = "reference"


STRING = ValueType.STRING
TEXT = ValueType.TEXT
NAME = ValueType.NAME
DATE = ValueType.DATE
COUNTRY = ValueType.COUNTRY
IDENTIFIER = ValueType.IDENTIFIER
PHONE = ValueType.PHONE
EMAIL = ValueType.EMAIL
URL = ValueType.URL
TOPIC = ValueType.TOPIC
GENDER = ValueType.GENDER
LANGUAGE = ValueType.LANGUAGE
NUMBER = ValueType.NUMBER
ADDRESS = ValueType.ADDRESS
IP = ValueType.IP
CHECKSUM = ValueType.CHECKSUM
MIMETYPE = ValueType.MIMETYPE
REFERENCE = ValueType.REFERENCE


@dataclass(frozen=True, slots=True)
class Property:
    """One property: FollowTheMoney's name, our label, the type of its values.

    `format` narrows an identifier (iban, bic, imo, imei ...). `range` names the schema that a reference points to.
    A `guarded` property is shown to the owner's people only (checklist S13).
    """

    name: str
    label: Text
    type: ValueType = STRING
    format: str = ""
    range: str = ""
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """How a record of this schema links two others: the properties that hold its ends, and the words between them.

    An end that is not named by its own property may be named by another one (`or_source`, `or_target`): of a payment, the account
    where nobody knows whose it is.
    """

    source: str
    target: str
    words: Text
    caption: tuple[str, ...] = ()
    or_source: str = ""
    or_target: str = ""

    @property
    def ends(self) -> frozenset[str]:
        """Every property that may hold an end."""
        return frozenset({self.source, self.target, self.or_source, self.or_target} - {""})

    def used(self, named: Collection[str]) -> tuple[str, str]:
        """The properties that hold the two ends of a record which has these properties."""
        source = self.or_source if self.or_source in named and self.source not in named else self.source
        target = self.or_target if self.or_target in named and self.target not in named else self.target
        return source, target

    def instead(self, name: str) -> str:
        """The property that may name an end in place of this one; empty where there is none."""
        return {self.source: self.or_source, self.target: self.or_target}.get(name, "")


@dataclass(frozen=True, slots=True)
class Declared:
    """A schema as written in one of the files here: its own properties only."""

    name: str
    label: Text
    plural: Text
    extends: tuple[str, ...] = ()
    abstract: bool = False
    caption: tuple[str, ...] = ()
    featured: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    edge: Edge | None = None
    properties: tuple[Property, ...] = ()
    example: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema with all that it inherits: what a form, a page, a reader and the graph need to know of it.

    `ancestors` holds the schema's own name and those it extends, nearest first; `kind` is what the name matcher
    calls it: person, organisation, or empty for what has no name of that sort.
    """

    name: str
    label: Text
    plural: Text
    abstract: bool
    ancestors: tuple[str, ...]
    caption: tuple[str, ...]
    featured: tuple[str, ...]
    required: tuple[str, ...]
    edge: Edge | None
    properties: Mapping[str, Property]
    example: Mapping[str, tuple[str, ...]]

    def is_a(self, name: str) -> bool:
        """Whether this is the named schema or extends it."""
        return name in self.ancestors

    @property
    def kind(self) -> str:
        """The matcher's kind: persons and organisations have names that are compared by sound and spelling."""
        if self.is_a("Person"):
            return "person"
        return "organisation" if self.is_a("LegalEntity") else ""
