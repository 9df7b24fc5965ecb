"""Records to STIX and back: nothing is lost, others can read it, and nobody's record passes as another's."""

import json
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.records import Grading, Scheme, schema, schemata, to_admiralty
from minassa.records.vocabulary import ValueType
from minassa.stix import (
    CONFIDENCE,
    EXTENSION,
    EXTENSION_DEFINITION,
    NOT_EXPORTED,
    TABLE,
    Markings,
    NotExportedError,
    Stamp,
    agency_id,
    agency_identity,
    check_object,
    confidence_of,
    from_stix,
    read_bundle,
    stix_type,
    supporting,
    to_stix,
    write_bundle,
)
from minassa.stix.writing import object_bytes
from tests.stix.made import CHANGED, MADE, OTHER, OWNER, UUID_A, UUID_B, checked, judged, judged_here

Record = dict[str, Any]
STAMP = Stamp(OWNER, MADE, CHANGED)
MARKED = Markings(
    "amber_strict",
    frozenset({"H1", "H2"}),
    frozenset({"counter-terrorism"}),
    frozenset({"own-agency-only"}),
    exercise=True,
)
EXPORTED = sorted(TABLE)
TYPES = sorted({row.type for row in TABLE.values()})

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
ids = st.text("abcXYZ019-_. é", min_size=1, max_size=12)
dates = st.sampled_from(
    ["2026", "2026-05", "2026-05-02", "2024-02-29T10:30:00", "2023-02-30", "0001-01-01", "yesterday"]
)
numbers = st.one_of(st.floats(-200, 200).map(str), st.sampled_from(["12.5", "-3", "NaN", "1e999", "many"]))
countries = st.sampled_from(["ml", "NE", "gb-sct", "zz", "eu", "Burkina Faso", "eh"])
hashes = st.sampled_from(["a" * 32, "b" * 40, "C" * 64, "xyz", "g" * 40])
VALUES = {
    ValueType.DATE: dates,
    ValueType.NUMBER: numbers,
    ValueType.COUNTRY: countries,
    ValueType.REFERENCE: ids,
    ValueType.CHECKSUM: hashes,
    ValueType.TOPIC: st.sampled_from(["crime.terror", "sanction", "role.pep"]),
}


def records_of(name: str) -> st.SearchStrategy[Record]:
    """Records of this schema with any of its properties, each with any values, sensible or not."""
    some = {
        one.name: st.lists(st.one_of(VALUES.get(one.type, texts), texts), min_size=1, max_size=3)
        for one in schema(name).properties.values()
    }
    properties = st.fixed_dictionaries({}, optional=some)
    return st.builds(lambda id_, found: {"id": id_, "schema": name, "properties": found}, ids, properties)


def as_sets(record: Record) -> tuple[str, str, dict[str, set[str]]]:
    return record["id"], record["schema"], {name: set(values) for name, values in record["properties"].items()}


def example(of: str, **properties: list[str]) -> Record:
    found = {key: list(values) for key, values in schema(of).example.items()}
    return {"id": f"exercise-{of}", "schema": of, "properties": {**found, **properties}}


def test_every_schema_has_its_row_or_is_named_as_not_exported() -> None:
    assert set(schemata()) == set(TABLE) | NOT_EXPORTED
    assert not set(TABLE) & NOT_EXPORTED
    assert {name for name, one in schemata().items() if one.abstract} == NOT_EXPORTED


def test_the_table_names_only_properties_that_the_schema_has() -> None:
    for name, row in TABLE.items():
        named = {*row.named_by, *row.lines, *row.about, *filter(None, row.ends)}
        assert named <= schema(name).properties.keys(), name


def test_what_only_the_owner_may_see_is_never_written_where_stix_shows_it() -> None:
    """A release leaves these out of the record; were one forgotten, the table would still not print it for everybody."""
    for name, row in TABLE.items():
        guarded = {one.name for one in schema(name).properties.values() if one.guarded}
        assert not guarded & {*row.named_by, *row.lines, *row.about}, name
        secret = {one: ["EXERCISE-SECRET"] for one in guarded}
        for one in to_stix(example(name, **secret), STAMP):
            assert "EXERCISE-SECRET" not in json.dumps(
                {key: value for key, value in one.items() if key != "extensions"}
            )


