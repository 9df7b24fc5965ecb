"""STIX 2.0 read as 2.1: what was renamed, what became required, and cyber observables as objects of their own.

Sources: STIX 2.1, 1.8 (changes since 2.0), 4.14 (observed data), 2.9 (deterministic ids). Nothing is dropped: a property that
2.1 no longer has keeps its name. Input is not trusted: what does not have the expected shape passes unchanged, and the
check against the schema of 2.1 that follows refuses it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from minassa.stix.ids import CONTRIBUTING, observable_id
from minassa.stix.schemas import known_types, observables
from minassa.stix.types import Json, Stix

_TYPES_20: Final = frozenset(
    {"attack-pattern", "campaign", "course-of-action", "identity", "indicator", "intrusion-set", "malware"}
    | {"marking-definition", "observed-data", "relationship", "report", "sighting", "threat-actor", "tool"}
    | {"vulnerability"}
)

# `labels` were required of these in 2.0 and held the open vocabulary that has a property of its own in 2.1.
_LABELS_TO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "indicator": "indicator_types",
        "malware": "malware_types",
        "report": "report_types",
        "threat-actor": "threat_actor_types",
        "tool": "tool_types",
    }
)

_FILE_TIMES: Final = {"created": "ctime", "modified": "mtime", "accessed": "atime"}
_RENAMED: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "file": _FILE_TIMES,
        "directory": _FILE_TIMES,
        "process": {"created": "created_time", "binary_ref": "image_ref"},
        "user-account": {"password_last_changed": "credential_last_changed"},
        "windows-registry-key": {"modified": "modified_time"},
    }
)

_MARKS: Final = "object_marking_refs"

# An e-mail's sender, a file's folder, a connection's address: one step is what there is; this is far beyond.
_LONGEST_CHAIN: Final = 8

_TLP_10_NAMES: Final = ("white", "green", "amber", "red")
_START_STOP: Final = re.compile(r"\bSTART\s+'([^']{10,40})'\s+STOP\s+'([^']{10,40})'")


def is_20(one: Stix) -> bool:
    """Whether this is an object of STIX 2.0. Those of 2.1 say so; only observables need not, and 2.0 has none at this place."""
    said = one.get("spec_version")
    if said is not None:
        return bool(said == "2.0")
    if one["type"] in known_types():
        return one["type"] in _TYPES_20
    return "created" in one and "modified" in one


def upgrade_20(bundle: Mapping[str, Any]) -> Stix:
    """A bundle of STIX 2.0 as one of 2.1.

    Observables that are the same in several observations stand in it once, under the markings of all of them.
    """
    found: dict[object, Json] = {}
    for place, one in enumerate(bundle.get("objects") or ()):
        for new in upgrade_object(one) if isinstance(one, dict) else (one,):
            key = new.get("id") if isinstance(new, dict) and new.get("type") in observables() else None
            if isinstance(key, str) and key in found:
                _mark(found[key], new.get(_MARKS, ()))
            else:
                found[key if isinstance(key, str) else (place, len(found))] = new
    whole = {name: value for name, value in bundle.items() if name not in {"spec_version", "objects"}}
    return {**whole, "objects": list(found.values())} if found else whole


def upgrade_object(old: Stix) -> list[Stix]:
    """One object of STIX 2.0 as one of 2.1, with the observables that it held in front. One of 2.1 stays as it is."""
    if not isinstance(old.get("type"), str) or not is_20(old):
        return [old]
    new = {**old, "spec_version": "2.1"}
    _types_for_labels(new)
    if new["type"] == "observed-data":
        return [*_observables_of(new), new]
    if new["type"] == "indicator":
        new.setdefault("pattern_type", "stix")
        if isinstance(new.get("pattern"), str):
            new["pattern"] = _START_STOP.sub(r"START t'\1' STOP t'\2'", new["pattern"])
    elif new["type"] == "malware":
        new.setdefault("is_family", True)
    elif new["type"] == "marking-definition":
        _name_tlp(new)
    return [new]


def _types_for_labels(new: Stix) -> None:
    name = _LABELS_TO.get(new["type"], "")
    if name and name not in new and "labels" in new:
        new[name] = new.pop("labels")


def _name_tlp(new: Stix) -> None:
    """The four TLP markings of 2.0 have the same ids in 2.1, and a name (STIX 2.1, 7.2.1.4)."""
    definition = new.get("definition")
    level = definition.get("tlp") if new.get("definition_type") == "tlp" and isinstance(definition, dict) else None
    if level in _TLP_10_NAMES:
        new.setdefault("name", f"TLP:{level.upper()}")


def _observables_of(new: Stix) -> Iterator[Stix]:
    """Takes the observables out of the observation, which refers to them from now on. They keep its markings."""
    inside = new.get("objects")
    if not isinstance(inside, dict) or not all(_is_observable(one) for one in inside.values()):
        return
    ids = _Identified(str(new.get("id", "")), inside)
    new["object_refs"] = [ids.id_of(key) for key in inside]
    del new["objects"]
    marks = [*_texts(new.get(_MARKS)), *_marks_inside(new)]
    found: dict[str, Stix] = {}
    for key in inside:
        one = ids.upgraded(key)
        if one["id"] not in found:
            found[one["id"]] = one
            _mark(one, marks)
    yield from found.values()


def _mark(one: Stix, marks: Iterable[str]) -> None:
    """Adds markings that are not there yet."""
    if wanted := list(dict.fromkeys((*_texts(one.get(_MARKS)), *marks))):
        one[_MARKS] = wanted


def _marks_inside(new: Stix) -> list[str]:
    """Markings of parts of the observables, which have left the observation: they mark the observables as a whole now."""
    granular = new.get("granular_markings")
    if not isinstance(granular, list) or not all(map(_is_granular, granular)):
        return []
    moved = [one["marking_ref"] for one in granular if any(map(_is_inside, one["selectors"]))]
    kept = [{**one, "selectors": [each for each in one["selectors"] if not _is_inside(each)]} for one in granular]
    new["granular_markings"] = [one for one in kept if one["selectors"]]
    if not new["granular_markings"]:
        del new["granular_markings"]
    return moved


def _is_granular(one: Json) -> bool:
    return isinstance(one, dict) and isinstance(one.get("marking_ref"), str) and isinstance(one.get("selectors"), list)


def _is_inside(selector: Json) -> bool:
    return isinstance(selector, str) and (selector == "objects" or selector.startswith("objects."))


def _texts(value: Json) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _is_observable(one: Json) -> bool:
    return isinstance(one, dict) and isinstance(one.get("type"), str)


class _Identified:
    """The observables of one observation, which refer to each other by key until each has its id.

    An id depends on the ids of those that its contributing properties refer to. Where these refer to nothing, in a circle or
    on and on, the id follows from the place instead; a key that leads nowhere stays, and the check refuses what holds it.
    """

    def __init__(self, place: str, inside: Mapping[str, Stix]) -> None:
        self._place = place
        self._renamed = {key: _renamed(one) for key, one in inside.items()}
        self._ids: dict[str, str] = {}

    def id_of(self, key: str) -> str:
        """The id of the observable with this key."""
        if key not in self._renamed:
            return key
        if key not in self._ids:
            try:
                self._ids[key] = self._by_content(key, _LONGEST_CHAIN)
            except (AttributeError, LookupError, TypeError, ValueError):
                # Contributing properties that are not what they should be: the check of the object says so.
                self._ids[key] = observable_id({"type": self._renamed[key]["type"]}, otherwise=f"{self._place} {key}")
        return self._ids[key]

    def upgraded(self, key: str) -> Stix:
        """The observable with its id, referring to the others by theirs."""
        return {"id": self.id_of(key), "spec_version": "2.1", **_referring(self._renamed[key], self.id_of)}

    def _by_content(self, key: str, left: int) -> str:
        """The id by the specification. Raises LookupError where a reference leads nowhere, or further than chains go."""
        if key not in self._ids:
            if not left:
                raise LookupError(key)
            one = self._renamed[key]
            parts = {name: one[name] for name in CONTRIBUTING.get(one["type"], ()) if name in one}
            referring = _referring(parts, lambda other: self._by_content(other, left - 1))
            self._ids[key] = observable_id({**referring, "type": one["type"]}, otherwise=f"{self._place} {key}")
        return self._ids[key]


def _renamed(one: Stix) -> Stix:
    names = _RENAMED.get(one["type"], {})
    return {names.get(name, name): value for name, value in one.items()}


def _referring(value: Json, id_of: Callable[[str], str], name: str = "") -> Json:
    """The value with each key in a `..._ref` or `..._refs` property turned into an id."""
    if isinstance(value, dict):
        return {each: _referring(inner, id_of, each) for each, inner in value.items()}
    if isinstance(value, list):
        return [_referring(inner, id_of, name) for inner in value]
    if isinstance(value, str) and name.endswith(("_ref", "_refs")):
        return id_of(value)
    return value
