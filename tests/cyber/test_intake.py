"""Indicators come in: versions, marks, refusals, and what an import may not do."""

import json
from dataclasses import replace
from typing import Any

import pytest

from minassa.access import Handling, Label, Role, Tlp, door
from minassa.base import Fault
from minassa.cyber import Given, State, import_indicators, list_indicators, read_indicator, take_objects
from minassa.cyber.acts import INDICATOR_IMPORT, INDICATOR_LIST
from minassa.cyber.models import Indicator, IndicatorKey
from minassa.stix import Checked, check_object, marking_definitions
from minassa.stix import Markings as StixMarkings
from tests.cyber.made import ask, bring_in, indicator, known, last_line, own_label, stix_time
from tests.factories import a_label, an_actor, make_agency

pytestmark = pytest.mark.django_db

DOMAIN = "[domain-name:value = 'evil.example.com']"


def test_an_indicator_keeps_the_exact_bytes_of_its_author() -> None:
    actor = an_actor()
    text = json.dumps(indicator(DOMAIN, name="EXERCISE  é", x_more={"b": 1, "a": [2.50, None]}), indent=3)
    raw = (
        b'{"type": "bundle", "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d", "objects": [' + text.encode() + b"]}"
    )
    taken = import_indicators(actor, content=raw, label=own_label(actor), source="EXERCISE file")
    assert taken.added == 1
    row = list_indicators(actor).rows[0]
    view = read_indicator(actor, id=row.id)
    assert view.content == text
    assert (row.name, row.kind, row.source, row.state) == ("EXERCISE  é", "domain", "EXERCISE file", State.VALID)
    assert [one.text for one in row.observables] == ["evil.example.com"]


def test_the_same_file_twice_changes_nothing() -> None:
    actor = an_actor()
    objects = [indicator(f"[domain-name:value = 'h{number}.example.com']") for number in range(5)]
    assert bring_in(actor, *objects).added == 5
    again = bring_in(actor, *objects)
    assert (again.added, again.amended, again.unchanged) == (0, 0, 5)
    with door(actor, INDICATOR_LIST):
        assert (Indicator.objects.count(), IndicatorKey.objects.count()) == (5, 5)


def test_the_newest_version_counts_and_an_older_one_changes_nothing() -> None:
    actor = an_actor()
    first = indicator(DOMAIN, name="one", modified=stix_time(-3))
    second = indicator("[domain-name:value = 'other.example.com']", name="one", modified=stix_time(-2))
    bring_in(actor, first)
    assert bring_in(actor, second).amended == 1
    assert known(actor, "evil.example.com", "other.example.com") == [False, True]
    assert bring_in(actor, first).unchanged == 1
    assert known(actor, "evil.example.com", "other.example.com") == [False, True]


def test_of_two_versions_in_one_file_the_newer_is_kept() -> None:
    actor = an_actor()
    newer = indicator("[domain-name:value = 'newer.example.com']", name="one", modified=stix_time(-1))
    older = indicator(DOMAIN, name="one", modified=stix_time(-2))
    taken = bring_in(actor, newer, older)
    assert (taken.added, taken.unchanged) == (1, 1)
    assert known(actor, "evil.example.com", "newer.example.com") == [False, True]


def test_a_revoked_indicator_stays_revoked_when_an_older_version_comes_again() -> None:
    actor = an_actor()
    first = indicator(DOMAIN, name="one", modified=stix_time(-3))
    bring_in(actor, {**first, "modified": stix_time(-1), "revoked": True})
    assert bring_in(actor, first).unchanged == 1
    assert known(actor, "evil.example.com") == [False]
    assert list_indicators(actor).rows[0].state is State.REVOKED


def test_a_bad_object_is_refused_with_its_reason_and_does_not_sink_the_rest() -> None:
    actor = an_actor()
    bad = indicator(DOMAIN, name="bad")
    del bad["valid_from"]
    backwards = indicator(DOMAIN, name="backwards", valid_until=stix_time(-60))
    taken = bring_in(actor, bad, backwards, indicator(DOMAIN, name="good"), {"type": "x"})
    assert (taken.added, taken.refused_count) == (1, 3)
    assert [(one.index, bool(one.reason)) for one in taken.refused] == [(0, True), (1, True), (3, True)]


@pytest.mark.parametrize("content", [b"", b"nothing", b"[]", b'{"objects": [', b"\xff\xfe"])
def test_a_file_that_is_no_bundle_changes_nothing_and_says_what_to_do(content: bytes) -> None:
    actor = an_actor()
    with pytest.raises(Fault) as refused:
        import_indicators(actor, content=content, label=own_label(actor), source="EXERCISE file")
    assert refused.value.code == "cyber.not-stix"
    assert str(refused.value)
    assert list_indicators(actor).rows == ()


def test_objects_of_other_types_are_passed_over_and_counted() -> None:
    actor = an_actor()
    other = {
        "type": "identity",
        "spec_version": "2.1",
        "id": "identity--31b940d4-6f7f-459a-80ea-9c1f17b5891b",
        "created": stix_time(-1),
        "modified": stix_time(-1),
        "name": "EXERCISE company",
    }
    taken = bring_in(actor, indicator(DOMAIN), other)
    assert (taken.added, taken.passed_over, taken.refused_count) == (1, 1, 0)


def _marked(*markings: StixMarkings, **given: Any) -> list[dict[str, Any]]:
    definitions = [one for said in markings for one in marking_definitions(said)]
    refs = [one["id"] for one in definitions]
    return [indicator(DOMAIN, object_marking_refs=refs, **given), *definitions]


