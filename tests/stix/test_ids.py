"""Deterministic ids: those of observables are the specification's, as the stix2 library computes them."""

from typing import Any
from uuid import UUID

import pytest
from stix2.registry import STIX2_OBJ_MAPS

from minassa.stix import observable_id, own_id, record_id
from minassa.stix.ids import CONTRIBUTING
from tests.stix.made import OTHER, OWNER

OBSERVABLES: list[dict[str, Any]] = [
    {"type": "artifact", "payload_bin": "RVhFUkNJU0U="},
    {"type": "artifact", "url": "https://exercise.invalid/x", "hashes": {"SHA-256": "a" * 64, "MD5": "b" * 32}},
    {"type": "autonomous-system", "number": 64496, "name": "EXERCISE"},
    {"type": "directory", "path": "/exercise/\u0623"},
    {"type": "domain-name", "value": "exercise.invalid"},
    {"type": "email-addr", "value": "exercise@exercise.invalid", "display_name": "EXERCISE"},
    {"type": "email-message", "is_multipart": False, "subject": "EXERCISE", "body": "line\nline"},
    {"type": "file", "name": "exercise.exe", "size": 17},
    {"type": "file", "hashes": {"SHA-512": "c" * 128}, "name": "x"},
    {"type": "file", "hashes": {"SHA-1": "d" * 40, "SHA-256": "a" * 64}},
    {"type": "file", "hashes": {"SSDEEP": "3:a:b"}},
    {
        "type": "file",
        "name": "x.zip",
        "extensions": {"archive-ext": {"contains_refs": ["file--" + "0" * 8 + "-0000-4000-8000-" + "0" * 12]}},
    },
    {"type": "ipv4-addr", "value": "198.51.100.0/24"},
    {"type": "ipv6-addr", "value": "2001:db8::1"},
    {"type": "mac-addr", "value": "00:00:5e:00:53:01"},
    {"type": "mutex", "name": "EXERCISE"},
    {
        "type": "network-traffic",
        "protocols": ["tcp", "http"],
        "dst_port": 80,
        "dst_ref": "ipv4-addr--" + "0" * 8 + "-0000-4000-8000-" + "0" * 12,
    },
    {"type": "software", "name": "EXERCISE", "vendor": "EXERCISE", "version": "1", "languages": ["fr"]},
    {"type": "url", "value": "https://exercise.invalid/?q=\u20ac"},
    {"type": "user-account", "user_id": "1001", "account_login": "exercise", "display_name": "EXERCISE"},
    {
        "type": "windows-registry-key",
        "key": "HKLM\\exercise",
        "values": [{"name": "a", "data": "b", "data_type": "REG_SZ"}],
    },
    {"type": "x509-certificate", "serial_number": "36:f7", "hashes": {"MD5": "e" * 32}},
]


@pytest.mark.parametrize("one", OBSERVABLES, ids=lambda one: str(one["type"]))
def test_an_observable_has_the_id_that_follows_from_its_contributing_properties(one: dict[str, Any]) -> None:
    properties = {name: value for name, value in one.items() if name != "type"}
    assert observable_id(one) == _class(one["type"])(**properties)["id"]


def _class(type_: str) -> Any:
    return STIX2_OBJ_MAPS["2.1"]["observables"][type_]


def test_the_contributing_properties_are_those_of_the_specification() -> None:
    for type_, names in CONTRIBUTING.items():
        assert set(names) == set(_class(type_)._id_contributing_properties), type_


def test_what_has_no_contributing_property_has_a_random_looking_id_that_its_place_settles() -> None:
    one = {"type": "process", "pid": 17}
    assert UUID(observable_id(one, otherwise="a").split("--")[1]).version == 4
    assert observable_id(one, otherwise="a") == observable_id(one, otherwise="a") != observable_id(one, otherwise="b")


def test_ids_of_our_own_have_the_version_that_the_specification_asks_of_their_type() -> None:
    assert UUID(record_id("identity", "x", owner=OWNER).split("--")[1]).version == 4
    assert UUID(record_id("user-account", "x", owner=OWNER).split("--")[1]).version == 5
    assert record_id("identity", "x", owner=OWNER) != record_id("identity", "x", owner=OTHER)
    assert own_id("identity", "x") == own_id("identity", "x") != own_id("identity", "y")
