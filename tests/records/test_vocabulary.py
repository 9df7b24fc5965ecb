"""The schemata: what every one of them must have, and that they agree with FollowTheMoney's own."""

from pathlib import Path

import pytest

from minassa.base import Invalid
from minassa.records.items import Item, checked
from minassa.records.vocabulary import LEFT_OUT, OURS, ValueType, schema, schemata


@pytest.mark.parametrize("name", sorted(schemata()))
def test_each_schema_is_whole(name: str) -> None:
    one = schema(name)
    named = {*one.caption, *one.featured, *one.required, *one.example}
    assert named <= set(one.properties)
    assert str(one.label)
    assert str(one.plural)
    assert all(str(each.label) for each in one.properties.values())
    if not one.abstract:
        assert one.caption or one.edge
        assert checked(Item("exercise-1", name, one.example)).schema == name


@pytest.mark.parametrize("name", sorted(schemata()))
def test_references_point_to_schemata_that_exist(name: str) -> None:
    for one in schema(name).properties.values():
        if one.type is ValueType.REFERENCE:
            assert one.range in schemata(), f"{name}.{one.name}"
        else:
            assert not one.range


def test_links_name_their_ends() -> None:
    for one in schemata().values():
        if one.edge is not None:
            assert all(one.properties[end].type is ValueType.REFERENCE for end in one.edge.ends)
            assert set(one.edge.caption) <= set(one.properties)


def test_what_must_not_be_held_has_no_place() -> None:
    assert {"privateKey", "password", "ethnicity", "religion", "political"} <= set(LEFT_OUT)
    assert not any(set(one.properties) & set(LEFT_OUT) for one in schemata().values())


def test_no_property_could_hold_a_score_on_a_person() -> None:
    words = ("risk_score", "riskscore", "score", "threatlevel", "dangerousness")
    names = {name.casefold() for name in schema("Person").properties}
    assert not any(word in name for word in words for name in names)


def test_our_additions_are_there_and_labelled() -> None:
    assert set(schemata()) >= OURS
    assert schema("PhoneLine").is_a("Asset")
    assert schema("Incident").is_a("Event")
    assert schema("ArmedGroup").kind == "organisation"
    assert schema("Person").kind == "person"
    assert schema("Vehicle").kind == ""


def test_an_unknown_schema_is_a_fault_with_a_next_step() -> None:
    with pytest.raises(Invalid) as caught:
        schema("Wizard")
    assert caught.value.code == "records.unknown-schema"


def test_schemata_agree_with_followthemoney() -> None:
    """FollowTheMoney itself is the oracle where it can be installed (it needs ICU): names, types, ends, ancestry."""
    model = pytest.importorskip("followthemoney", reason="followthemoney is not installed here").model
    for name in sorted(set(schemata()) - OURS):
        theirs, ours = model.get(name), schema(name)
        assert theirs is not None, name
        assert set(ours.properties) & set(theirs.properties)
        for key in set(ours.properties) & set(theirs.properties):
            assert (ours.properties[key].type is ValueType.REFERENCE) == (theirs.properties[key].type.name == "entity")
        if ours.edge is not None and name != "Call":  # which there links nothing
            assert (ours.edge.source, ours.edge.target) == (theirs.edge_source, theirs.edge_target)


def test_the_docs_list_every_kind() -> None:
    page = (Path(__file__).parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    missing = [
        name for name, one in schemata().items() if not one.abstract and f"| {name}{'*' * (name in OURS)} |" not in page
    ]
    assert missing == []
    assert all(name in page for name in ("4x4", "5x5x5", "3x5x2", "Admiralty"))