def test_the_version_of_an_observable_is_in_the_extension() -> None:
    for name in ("BankAccount", "Person"):
        (found,) = from_stix(to_stix(example(name), STAMP)).records
        assert found.modified == "2026-03-02T09:30:00.999Z"
    foreign = {"type": "user-account", "id": f"user-account--{UUID_A}", "user_id": "1"}
    assert from_stix([foreign]).records[0].modified == ""


def test_links_have_the_ends_of_their_schema() -> None:
    for name, row in TABLE.items():
        edge = schema(name).edge
        if edge and row.type == "relationship":
            assert set(row.ends) == {edge.source, edge.target}, name


@pytest.mark.parametrize("name", EXPORTED)
def test_the_example_of_every_schema_passes_all_judges_and_comes_back(name: str) -> None:
    record = example(name)
    stamp = Stamp(OWNER, MADE, CHANGED, MARKED, {"scheme": "admiralty", "source": "B", "information": "2"})
    objects = [*supporting(OWNER, "EXERCISE agency", MARKED), *to_stix(record, stamp)]
    judged(objects)
    reading = from_stix(objects)
    assert [one.record for one in reading.records] == [record]
    assert {one["type"] for one in reading.rest} == {"marking-definition"}
    assert reading.records[0].owner == OWNER
    assert reading.records[0].grading == stamp.grading


@pytest.mark.parametrize("name", EXPORTED)
def test_any_record_of_any_schema_comes_back_and_passes_all_judges(name: str) -> None:
    """Twenty records of each schema, a thousand in all; OASIS's slow validator sees those of a schema together."""
    made: dict[str, Any] = {}

    @given(record=records_of(name), kinds=st.dictionaries(ids, st.sampled_from(TYPES), max_size=3))
    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    def comes_back(record: Record, kinds: dict[str, str]) -> None:
        objects = to_stix(record, STAMP, kinds=kinds)
        reading = from_stix(objects)
        assert [as_sets(one.record) for one in reading.records] == [as_sets(record)]
        assert reading.rest == ()
        judged_here(objects)
        made.update({one["id"]: one for one in objects})

    comes_back()
    judged([*supporting(OWNER, "EXERCISE agency"), *made.values()])


def test_a_record_survives_the_bytes_of_a_bundle() -> None:
    record = example("Person", name=["EXERCISE \u0623\u0645\u062f\u0648", 'quote " and \\ slash'], alias=["\U0001f600"])
    bundle = write_bundle(map(object_bytes, [*supporting(OWNER, "EXERCISE agency"), *to_stix(record, STAMP)]))
    found = [checked(one).object for one in read_bundle(bundle)]
    assert [one.record for one in from_stix(found).records] == [record]


def test_every_bundle_carries_the_definition_of_the_extension_that_its_objects_use() -> None:
    beside = {one["id"]: one for one in supporting(OWNER, "EXERCISE agency", MARKED)}
    used = {name for one in to_stix(example("Person"), STAMP) for name in one["extensions"]}
    assert used == {EXTENSION}
    assert beside[EXTENSION] == EXTENSION_DEFINITION
    assert EXTENSION_DEFINITION["created_by_ref"] in beside
    assert (
        set(to_stix(example("Person"), Stamp(OWNER, MADE, CHANGED, MARKED))[0]["object_marking_refs"]) <= beside.keys()
    )


def test_the_same_record_has_the_same_id_in_every_version_and_another_for_another_owner() -> None:
    first = to_stix(example("Person"), STAMP)[0]
    later = to_stix(example("Person", name=["EXERCISE Renamed"]), Stamp(OWNER, MADE, CHANGED.replace(year=2027)))[0]
    other = to_stix(example("Person"), Stamp(OTHER, MADE, CHANGED))[0]
    assert first["id"] == later["id"] != other["id"]
    assert (first["modified"], later["modified"]) == ("2026-03-02T09:30:00.999Z", "2027-03-02T09:30:00.999Z")
    assert first["created"] == "2026-03-01T08:00:00.123Z"


