"""Markings both ways: TLP, handling codes, purposes and obligations survive, and nothing is ever read as wider than it says."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.access import Handling, Purpose, Tlp
from minassa.stix import HANDLING, TLP_IDS, TLP_LEVELS, Markings, marking_definitions, marking_refs, markings_of
from minassa.stix.markings import TLP_EXTENSION
from tests.stix.made import UUID_A, UUID_B, judged

marked = st.builds(
    Markings,
    tlp=st.sampled_from(["", *TLP_LEVELS]),
    handling=st.frozensets(st.sampled_from(sorted(HANDLING))),
    purposes=st.frozensets(st.sampled_from([one.value for one in Purpose])),
    obligations=st.frozensets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30), max_size=3),
    exercise=st.booleans(),
)


def by_id(markings: Markings) -> dict[str, Any]:
    return {one["id"]: one for one in marking_definitions(markings)}


@given(marked)
def test_what_is_marked_is_read_again(markings: Markings) -> None:
    assert markings_of({"object_marking_refs": marking_refs(markings)}, by_id(markings)) == markings


def test_the_definitions_pass_all_judges() -> None:
    whole = Markings("red", frozenset(HANDLING), frozenset({"cyber"}), frozenset({"own-agency-only"}), exercise=True)
    judged(marking_definitions(whole))
    for level in TLP_LEVELS:
        judged(marking_definitions(Markings(level)))


def test_the_words_are_those_of_the_platform() -> None:
    assert tuple(one.value for one in Tlp) == TLP_LEVELS
    assert set(HANDLING) == {one.value for one in Handling}


def test_tlp_2_0_is_written_as_oasis_published_it() -> None:
    (one,) = marking_definitions(Markings("amber_strict"))
    assert one == {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        "created": "2022-10-01T00:00:00.000Z",
        "name": "TLP:AMBER+STRICT",
        "extensions": {
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
                "extension_type": "property-extension",
                "tlp_2_0": "amber+strict",
            }
        },
    }


@pytest.mark.parametrize(
    ("uuid", "level"),
    [
        ("613f2e26-407d-48c7-9eca-b8e91df99dc9", "clear"),
        ("34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"),
        ("f88d31f6-486f-44da-b317-01333bde0b82", "amber"),
        ("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"),
    ],
)
def test_tlp_1_0_is_read_without_its_definitions(uuid: str, level: str) -> None:
    assert markings_of({"object_marking_refs": [f"marking-definition--{uuid}"]}) == Markings(level)


def test_handling_codes_and_the_exercise_mark_need_no_definition() -> None:
    markings = Markings("green", frozenset({"H1", "H3"}), exercise=True)
    assert markings_of({"object_marking_refs": marking_refs(markings)}) == markings
    without = markings_of({"object_marking_refs": marking_refs(Markings(purposes=frozenset({"cyber"})))})
    assert without.purposes == frozenset()
    assert len(without.unknown) == 1


def test_of_several_levels_the_narrowest_counts_granular_ones_included() -> None:
    one = {
        "object_marking_refs": [TLP_IDS["clear"], TLP_IDS["amber"]],
        "granular_markings": [{"selectors": ["name"], "marking_ref": TLP_IDS["red"]}],
    }
    found = markings_of(one)
    assert (found.tlp, found.granular) == ("red", True)


def definition(**properties: Any) -> dict[str, Any]:
    return {"type": "marking-definition", "id": f"marking-definition--{UUID_A}", **properties}


@pytest.mark.parametrize(
    ("claimed", "level"),
    [
        ({"definition_type": "tlp", "definition": {"tlp": "red"}}, "red"),
        ({"definition_type": "tlp", "definition": {"tlp": "WHITE"}}, "clear"),
        (
            {"name": "TLP:AMBER+STRICT", "definition_type": "statement", "definition": {"statement": "x"}},
            "amber_strict",
        ),
        ({"extensions": {TLP_EXTENSION: {"tlp_2_0": "green"}}}, "green"),
        ({"name": "TLP:GREEN", "extensions": {TLP_EXTENSION: {"tlp_2_0": "red"}}}, "red"),
        ({"name": "TLP:PURPLE"}, ""),
    ],
)
def test_levels_of_other_tools_are_understood(claimed: dict[str, Any], level: str) -> None:
    one = definition(**claimed)
    assert markings_of({"object_marking_refs": [one["id"]]}, {one["id"]: one}).tlp == level


def test_a_definition_cannot_widen_what_its_id_says() -> None:
    false = {**definition(name="TLP:CLEAR"), "id": TLP_IDS["red"]}
    assert markings_of({"object_marking_refs": [TLP_IDS["red"]]}, {TLP_IDS["red"]: false}).tlp == "red"


def test_a_definition_that_claims_a_term_of_ours_under_another_id_is_not_believed() -> None:
    (true,) = marking_definitions(Markings(purposes=frozenset({"cyber"})))
    forged = {**true, "id": f"marking-definition--{UUID_B}"}
    found = markings_of({"object_marking_refs": [forged["id"]]}, {forged["id"]: forged})
    assert found.purposes == frozenset()
    assert found.statements == ("purpose: cyber",)


def test_statements_of_others_are_handed_on_and_what_nobody_explains_is_named() -> None:
    one = definition(definition_type="statement", definition={"statement": "EXERCISE copyright"})
    refs = [one["id"], f"marking-definition--{UUID_B}"]
    found = markings_of({"object_marking_refs": refs}, {one["id"]: one})
    assert found == Markings(statements=("EXERCISE copyright",), unknown=(refs[1],))


def test_markings_that_do_not_exist_are_refused() -> None:
    for wrong in (Markings("white"), Markings("RED"), Markings(handling=frozenset({"H9"}))):
        with pytest.raises(ValueError, match=r"exist|level"):
            marking_refs(wrong)


@pytest.mark.parametrize("refs", [None, "x", 17, [17, None, {}], {"a": 1}])
def test_refs_that_are_none_never_raise(refs: Any) -> None:
    assert markings_of({"object_marking_refs": refs, "granular_markings": refs}) == Markings()


@pytest.mark.parametrize(
    "junk", [[], {"extensions": 1}, {"definition": [], "name": 1}, {"extensions": {TLP_EXTENSION: []}}]
)
def test_definitions_that_are_none_explain_nothing(junk: Any) -> None:
    ref = f"marking-definition--{UUID_A}"
    found = markings_of({"object_marking_refs": [ref]}, {ref: junk if isinstance(junk, dict) else {}})
    assert found.unknown == (ref,)


def test_the_ids_never_change() -> None:
    """Other nodes know them: a changed id would make every handling code that was ever sent unreadable."""
    pinned = json.loads((Path(__file__).parent / "pinned_ids.json").read_text())
    found = {code: marking_refs(Markings(handling=frozenset({code})))[0] for code in HANDLING}
    found["exercise"] = marking_refs(Markings(exercise=True))[0]
    assert found == pinned
