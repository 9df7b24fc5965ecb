"""Markings, both ways: the Traffic Light Protocol, and the platform's handling codes, purposes and obligations.

TLP 2.0 (FIRST) is written with the marking definitions that OASIS published for it (cti-stix-common-objects,
extension-definition tlp-2.0). The four of TLP 1.0 that STIX 2.1 itself defines (7.2.1.4) are read: white is clear.

A handling code, a purpose, an obligation and the EXERCISE mark are each one marking definition: a statement that people and other
tools can read, with our extension for machines. Their ids follow from what they say, so every node writes the same ones,
and an id that does not fit what it claims is not believed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from minassa.stix.ids import own_id
from minassa.stix.published import EXTENSION, PUBLISHED_ON
from minassa.stix.types import Json, Stix

TLP_EXTENSION: Final = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

TLP_LEVELS: Final = ("red", "amber_strict", "amber", "green", "clear")
"""The levels of TLP 2.0 from the narrowest to the widest, as this platform writes them."""

TLP_IDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "clear": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        "green": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        "amber": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "amber_strict": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        "red": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
)
_TLP_10_IDS: Final = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "clear",
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "green",
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "amber",
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "red",
}
_LEVEL_OF: Final = {**{id_: level for level, id_ in TLP_IDS.items()}, **_TLP_10_IDS}
_WRITTEN: Final = {"amber_strict": "amber+strict"}
_READ: Final = {"white": "clear", "amber+strict": "amber_strict"} | {level: level for level in TLP_LEVELS}

HANDLING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "H0": "May be used for the prevention and investigation of crime as the law allows.",
        "H1": "Not to be used in judicial proceedings without the permission of the provider.",
        "H2": "Not to be passed on without the permission of the provider.",
        "H3": "Other restrictions apply; ask the provider.",
    }
)
"""The handling codes and what they oblige to (the model of Europol's handling codes)."""

_EXERCISE: Final = "EXERCISE: invented for training; not about real people or events."
_KINDS: Final = ("handling", "purpose", "obligation", "exercise")


@dataclass(frozen=True, slots=True)
class Markings:
    """What an object's markings say. `tlp` is empty where there is none; `unknown` holds the refs that nobody could explain.

    `statements` are the texts of other parties' statement markings. Granular markings count for the whole object: the narrowest
    TLP level found anywhere is `tlp`, and `granular` says that some were there.
    """

    tlp: str = ""
    handling: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    obligations: frozenset[str] = frozenset()
    exercise: bool = False
    statements: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    granular: bool = False

    def terms(self) -> Iterator[tuple[str, str]]:
        """Everything that is written as a marking of our own, as (kind, value), in a stable order."""
        for kind, values in zip(_KINDS, (self.handling, self.purposes, self.obligations), strict=False):
            yield from ((kind, value) for value in sorted(values))
        if self.exercise:
            yield "exercise", "exercise"


def marking_refs(markings: Markings) -> list[str]:
    """The `object_marking_refs` for these markings. Raises ValueError for a TLP level or handling code that does not exist."""
    return [one["id"] for one in marking_definitions(markings)]


def marking_definitions(markings: Markings) -> list[Stix]:
    """The marking definitions themselves, which travel with what they mark. Raises ValueError as `marking_refs` does."""
    if markings.tlp and markings.tlp not in TLP_IDS:
        raise ValueError(f"{markings.tlp} is no level of TLP 2.0")
    if not markings.handling <= HANDLING.keys():
        raise ValueError("a handling code that does not exist")
    head = [_tlp_definition(markings.tlp)] if markings.tlp else []
    return [*head, *(_own_definition(kind, value) for kind, value in markings.terms())]


def markings_of(one: Mapping[str, Any], definitions: Mapping[str, Stix] | None = None) -> Markings:
    """What this object's markings say. `definitions` are the marking definitions that came with it, by id.

    Of several TLP levels the narrowest counts. A definition cannot widen what its id says, and one that only calls itself
    TLP is believed where that is narrower.
    """
    whole, granular = list(_refs(one.get("object_marking_refs"))), list(_granular_refs(one))
    read = _Reading(definitions or {})
    for ref in dict.fromkeys((*whole, *granular)):
        read.take(ref)
    return Markings(
        tlp=next((level for level in TLP_LEVELS if level in read.levels), ""),
        handling=frozenset(read.terms["handling"]),
        purposes=frozenset(read.terms["purpose"]),
        obligations=frozenset(read.terms["obligation"]),
        exercise=bool(read.terms["exercise"]),
        statements=tuple(read.statements),
        unknown=tuple(read.unknown),
        granular=bool(granular),
    )


def _tlp_definition(level: str) -> Stix:
    written = _WRITTEN.get(level, level)
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": TLP_IDS[level],
        "created": "2022-10-01T00:00:00.000Z",
        "name": f"TLP:{written.upper()}",
        "extensions": {TLP_EXTENSION: {"extension_type": "property-extension", "tlp_2_0": written}},
    }