def test_nobody_hangs_a_record_on_an_object_of_another() -> None:
    one = to_stix(example("Person"), STAMP)[0]
    stolen = {**one, "id": f"identity--{UUID_A}"}
    renamed = {**one, "created_by_ref": agency_id(OTHER)}
    inside = json.loads(json.dumps(one))
    inside["extensions"][EXTENSION]["record"]["owner"] = OTHER
    for attack in (stolen, renamed, inside):
        (found,) = from_stix([attack]).records
        assert not found.is_ours
        assert found.owner == ""
        assert found.record["id"] == attack["id"]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {"id": "x"},
        {"id": "x", "schema": "Person", "owner": OWNER, "properties": {"name": ["a dict"]}},
        {"id": "x", "schema": "Person", "owner": OWNER, "properties": [{"name": "name", "values": [1]}]},
        {"id": "x", "schema": "Nobody", "owner": OWNER, "properties": []},
        {"id": "", "schema": "Person", "owner": OWNER, "properties": []},
        {"id": "x", "schema": "Person", "owner": None, "properties": []},
    ],
)
def test_a_payload_that_is_no_record_is_not_read_as_one(payload: object) -> None:
    one = to_stix(example("Person"), STAMP)[0]
    one["extensions"][EXTENSION]["record"] = payload
    assert not any(found.is_ours for found in from_stix([one]).records)


def test_a_link_without_both_ends_becomes_a_note_and_comes_back() -> None:
    record = {"id": "l", "schema": "Ownership", "properties": {"owner": ["p"], "percentage": ["50"]}}
    (one,) = to_stix(record, STAMP)
    assert one["type"] == stix_type(record) == "note"
    assert from_stix([one]).records[0].record == record


def test_a_link_to_a_link_becomes_a_note_since_stix_has_no_relationship_to_one() -> None:
    record = {"id": "l", "schema": "UnknownLink", "properties": {"subject": ["other link"], "object": ["p"]}}
    objects = to_stix(record, STAMP, kinds={"other link": "relationship"})
    assert objects[0]["type"] == "note"
    judged([*supporting(OWNER, "EXERCISE agency"), *objects])
    assert from_stix(objects).records[0].record == record


def test_a_link_between_many_is_a_relationship_for_each_pair_and_one_record() -> None:
    record = {"id": "l", "schema": "Membership", "properties": {"member": ["a", "b"], "organization": ["c", "d"]}}
    objects = to_stix(record, Stamp(OWNER, MADE, CHANGED, MARKED))
    assert len({(one["source_ref"], one["target_ref"]) for one in objects}) == len(objects) == 4
    assert len({one["id"] for one in objects}) == 4
    assert all(one["object_marking_refs"] == objects[0]["object_marking_refs"] for one in objects)
    judged([*supporting(OWNER, "EXERCISE agency", MARKED), *objects])
    reading = from_stix(objects)
    assert [one.record for one in reading.records] == [record]
    assert reading.rest == ()


def test_what_completes_a_record_is_kept_where_the_record_is_not_there() -> None:
    objects = to_stix(
        {"id": "l", "schema": "Membership", "properties": {"member": ["a", "b"], "organization": ["c"]}}, STAMP
    )
    assert from_stix(objects[1:]).rest == (objects[1],)


def test_a_link_points_to_the_objects_of_the_records_it_joins() -> None:
    person, vehicle = example("Person"), example("Vehicle")
    link = {"id": "l", "schema": "UnknownLink", "properties": {"subject": [person["id"]], "object": [vehicle["id"]]}}
    kinds = {one["id"]: stix_type(one) for one in (person, vehicle)}
    ends = {one["id"] for each in (person, vehicle) for one in to_stix(each, STAMP)}
    (one,) = to_stix(link, STAMP, kinds=kinds)
    assert {one["source_ref"], one["target_ref"]} == ends


def test_a_call_between_two_numbers_is_observed_with_accounts_that_bear_its_markings() -> None:
    record = example(
        "Call", callerNumber=["+99900000001"], receiverNumber=["+99900000002"], startDate=["2026-05-02T10:00:00"]
    )
    objects = to_stix(record, Stamp(OWNER, MADE, CHANGED, MARKED))
    assert [one["type"] for one in objects] == ["observed-data", "user-account", "user-account"]
    assert all(one["object_marking_refs"] for one in objects)
    judged([*supporting(OWNER, "EXERCISE agency", MARKED), *objects])
    assert [one.record for one in from_stix(objects).records] == [record]


