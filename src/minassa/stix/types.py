"""What crosses the room's edge: objects that were checked, problems with those that were refused, and the limits of reading."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

Json = Any
"""A value as `json` gives it: dict, list, str, int, float, bool or None."""

Stix = dict[str, Json]
"""One STIX object."""


class Code(StrEnum):
    """Why something was refused."""

    NOT_JSON = "not-json"
    NOT_AN_OBJECT = "not-an-object"
    DUPLICATE_KEY = "duplicate-key"
    NUMBER = "number"
    TEXT = "text"
    TOO_DEEP = "too-deep"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    SCHEMA = "schema"
    TIME = "time"
    SELECTOR = "selector"
    CIRCULAR = "circular"
    OLD_VERSION = "old-version"
    BROKEN = "broken"


SENTENCES: Final[Mapping[Code, str]] = MappingProxyType(
    {
        Code.NOT_JSON: "This is not JSON in UTF-8.",
        Code.NOT_AN_OBJECT: "This is not a STIX object: it needs a `type` and an `id`.",
        Code.DUPLICATE_KEY: "A property stands twice in one object.",
        Code.NUMBER: "A number is not finite, or outside the range that STIX allows.",
        Code.TEXT: "A text holds a NUL or half of a surrogate pair.",
        Code.TOO_DEEP: "The object is nested too deeply.",
        Code.TOO_LARGE: "The object, or a text in it, is too long.",
        Code.TOO_MANY: "There are too many objects.",
        Code.SCHEMA: "The object does not follow the STIX 2.1 schema of its type.",
        Code.TIME: "A time does not exist, or two times stand in the wrong order.",
        Code.SELECTOR: "A granular marking selects what is not there.",
        Code.CIRCULAR: "A marking definition marks itself.",
        Code.OLD_VERSION: "This is an object of STIX 2.0 where one of 2.1 is needed.",
        Code.BROKEN: "The envelope is broken here: what follows cannot be read.",
    }
)
"""The English sentence of each code; other rooms translate by code."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one reading takes in (checklist S35). Bytes and counts; depth counts brackets, the object's own included."""

    envelope_bytes: int = 256 << 20
    objects: int = 200_000
    object_bytes: int = 16 << 20
    text: int = 12 << 20
    depth: int = 48
    values: int = 100_000


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Checked:
    """An object that passed, and the exact bytes in which it came.

    `version` is what TAXII calls it: `modified`, else `created`, else empty (most observables have neither). `known` says
    whether the specification has this type; unknown types are kept as they are. `upgraded` objects came as STIX 2.0:
    `raw` then holds what we wrote.
    """

    index: int
    id: str
    type: str
    version: str
    raw: bytes
    object: Stix = field(repr=False)
    known: bool = True
    upgraded: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """An object that was refused: where it stood (-1: the whole envelope), why, and what it called itself, if that could be read.

    `detail` names the place and the rule, never the content. `object` is there where the only fault is that it is STIX 2.0.
    """

    index: int
    code: Code
    detail: str = ""
    id: str = ""
    object: Stix | None = field(default=None, repr=False)

    def sentence(self) -> str:
        """The reason in plain English."""
        return f"{SENTENCES[self.code]} ({self.detail})" if self.detail else SENTENCES[self.code]