def _own_definition(kind: str, value: str) -> Stix:
    said = {"handling": f"{value}: {HANDLING.get(value, '')}", "exercise": _EXERCISE}.get(kind, f"{kind}: {value}")
    return {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": _own_marking_id(kind, value),
        "created": PUBLISHED_ON,
        "definition_type": "statement",
        "name": f"MINASSA {kind}: {value}",
        "definition": {"statement": said},
        "extensions": {EXTENSION: {"extension_type": "property-extension", "marking": {"kind": kind, "value": value}}},
    }


def _own_marking_id(kind: str, value: str) -> str:
    return own_id("marking-definition", f"marking:{kind}:{value}")


_FIXED: Final = {_own_marking_id("handling", code): ("handling", code) for code in HANDLING} | {
    _own_marking_id("exercise", "exercise"): ("exercise", "exercise")
}


class _Reading:
    """Collects what marking refs say."""

    def __init__(self, definitions: Mapping[str, Stix]) -> None:
        self._definitions = definitions
        self.levels: set[str] = set()
        self.terms: dict[str, set[str]] = {kind: set() for kind in _KINDS}
        self.statements: list[str] = []
        self.unknown: list[str] = []

    def take(self, ref: str) -> None:
        """Adds what this marking says."""
        definition = self._definitions.get(ref, {})
        levels = {level for level in (_LEVEL_OF.get(ref, ""), _claimed_level(definition)) if level}
        term = _FIXED.get(ref) or _claimed_term(definition, ref)
        self.levels |= levels
        if term:
            self.terms[term[0]].add(term[1])
        elif not levels:
            self._take_other(definition, ref)

    def _take_other(self, definition: Stix, ref: str) -> None:
        inside = definition.get("definition")
        text = inside.get("statement") if isinstance(inside, dict) else None
        if isinstance(text, str):
            self.statements.append(text)
        else:
            self.unknown.append(ref)


def _claimed_level(definition: Stix) -> str:
    """The TLP level that a definition claims in one of the three ways in use: 2.0's extension, 1.0's definition, its name."""
    inside, extension = definition.get("definition"), _extension(definition, TLP_EXTENSION)
    name = definition.get("name")
    claims = (
        extension.get("tlp_2_0"),
        inside.get("tlp") if isinstance(inside, dict) else None,
        name[4:] if isinstance(name, str) and name[:4].upper() == "TLP:" else None,
    )
    found = {_READ.get(claim.lower(), "") for claim in claims if isinstance(claim, str)}
    return next((level for level in TLP_LEVELS if level in found), "")


def _claimed_term(definition: Stix, ref: str) -> tuple[str, str] | None:
    """The term of our own that a definition states, if its id is that of this term."""
    said = _extension(definition, EXTENSION).get("marking")
    kind, value = (said.get("kind"), said.get("value")) if isinstance(said, dict) else (None, None)
    if isinstance(kind, str) and isinstance(value, str) and kind in _KINDS and _own_marking_id(kind, value) == ref:
        return kind, value
    return None


def _extension(one: Mapping[str, Any], name: str) -> Mapping[str, Json]:
    extensions = one.get("extensions")
    found = extensions.get(name) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _refs(value: Json) -> Iterable[str]:
    return (each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _granular_refs(one: Mapping[str, Any]) -> Iterator[str]:
    granular = one.get("granular_markings")
    for each in granular if isinstance(granular, list) else ():
        if isinstance(each, dict) and isinstance(each.get("marking_ref"), str):
            yield each["marking_ref"]
