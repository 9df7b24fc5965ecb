"""Items: what is kept, what is refused, and how people call a record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.records.items import MOST_VALUES, Doubt, InvalidItem, Item, caption, checked, doubts
from minassa.records.vocabulary import schema


def problems(**properties: tuple[str, ...]) -> set[tuple[str, str]]:
    with pytest.raises(InvalidItem) as caught:
        checked(Item("x-1", "Person", properties))
    return {(one.where, one.code) for one in caught.value.problems}


def test_values_stay_as_written_but_empty_and_repeated_ones_go() -> None:
    item = checked(Item("x-1", "Person", {"name": (" Awa  Diallo ", " Awa  Diallo ", "", "  "), "alias": ("",)}))
    assert dict(item.properties) == {"name": (" Awa  Diallo ",)}


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"name": ("A",), "wand": ("holly",)}, {("wand", "records.unknown-property")}),
        ({"name": ("A",), "religion": ("any",)}, {("religion", "records.forbidden-property")}),
        ({"birthDate": ("1984",)}, {("name", "records.required")}),
        ({"name": ("A\x00B",)}, {("name", "records.control-characters")}),
        ({"name": ("A",), "passportNumber": ("EX\u202e100",)}, {("passportNumber", "records.direction-marks")}),
        ({"name": ("x" * 4_097,)}, {("name", "records.too-long")}),
        ({"name": tuple(str(n) for n in range(MOST_VALUES + 1))}, {("name", "records.too-many")}),
    ],
)
def test_what_is_wrong_is_named(properties: dict[str, tuple[str, ...]], found: set[tuple[str, str]]) -> None:
    assert problems(**properties) == found


def test_every_problem_is_told_at_once() -> None:
    assert problems(wand=("a",), name=("A\x00",)) == {
        ("wand", "records.unknown-property"),
        ("name", "records.control-characters"),
    }


def test_a_party_known_only_by_its_phone_is_kept() -> None:
    item = checked(Item("x-1", "Person", {"phone": ("+99900000001",)}))
    assert caption(schema("Person"), item.properties) == "+99900000001"


@pytest.mark.parametrize("bad", ["", "a b", "x" * 256, "a\n", "ا ب"])
def test_references_are_plain(bad: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked(Item(bad, "Person", {"name": ("A",)}))
    assert caught.value.code == "records.bad-id"


def test_families_of_kinds_are_no_kinds() -> None:
    with pytest.raises(Invalid) as caught:
        checked(Item("x-1", "Thing", {"name": ("A",)}))
    assert caught.value.code == "records.abstract-schema"


def test_doubts_name_the_value_and_lose_nothing() -> None:
    item = checked(Item("x-1", "Person", {"name": ("A",), "birthDate": ("circa 1970", "1971")}))
    assert doubts(schema("Person"), item.properties) == (Doubt("birthDate", "circa 1970"),)
    assert item.properties["birthDate"] == ("circa 1970", "1971")


@given(
    st.dictionaries(st.sampled_from(sorted(schema("Person").properties)), st.lists(st.text(), max_size=4).map(tuple))
)
def test_any_text_is_either_kept_letter_for_letter_or_refused(properties: dict[str, tuple[str, ...]]) -> None:
    try:
        item = checked(Item("x-1", "Person", properties))
    except Invalid:
        return
    for name, values in item.properties.items():
        assert set(values) <= set(properties[name])
    assert caption(schema("Person"), item.properties)