def test_a_person_is_never_written_as_a_threat_actor_and_a_group_is_called_terrorist_only_where_it_says_so() -> None:
    assert to_stix(example("Person", topics=["crime.terror"]), STAMP)[0]["type"] == "identity"
    assert "threat_actor_types" not in to_stix(example("ArmedGroup"), STAMP)[0]
    assert to_stix(example("ArmedGroup", topics=["crime.terror"]), STAMP)[0]["threat_actor_types"] == ["terrorist"]


def test_a_date_is_never_made_more_precise_than_the_source() -> None:
    link = {"id": "l", "schema": "Family", "properties": {"person": ["a"], "relative": ["b"], "startDate": ["2026-05"]}}
    assert "start_time" not in to_stix(link, STAMP)[0]
    link["properties"] = {"person": ["a"], "relative": ["b"], "startDate": ["2026-05-02"], "endDate": ["2026-05-02"]}
    one = to_stix(link, STAMP)[0]
    assert one["start_time"] == "2026-05-02T00:00:00.000Z"
    assert "stop_time" not in one


def test_what_is_revoked_says_so_and_an_unknown_schema_is_refused() -> None:
    assert to_stix(example("Person"), Stamp(OWNER, MADE, CHANGED, revoked=True))[0]["revoked"] is True
    for name in (*NOT_EXPORTED, "Nobody"):
        with pytest.raises(NotExportedError):
            to_stix({"id": "x", "schema": name, "properties": {}}, STAMP)
    for wrong in (MADE.replace(tzinfo=None), MADE.astimezone(timezone(timedelta(hours=1)))):
        with pytest.raises(ValueError, match="UTC"):
            Stamp(OWNER, wrong, CHANGED)
    with pytest.raises(ValueError, match="older"):
        Stamp(OWNER, CHANGED, MADE)


def test_an_agency_with_a_new_name_has_a_newer_identity() -> None:
    old, new = (
        agency_identity(OWNER, "EXERCISE old"),
        agency_identity(OWNER, "EXERCISE new", named=CHANGED.replace(year=2027)),
    )
    assert old["id"] == new["id"] == agency_id(OWNER)
    assert old["modified"] < new["modified"]
    judged([old])
    judged([new])
    assert agency_identity(OWNER, "EXERCISE", named=MADE.replace(year=1999))["modified"] == old["modified"]


def test_accounts_that_other_tools_have_types_for_are_read() -> None:
    objects = [
        {
            "type": "bank-account",
            "id": f"bank-account--{UUID_A}",
            "iban": "EX00",
            "bic": "EXER",
            "account_number": "17",
        },
        {"type": "cryptocurrency-wallet", "id": f"cryptocurrency-wallet--{UUID_A}", "value": "exercise-wallet"},
        {"type": "phone-number", "id": f"phone-number--{UUID_A}", "value": "+999"},
        {"type": "phone-number", "id": f"phone-number--{UUID_B}"},
    ]
    reading = from_stix([checked(check_object(one)).object for one in objects])
    assert [(one.record["schema"], one.record["properties"]) for one in reading.records] == [
        ("BankAccount", {"iban": ["EX00"], "accountNumber": ["17"], "bic": ["EXER"]}),
        ("CryptoWallet", {"publicKey": ["exercise-wallet"]}),
        ("PhoneLine", {"phone": ["+999"]}),
    ]
    assert reading.rest == (objects[3],)
    for one in reading.records:
        assert one.record["properties"].keys() <= schema(one.record["schema"]).properties.keys()


@pytest.mark.parametrize("scheme", list(Scheme))
def test_confidence_follows_the_information_grade_and_what_cannot_be_judged_has_none(scheme: Scheme) -> None:
    from minassa.records import SCHEMES  # noqa: PLC0415 - beside its only use

    assert set(CONFIDENCE) == {one.value for one in Scheme}
    for source in SCHEMES[scheme].source:
        for information in SCHEMES[scheme].information:
            one = Grading(scheme, source, information)
            mapping = {"scheme": scheme.value, "source": source, "information": information, "third": ""}
            admiralty = to_admiralty(one).grading.information
            assert confidence_of(mapping) == CONFIDENCE["admiralty"].get(admiralty)
            assert (confidence_of(mapping) is None) == (information in SCHEMES[scheme].unjudged_information)


def test_a_number_of_another_party_is_never_turned_into_a_grade() -> None:
    one = {**_foreign("identity", name="EXERCISE Person", identity_class="individual"), "confidence": 90}
    assert from_stix([one]).records[0].grading is None


