"""The OASIS JSON schemas of STIX 2.1, compiled once.

They are the data of OASIS's `stix2-validator` package; its code is not loaded. All regular expressions run on an engine
that takes linear time, whatever the text (checklist S35): several of the schemas' patterns backtrack without end in others.
"""

import importlib.util
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import jsonschema_rs
import orjson

_PACKAGE: Final = "stix2validator"
_FOLDER: Final = "schemas-2.1/schemas"
_BASE: Final = "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/"
_DOMAIN: Final = ("sdos", "sros")
_META: Final = ("extension-definition", "language-content", "marking-definition")


class SchemasMissingError(RuntimeError):
    """The package that carries the OASIS schemas is not installed, or has moved them."""


@cache
def validator(type_: str) -> jsonschema_rs.Validator:
    """The compiled schema of this type of object; for a type that the specification lacks, the common properties' schema."""
    found = _addresses().get(type_)
    schema = {"$ref": found} if found else {"anyOf": [{"$ref": _BASE + name} for name in _COMMON]}
    return jsonschema_rs.Draft202012Validator(
        schema, registry=_registry(), pattern_options=jsonschema_rs.RegexOptions(), offline=True
    )


_COMMON: Final = ("common/core.json", "common/cyber-observable-core.json")


@cache
def observables() -> frozenset[str]:
    """The types of cyber observables, which need neither times nor a version."""
    return frozenset(path.stem for path in (_folder() / "observables").glob("*.json"))


@cache
def known_types() -> frozenset[str]:
    """Every type of object that STIX 2.1 has."""
    return frozenset(_addresses())


@cache
def _addresses() -> dict[str, str]:
    """The schema's address of each type."""
    folders = {kind: sorted(path.stem for path in (_folder() / kind).glob("*.json")) for kind in _DOMAIN}
    folders["observables"] = sorted(observables())
    folders["common"] = list(_META)
    return {name: f"{_BASE}{kind}/{name}.json" for kind, names in folders.items() for name in names}


@cache
def _registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry(list(_resources()), draft=jsonschema_rs.Draft202012)


def _resources() -> Iterator[tuple[str, Any]]:
    for path in sorted(_folder().rglob("*.json")):
        name = path.relative_to(_folder()).as_posix()
        yield _BASE + name, orjson.loads(path.read_bytes()) | _CORRECTED.get(name, {})


# A granular marking names a marking or a language (STIX 2.1, 7.2.3); OASIS's schema demands the marking.
_CORRECTED: Final[Mapping[str, Mapping[str, Any]]] = {
    "common/granular-marking.json": {
        "required": ["selectors"],
        "oneOf": [{"required": ["marking_ref"]}, {"required": ["lang"]}],
    }
}


@cache
def _folder() -> Path:
    """Where the schemas lie. The package is found, not imported."""
    spec = importlib.util.find_spec(_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / _FOLDER
        if folder.is_dir():
            return folder
    raise SchemasMissingError(f"{_PACKAGE} with {_FOLDER} is not installed")