@pytest.mark.parametrize(
    ("given", "said", "marks"),
    [
        (Tlp.AMBER, StixMarkings(tlp="green"), ("TLP:AMBER",)),
        (Tlp.GREEN, StixMarkings(tlp="amber_strict"), ("TLP:AMBER+STRICT",)),
        (Tlp.GREEN, StixMarkings(tlp="red"), ("TLP:RED",)),
        (Tlp.GREEN, StixMarkings(tlp="green", handling=frozenset({"H1", "H2"})), ("TLP:GREEN", "H1", "H2")),
    ],
)
def test_an_objects_own_marks_narrow_and_never_widen_what_the_importer_said(
    given: Tlp, said: StixMarkings, marks: tuple[str, ...]
) -> None:
    actor = an_actor()
    label = own_label(actor, given, exercise=False)
    bring_in(actor, *_marked(said), label=label)
    row = list_indicators(actor).rows[0]
    assert row.marks == marks


def test_what_is_marked_red_is_for_whoever_imported_it_alone() -> None:
    agency = make_agency()
    actor, colleague = an_actor(agency=agency), an_actor(agency=agency)
    bring_in(actor, *_marked(StixMarkings(tlp="red")), label=own_label(actor, Tlp.GREEN))
    assert known(actor, "evil.example.com") == [True]
    assert known(colleague, "evil.example.com") == [False]
    assert list_indicators(colleague).rows == ()


def test_a_mark_that_nobody_can_explain_counts_as_other_restrictions() -> None:
    actor = an_actor()
    ref = "marking-definition--5d0092c5-5f74-4287-9642-33f4c354e56d"
    bring_in(actor, indicator(DOMAIN, object_marking_refs=[ref]), label=own_label(actor, Tlp.GREEN, exercise=False))
    assert list_indicators(actor).rows[0].marks == ("TLP:GREEN", "H3")


def test_a_new_version_can_be_marked_more_narrowly_but_never_more_widely() -> None:
    actor = an_actor()
    label = own_label(actor, Tlp.GREEN, exercise=False)

    def marks_after(said: str, days: float) -> tuple[str, ...]:
        bring_in(actor, *_marked(StixMarkings(tlp=said), name="one", modified=stix_time(days)), label=label)
        return list_indicators(actor).rows[0].marks

    assert marks_after("green", -5) == ("TLP:GREEN",)
    assert marks_after("amber", -4) == ("TLP:AMBER",)
    assert marks_after("green", -3) == ("TLP:AMBER",)
    with door(actor, INDICATOR_LIST) as opened:
        assert {opened.label_of(one).tlp for one in IndicatorKey.objects.values_list("label_id", flat=True)} == {
            Tlp.AMBER
        }


def test_an_import_can_only_be_labelled_as_ones_own() -> None:
    actor, other = an_actor(), an_actor()
    with pytest.raises(Fault) as refused:
        bring_in(actor, DOMAIN, label=a_label(other))
    assert refused.value.code == "cyber.not-own"
    assert list_indicators(other).rows == ()


def test_who_may_not_write_cannot_import() -> None:
    with pytest.raises(Fault) as refused:
        bring_in(an_actor(Role.OBSERVER), DOMAIN)
    assert refused.value.status == 403


def test_another_agencys_object_of_the_same_id_is_left_alone() -> None:
    theirs, mine = an_actor(), an_actor()
    one = indicator(DOMAIN, name="one", modified=stix_time(-9))
    bring_in(theirs, one, label=own_label(theirs, Tlp.GREEN))
    newer = {**one, "pattern": "[domain-name:value = 'mine.example.com']", "modified": stix_time(-1)}
    assert bring_in(mine, newer).added == 1
    assert known(theirs, "evil.example.com", "mine.example.com") == [True, False]
    assert known(mine, "evil.example.com", "mine.example.com") == [True, True]


def _checked(one: dict[str, Any]) -> Checked:
    found = check_object(one)
    assert isinstance(found, Checked)
    return found


def test_the_exchange_gives_objects_through_its_own_door_each_under_its_label() -> None:
    actor = an_actor()
    wide = Label(actor.agency, Tlp.GREEN, exercise=True) if actor.agency else pytest.fail("an agency")
    narrow = replace(wide, tlp=Tlp.AMBER, handling=frozenset({Handling.H1}))
    objects = [
        Given(_checked(indicator(DOMAIN)), wide, "EXERCISE partner"),
        Given(_checked(indicator("[ipv4-addr:value = '198.51.100.7']")), narrow, "EXERCISE partner"),
    ]
    with door(actor, INDICATOR_IMPORT) as opened:
        taken = take_objects(opened, objects)
    assert taken.added == 2
    assert [one.matches[0].marks for one in ask(actor, "evil.example.com", "198.51.100.7")] == [
        ("TLP:GREEN", "EXERCISE"),
        ("TLP:AMBER", "H1", "EXERCISE"),
    ]


def test_the_audit_line_of_an_import_holds_counts_and_no_value() -> None:
    actor = an_actor()
    bring_in(actor, DOMAIN)
    line, details = last_line("indicator.import")
    assert (line.outcome, details["added"]) == ("done", 1)
    assert "evil" not in line.details


def test_patterns_of_other_languages_are_kept_and_listed_but_name_nothing() -> None:
    actor = an_actor()
    bring_in(actor, indicator("rule x { condition: true }", pattern_type="yara", name="EXERCISE rule"))
    row = list_indicators(actor).rows[0]
    assert (row.name, row.kind, row.observables) == ("EXERCISE rule", "", ())


def test_a_bundle_can_hold_more_than_a_batch() -> None:
    actor = an_actor()
    objects = [indicator(f"[domain-name:value = 'h{number}.example.com']") for number in range(1_100)]
    assert bring_in(actor, *objects).added == 1_100
    assert known(actor, "h0.example.com", "h1099.example.com") == [True, True]