def _foreign(type_: str, uuid: str = UUID_A, **properties: Any) -> dict[str, Any]:
    times = {"created": "2026-01-01T00:00:00.000Z", "modified": "2026-01-01T00:00:00.000Z"}
    return {"type": type_, "spec_version": "2.1", "id": f"{type_}--{uuid}", **times, **properties}


def test_objects_of_others_are_read_as_far_as_stix_goes() -> None:
    person = _foreign("identity", name="EXERCISE Person", identity_class="individual", description="EXERCISE")
    place = _foreign("location", country="ML", latitude=12.5, longitude=-8.0, precision=500.0, city="EXERCISE City")
    account = {
        "type": "user-account",
        "id": f"user-account--{UUID_A}",
        "account_login": "exercise",
        "account_type": "unix",
    }
    lives = _foreign("relationship", relationship_type="located-at", source_ref=person["id"], target_ref=place["id"])
    reading = from_stix([lives, person, place, account])
    found = {one.record["schema"]: one.record["properties"] for one in reading.records}
    assert found == {
        "Person": {"name": ["EXERCISE Person"], "description": ["EXERCISE"]},
        "Place": {
            "country": ["ml"],
            "latitude": ["12.5"],
            "longitude": ["-8.0"],
            "precision": ["500.0"],
            "city": ["EXERCISE City"],
        },
        "UserAccount": {"username": ["exercise"], "service": ["unix"]},
        "UnknownLink": {"subject": [person["id"]], "object": [place["id"]], "role": ["located-at"]},
    }
    assert reading.rest == ()
    assert {
        name for name, properties in found.items() if not properties.keys() <= schema(name).properties.keys()
    } == set()


def test_what_has_no_counterpart_is_handed_back_as_it_is() -> None:
    malware = _foreign("malware", is_family=True, name="EXERCISE")
    custom = {"type": "x-exercise", "id": f"x-exercise--{UUID_A}", "anything": [1, {"a": None}]}
    uses = _foreign(
        "relationship", UUID_B, relationship_type="uses", source_ref=malware["id"], target_ref=malware["id"]
    )
    assert from_stix([malware, custom, uses]) == from_stix([]).__class__((), (malware, custom, uses))


def test_garbage_never_raises() -> None:
    garbage: list[Any] = [
        {},
        {"type": 1, "id": 2},
        {"type": "identity", "id": None, "name": "x"},
        {"type": "identity", "id": "identity--1", "name": ["x"], "extensions": []},
        {"type": "location", "id": "x", "extensions": {EXTENSION: {"record": {"id": 1}}}},
        {"type": "relationship", "source_ref": {}, "target_ref": []},
    ]
    assert not any(one.is_ours for one in from_stix(garbage).records)
    assert check_object({"type": "identity", "id": "x", "name": object()}) is not None


def test_what_is_told_of_an_incident_goes_along_with_a_place_as_precise_as_it_is_known() -> None:
    detail = {
        "start": "2026-03-02", "end": "2026-03-02", "date_precision": "day", "place": "EXERCISE market", "country": "ne",
        "latitude": "12.25", "longitude": "2.5", "place_precision": "near", "kind": "explosion", "type": "explosion",
        "reports": [{"source": "entered", "source_id": "EX-1", "actors": ["EXERCISE Front"], "deaths": {"low": 2, "high": 6}}],
    }  # fmt: skip
    record = {"id": "ex-1", "schema": "Incident", "properties": {"name": ["EXERCISE"], "date": ["2026-03-02"]}}
    objects = to_stix({**record, "detail": detail}, STAMP)
    assert [one["type"] for one in objects] == ["incident", "location", "relationship"]
    judged(objects)
    assert (objects[1]["latitude"], objects[1]["precision"], objects[1]["country"]) == (12.25, 25_000.0, "NE")
    assert (objects[2]["source_ref"], objects[2]["target_ref"]) == (objects[0]["id"], objects[1]["id"])
    (decoded,) = from_stix(objects).records
    assert decoded.record == {**record, "detail": detail}
    country = to_stix({**record, "detail": {**detail, "place_precision": "country"}}, STAMP)[1]
    assert "latitude" not in country
    assert [one["type"] for one in to_stix(record, STAMP)] == ["incident"]
