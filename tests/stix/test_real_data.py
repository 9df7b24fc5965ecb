"""Real objects: OASIS's examples and ATT&CK for ICS, read and written again without a byte's difference."""

import json
import lzma
import tarfile
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stix2validator import ValidationOptions, validate_instance

from minassa.stix import (
    Checked,
    Code,
    Problem,
    check_object,
    from_stix,
    read_bundle,
    read_envelope,
    upgrade_20,
    values_of_pattern,
    write_envelope,
)
from minassa.stix.schemas import observables
from tests.data import shared_data
from tests.stix.made import UUID_A, checked

Files = dict[str, bytes]


@pytest.fixture(scope="module")
def examples() -> Files:
    """OASIS's example files by name."""
    with tarfile.open(shared_data("stix/oasis_stix_examples.tar.xz")) as archive:
        members = [one for one in archive.getmembers() if one.isfile()]
        found = {one.name: archive.extractfile(one) for one in members}
        return {name: file.read() for name, file in found.items() if file}


@pytest.fixture(scope="module")
def attack() -> bytes:
    """The bundle of ATT&CK for ICS."""
    return lzma.decompress(shared_data("stix/attack_ics_18.1.stix21.json.xz").read_bytes())


def test_all_508_example_objects_of_oasis_are_read_those_of_2_0_upgraded(examples: Files) -> None:
    bundles = {name: content for name, content in examples.items() if "objects" in json.loads(content)}
    found = {name: list(read_bundle(content)) for name, content in bundles.items()}
    assert sum(len(json.loads(content)["objects"]) for content in bundles.values()) == 508
    assert not [one for many in found.values() for one in many if isinstance(one, Problem)]
    assert sum(map(len, found.values())) == 508
    for name, many in found.items():
        assert {checked(one).upgraded for one in many} == {"2.0/" in name}


def test_the_example_that_is_no_bundle_is_one_object(examples: Files) -> None:
    single = next(content for name, content in examples.items() if "interop-objectmarking" in name)
    assert checked(check_object(single)).raw == single.strip()
    assert list(read_envelope(single)) == []


def test_the_examples_of_2_0_become_what_oasis_made_of_them(examples: Files) -> None:
    """OASIS published most examples in both versions; theirs have some texts more, and differ among themselves on families."""
    differing: Counter[tuple[str, str]] = Counter()
    for name in [one for one in examples if "2.0/" in one]:
        ours = {one["id"]: one for one in upgrade_20(json.loads(examples[name]))["objects"]}
        theirs = {one["id"]: one for one in json.loads(examples[name.replace("2.0/", "2.1/")])["objects"]}
        assert ours.keys() == theirs.keys()
        for id_, one in ours.items():
            names = one.keys() | theirs[id_].keys()
            differing.update((one["type"], each) for each in names if one.get(each) != theirs[id_].get(each))
    assert differing == {
        ("indicator", "description"): 17,
        ("indicator", "name"): 1,
        ("malware", "is_family"): 6,
        ("identity", "object_marking_refs"): 1,
    }


def test_an_envelope_does_not_take_2_0_for_2_1(examples: Files) -> None:
    old = next(content for name, content in examples.items() if name.endswith("2.0/threat-reports/apt1.json"))
    assert {one.code for one in read_envelope(old) if isinstance(one, Problem)} == {Code.OLD_VERSION}
    assert not any(isinstance(one, Checked) for one in read_envelope(old))


def test_every_pattern_of_the_examples_parses_into_values(examples: Files) -> None:
    patterns = [
        one["pattern"]
        for content in examples.values()
        for one in json.loads(content).get("objects", [])
        if one["type"] == "indicator"
    ]
    assert len(patterns) == 86
    assert all(values_of_pattern(pattern) for pattern in patterns)


NAMES = [
    *(
        "confidence",
        "revoked",
        "labels",
        "external_references",
        "object_marking_refs",
        "granular_markings",
        "extensions",
    ),
    *(
        "created_by_ref",
        "spec_version",
        "x_exercise",
        "Bad",
        "b",
        "created",
        "modified",
        "valid_until",
        "first_seen",
        "last_seen",
    ),
    *("kill_chain_phases", "severity", "aliases", "start_time", "stop_time", "published"),
]
ODD: list[Any] = [
    *(None, "", [], {}, 0, -1, True, "x", ["x"], 1.5, {"a": 1}, [1]),
    *("2026-02-30T00:00:00.000Z", "2026-01-01T00:00:00Z", "2010-01-01T00:00:00.000Z", f"identity--{UUID_A}"),
]


def test_a_damaged_example_passes_where_it_passes_oasis(examples: Files) -> None:
    """The schema and the MUSTs of OASIS's validator, but for patterns and languages, which are judged where they are used."""
    whole = [
        one for name, content in examples.items() if "2.1/" in name for one in json.loads(content).get("objects", [])
    ]
    damages = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from([*ODD, "gone"])), min_size=1, max_size=2)

    @given(st.integers(0, len(whole) - 1), damages)
    @settings(max_examples=250, deadline=None)
    def agree(place: int, damage: list[tuple[str, Any]]) -> None:
        damaged = dict(whole[place])
        for name, value in damage:
            damaged[name] = value
            if value == "gone":
                del damaged[name]
        assert isinstance(check_object(damaged), Checked) == passes_oasis(damaged)

    agree()


def passes_oasis(one: dict[str, Any]) -> bool:
    """What OASIS's validator says of schema and MUSTs; where it breaks down over what it was given, that is a no.

    On an observable `created` and `modified` are somebody's own and may hold anything: it breaks down over them, and is spared.
    """
    if str(one.get("type")) in observables():
        one = {
            name: value for name, value in one.items() if name not in {"created", "modified"} or isinstance(value, str)
        }
    try:
        return bool(validate_instance(one, ValidationOptions(version="2.1", disabled="all")).is_valid)
    except (AttributeError, KeyError, TypeError, ValueError, DeprecationWarning):
        return False


def test_attack_for_ics_comes_in_whole_and_goes_out_byte_for_byte(attack: bytes) -> None:
    found = [checked(one) for one in read_envelope(attack)]
    theirs = json.loads(attack)["objects"]
    assert len(found) == 1826
    assert [one.id for one in found] == [one["id"] for one in theirs]
    assert [one.object for one in found] == theirs
    assert all(one.raw in attack for one in found)
    again = list(read_envelope(write_envelope([one.raw for one in found])))
    assert [checked(one).raw for one in again] == [one.raw for one in found]
    assert {one.type for one in found if not one.known} == {
        one["type"] for one in theirs if one["type"].startswith("x-")
    }


def test_attack_for_ics_stays_what_it_is_but_for_its_publisher(attack: bytes) -> None:
    objects = [checked(one).object for one in read_envelope(attack)]
    reading = from_stix(objects)
    assert [one.record["schema"] for one in reading.records] == ["Organization"]
    assert len(reading.rest) == len(objects) - 1


def test_the_incident_of_oasis_is_read_and_its_core_extension_kept() -> None:
    content = shared_data("stix/oasis_incident_extension_example.stix21.json").read_bytes()
    found = [checked(one) for one in read_bundle(content)]
    reading = from_stix([one.object for one in found])
    (incident,) = reading.records
    assert incident.record["schema"] == "Incident"
    assert "extension-definition--ef765651-680c-498d-9894-99799f2fa126" in incident.object["extensions"]


def test_galaxies_of_misp_are_not_stix_and_hold_no_objects() -> None:
    content = lzma.decompress(shared_data("stix/misp-galaxy_country.json.xz").read_bytes())
    assert list(read_envelope(content)) == []
