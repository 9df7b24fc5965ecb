"""STIX 2.0 becomes 2.1: nothing is lost, the same input gives the same ids, and garbage passes through to the check."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.stix import TLP_IDS, Problem, Stix, markings_of, observable_id, read_bundle, upgrade_20, upgrade_object
from tests.stix.made import UUID_A, checked, judged_here, problem

TIMES = {"created": "2016-05-12T08:17:27.000Z", "modified": "2016-05-12T08:17:27.000Z"}


def old(type_: str, **properties: Any) -> Stix:
    return {"type": type_, "id": f"{type_}--{UUID_A}", **TIMES, **properties}


def observation(objects: Any) -> Stix:
    return old(
        "observed-data",
        first_observed="2016-05-12T08:17:27Z",
        last_observed="2016-05-12T08:17:27Z",
        number_observed=1,
        objects=objects,
    )


def bundle(*objects: Stix) -> bytes:
    return json.dumps({"type": "bundle", "id": f"bundle--{UUID_A}", "spec_version": "2.0", "objects": objects}).encode()


def test_labels_become_the_types_that_2_1_has_a_property_for() -> None:
    cases: dict[str, tuple[str, dict[str, Any]]] = {
        "indicator": ("indicator_types", {"pattern": "[url:value = 'x']", "valid_from": "2016-01-01T00:00:00Z"}),
        "malware": ("malware_types", {"name": "EXERCISE"}),
        "report": (
            "report_types",
            {"name": "EXERCISE", "published": TIMES["created"], "object_refs": [f"tool--{UUID_A}"]},
        ),
        "threat-actor": ("threat_actor_types", {"name": "EXERCISE"}),
        "tool": ("tool_types", {"name": "EXERCISE"}),
    }
    for type_, (name, properties) in cases.items():
        (new,) = upgrade_object(old(type_, labels=["unknown"], **properties))
        assert new[name] == ["unknown"]
        assert "labels" not in new
        assert new["spec_version"] == "2.1"
        judged_here([new])


def test_labels_of_others_stay_labels() -> None:
    (new,) = upgrade_object(old("campaign", name="EXERCISE", labels=["mine"]))
    assert new["labels"] == ["mine"]


def test_an_indicator_says_what_its_pattern_is_and_writes_times_as_2_1_does() -> None:
    start, stop = "2016-01-01T00:00:00Z", "2016-02-01T00:00:00Z"
    pattern = f"[url:value = 'START'] START '{start}' STOP '{stop}'"
    (new,) = upgrade_object(old("indicator", labels=["unknown"], pattern=pattern, valid_from=start))
    assert new["pattern_type"] == "stix"
    assert new["pattern"] == f"[url:value = 'START'] START t'{start}' STOP t'{stop}'"


def test_malware_of_2_0_is_a_family_and_tlp_markings_get_their_names() -> None:
    assert upgrade_object(old("malware", name="x", labels=["trojan"]))[0]["is_family"] is True
    tlp = {
        "type": "marking-definition",
        "id": "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
        "created": "2017-01-20T00:00:00.000Z",
        "definition_type": "tlp",
        "definition": {"tlp": "white"},
    }
    (new,) = upgrade_object(tlp)
    assert new["name"] == "TLP:WHITE"
    judged_here([new])
    assert markings_of({"object_marking_refs": [new["id"]]}).tlp == "clear"


def test_observables_become_objects_that_refer_to_each_other_by_id() -> None:
    one = observation(
        {
            "0": {"type": "ipv4-addr", "value": "198.51.100.2"},
            "1": {"type": "network-traffic", "src_ref": "0", "dst_ref": "4", "protocols": ["tcp"]},
            "2": {"type": "directory", "path": "/exercise", "created": "2015-01-01T00:00:00Z", "contains_refs": ["3"]},
            "3": {
                "type": "file",
                "name": "a.zip",
                "parent_directory_ref": "2",
                "modified": "2015-01-01T00:00:00Z",
                "extensions": {"archive-ext": {"contains_refs": ["5"]}},
            },
            "4": {"type": "ipv4-addr", "value": "198.51.100.3"},
            "5": {"type": "file", "hashes": {"MD5": "a" * 32}},
            "6": {"type": "process", "pid": 7, "created": "2015-01-01T00:00:00Z", "binary_ref": "5"},
            "7": {"type": "user-account", "user_id": "1", "password_last_changed": "2015-01-01T00:00:00Z"},
            "8": {
                "type": "windows-registry-key",
                "key": "HKEY_LOCAL_MACHINE\\exercise",
                "modified": "2015-01-01T00:00:00Z",
            },
        }
    )
    *inside, new = upgrade_object(one)
    judged_here([*inside, new])
    assert "objects" not in new
    assert new["object_refs"] == [each["id"] for each in inside]
    by_type = {each["type"]: each for each in inside}
    ids = new["object_refs"]
    assert (by_type["network-traffic"]["src_ref"], by_type["network-traffic"]["dst_ref"]) == (ids[0], ids[4])
    assert by_type["directory"]["contains_refs"] == [ids[3]]
    assert inside[3]["parent_directory_ref"] == ids[2]
    assert inside[3]["extensions"]["archive-ext"]["contains_refs"] == [ids[5]]
    assert inside[3]["mtime"] == by_type["directory"]["ctime"] == by_type["process"]["created_time"]
    assert by_type["process"]["image_ref"] == ids[5]
    assert by_type["user-account"]["credential_last_changed"] == by_type["windows-registry-key"]["modified_time"]
    assert upgrade_object(one) == [*inside, new]
    for each in inside:
        if each["type"] != "process":
            assert each["id"] == observable_id({name: value for name, value in each.items() if name != "id"})


def test_observables_keep_the_markings_of_their_observation() -> None:
    red, amber, green = (TLP_IDS[level] for level in ("red", "amber", "green"))
    one = observation({"0": {"type": "url", "value": "u"}, "1": {"type": "url", "value": "v"}})
    granular = [
        {"marking_ref": red, "selectors": ["objects.0.value"]},
        {"marking_ref": green, "selectors": ["first_observed"]},
    ]
    marked = {**one, "object_marking_refs": [amber], "granular_markings": granular}
    *inside, new = upgrade_object(marked)
    judged_here([*inside, new])
    assert [each["object_marking_refs"] for each in inside] == [[amber, red], [amber, red]]
    assert new["granular_markings"] == [granular[1]]
    assert markings_of(inside[0]).tlp == "red"
    other = {**one, "id": one["id"][:-1] + "9", "object_marking_refs": [green]}
    both = upgrade_20(json.loads(bundle(other, marked)))
    assert [each["object_marking_refs"] for each in both["objects"] if each["type"] == "url"] == [
        [green, amber, red]
    ] * 2


def test_an_observable_that_two_observations_share_stands_in_the_bundle_once() -> None:
    first = observation({"0": {"type": "url", "value": "https://exercise.invalid"}})
    second = {
        **first,
        "id": first["id"][:-1] + "9",
        "objects": {"a": {"type": "url", "value": "https://exercise.invalid"}},
    }
    new = upgrade_20(json.loads(bundle(first, second)))
    assert "spec_version" not in new
    assert [one["type"] for one in new["objects"]] == ["url", "observed-data", "observed-data"]
    assert new["objects"][1]["object_refs"] == new["objects"][2]["object_refs"]
    assert upgrade_20({"type": "bundle", "id": "x", "spec_version": "2.0"}) == {"type": "bundle", "id": "x"}


def test_a_bundle_of_2_0_is_read_as_2_1_each_object_at_its_place() -> None:
    content = bundle(old("campaign", name="x"), observation({"0": {"type": "url", "value": "u"}}), old("campaign"))
    found = list(read_bundle(content))
    assert [one.index for one in found] == [0, 1, 1, 2]
    assert [one.type for one in found[:3] if not isinstance(one, Problem)] == ["campaign", "url", "observed-data"]
    assert all(checked(one).upgraded for one in found[:3])
    assert problem(found[3]).id == f"campaign--{UUID_A}"


def test_what_is_of_2_1_stays_as_it_is() -> None:
    for one in (
        {"type": "url", "id": f"url--{UUID_A}", "value": "x"},
        {**old("campaign", name="x"), "spec_version": "2.1"},
        {"id": "x"},
    ):
        assert upgrade_object(one) == [one]


@pytest.mark.parametrize(
    "objects",
    [
        [],
        "x",
        {},
        {"0": []},
        {"0": {"type": 1}},
        {"0": {"type": "network-traffic", "src_ref": "0", "protocols": ["tcp"]}},
        {"0": {"type": "network-traffic", "src_ref": "1"}, "1": {"type": "network-traffic", "src_ref": "0"}},
        {"0": {"type": "file", "hashes": "x"}},
        {"0": {"type": "file", "hashes": {}}},
        {"0": {"type": "file", "name": {"deep": [1.5]}}},
        {"0": {"type": "file", "parent_directory_ref": "nowhere"}},
        {"0": {"type": "x-exercise", "created": "then"}},
    ],
)
def test_observables_that_are_none_never_raise(objects: Any) -> None:
    new = upgrade_object(observation(objects))
    assert new == upgrade_object(observation(objects))
    assert [one["type"] for one in new][-1] == "observed-data"
    assert list(read_bundle(bundle(observation(objects))))


values = st.recursive(
    st.none() | st.integers(-9, 9) | st.sampled_from(["0", "1", "x", "2016-01-01T00:00:00Z"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "hashes", "src_ref", "contains_refs", "extensions", "0"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(
    st.dictionaries(st.sampled_from(["0", "1", "2"]), values, max_size=3),
    st.sampled_from(["labels", "objects", "definition", "pattern"]),
)
@settings(max_examples=200, deadline=None)
def test_no_object_of_2_0_raises(objects: Any, name: str) -> None:
    for type_ in ("observed-data", "indicator", "marking-definition", "malware"):
        assert list(read_bundle(bundle(old(type_, **{name: objects}))))


def test_a_long_chain_of_references_does_not_exhaust_the_stack() -> None:
    chain = {str(n): {"type": "network-traffic", "protocols": ["tcp"], "src_ref": str(n + 1)} for n in range(3000)}
    assert upgrade_object(observation(chain))


def test_many_references_of_many_are_followed_once_each() -> None:
    """Each archive holds all of the next layer: as many paths as no machine could walk, and seventy observables."""
    layers = [[f"{layer}.{place}" for place in range(10)] for layer in range(7)]
    objects = {
        key: {"type": "file", "name": key, "extensions": {"archive-ext": {"contains_refs": below}}}
        for layer, below in zip(layers, [*layers[1:], layers[0]], strict=True)
        for key in layer
    }
    new = upgrade_object(observation(objects))
    assert len({one["id"] for one in new}) == 71
    straight = upgrade_object(observation({**objects, **{key: {"type": "file", "name": key} for key in layers[-1]}}))
    assert all(one["id"] == observable_id({name: one[name] for name in one if name != "id"}) for one in straight[:-1])
