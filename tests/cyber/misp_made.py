"""MISP events and feeds for tests, made here from MISP's format as it is documented. Everything is invented: EXERCISE."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

START = 1_760_000_000
"""Seconds since 1970: when everything was last touched unless a test says otherwise."""


def uid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"misp:{name}"))


def attribute(type_: str, value: str, **given: Any) -> dict[str, Any]:
    """An attribute as PyMISP's feed generator writes it: numbers as texts, booleans as booleans."""
    return {
        "uuid": uid(f"{type_} {value}"),
        "type": type_,
        "category": "Network activity",
        "value": value,
        "to_ids": True,
        "timestamp": str(START),
        "comment": "",
        "disable_correlation": False,
        **given,
    }


def event(
    name: str, *attributes: dict[str, Any], stamp: int = START, tags: tuple[str, ...] = (), **given: Any
) -> dict[str, Any]:
    return {
        "uuid": uid(name),
        "info": f"EXERCISE {name}",
        "date": "2025-10-09",
        "analysis": "2",
        "threat_level_id": "4",
        "timestamp": str(stamp),
        "publish_timestamp": str(stamp),
        "published": True,
        "Orgc": {"uuid": uid("org"), "name": "EXERCISE CERT"},
        "Tag": [{"name": one, "colour": "#ffffff", "local": False, "relationship_type": ""} for one in tags],
        "Attribute": list(attributes),
        **given,
    }


def written(one: dict[str, Any]) -> bytes:
    return json.dumps({"Event": one}, indent=2).encode()


def feed(*events: dict[str, Any]) -> dict[str, bytes]:
    """The files of a feed: the manifest, and a file for each event."""
    names = ("info", "date", "timestamp", "analysis", "threat_level_id", "Orgc", "Tag")
    manifest = {one["uuid"]: {name: one[name] for name in names} for one in events}
    return {"manifest.json": json.dumps(manifest).encode(), **{f"{one['uuid']}.json": written(one) for one in events}}


def tagged(*names: str) -> list[dict[str, str]]:
    return [{"name": one} for one in names]


def technique(name: str, mark: str, uuid: str, *tactics: str) -> dict[str, Any]:
    """A galaxy of ATT&CK with one technique in it, as a server exports it."""
    return {
        "type": "mitre-attack-pattern",
        "name": "Attack Pattern",
        "GalaxyCluster": [
            {
                "type": "mitre-attack-pattern",
                "value": f"{name} - {mark}",
                "tag_name": f'misp-galaxy:mitre-attack-pattern="{name} - {mark}"',
                "uuid": uuid,
                "meta": {"external_id": [mark], "kill_chain": [f"mitre-attack:{one}" for one in tactics]},
            }
        ],
    }
