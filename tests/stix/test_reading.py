"""Envelopes and bundles: each object checked by itself, its bytes kept, and no input that raises or runs away."""

import json
import tracemalloc
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.stix import (
    SENTENCES,
    Checked,
    Code,
    Limits,
    Problem,
    check_object,
    from_stix,
    known_types,
    markings_of,
    observables,
    read_bundle,
    read_envelope,
    write_bundle,
    write_envelope,
)
from tests.stix.made import UUID_A, UUID_B, checked, envelope, indicator, problem

GOOD = json.dumps(indicator()).encode()


def around(*objects: bytes) -> bytes:
    return b'{"objects":[' + b",".join(objects) + b"]}"


def codes(content: bytes, **limits: int) -> list[str]:
    """What was found at each place: the code of a problem, or `ok`."""
    found = read_envelope(content, limits=Limits(**limits))
    return [one.code.value if isinstance(one, Problem) else "ok" for one in found]


def test_a_valid_object_is_handed_over_with_what_others_ask_of_it() -> None:
    found = checked(check_object(GOOD))
    assert (found.id, found.type, found.version) == (f"indicator--{UUID_A}", "indicator", "2026-01-01T00:00:00.000Z")
    assert (found.raw, found.object, found.known, found.index, found.upgraded) == (GOOD, indicator(), True, 0, False)
    assert checked(check_object(indicator())).object == indicator()


def test_an_object_keeps_the_bytes_in_which_it_stood() -> None:
    odd = (
        b'{ "type" :"indicator", "spec_version":"2.1",\r\n\t"id":"indicator--' + UUID_A.encode() + b'",'
        b'"created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","pattern_type":"stix",'
        b'"pattern":"[ipv4-addr:value = \'198.51.100.1\']","valid_from":"2026-01-01T00:00:00Z",'
        b'"name":"\\u0623\\u0645\\/ \xd8\xa3 ]}\\"{[ \\\\","x_exercise_number":1.50e2 }'
    )
    content = b'\xef\xbb\xbf \n{"more":false,"objects":[ ' + odd + b" ,\n" + GOOD + b' ],"next":"]}"} \n'
    found = [checked(one) for one in read_envelope(content)]
    assert [one.raw for one in found] == [odd, GOOD]
    assert found[0].object["name"] == 'أم/ أ ]}"{[ \\'
    again = write_envelope([one.raw for one in found], more=True, next_="abc")
    assert [checked(one).raw for one in read_envelope(again)] == [odd, GOOD]
    assert json.loads(again)["next"] == "abc"
    assert json.loads(again)["more"] is True
    assert [checked(one).raw for one in read_bundle(write_bundle([odd, GOOD, odd]))] == [odd, GOOD]


def test_empty_envelopes_are_empty() -> None:
    for content in (b"{}", b'{"objects":[]}', b' { "more" : false } ', write_envelope([]), write_bundle([])):
        assert list(read_envelope(content)) == []
    assert write_envelope([]) == b"{}"
    assert json.loads(write_envelope([], next_="n")) == {"next": "n"}
    assert json.loads(write_bundle([]))["type"] == "bundle"


BAD = [
    (b'{"type":"indicator","id":"indicator--x","type":"identity"}', Code.DUPLICATE_KEY),
    (GOOD.replace(b'"name"', b'"x_exercise":{"a":1,"a":2},"name"'), Code.DUPLICATE_KEY),
    (GOOD.replace(b'"EXERCISE address"', b"NaN"), Code.NUMBER),
    (GOOD.replace(b'"EXERCISE address"', b"-Infinity"), Code.NUMBER),
    (GOOD.replace(b'"EXERCISE address"', b"1e999"), Code.NUMBER),
    (GOOD.replace(b'"EXERCISE address"', b"9007199254740993"), Code.NUMBER),
    (GOOD.replace(b'"EXERCISE address"', b"9" * 6000), Code.NUMBER),
    (GOOD.replace(b"EXERCISE", b"\\u0000"), Code.TEXT),
    (GOOD.replace(b"EXERCISE", b"\\ud800"), Code.TEXT),
    (GOOD.replace(b"EXERCISE", b"\\uDC00 x"), Code.TEXT),
    (GOOD.replace(b'"name"', b'"\\u0000name"'), Code.TEXT),
    (GOOD.replace(b"EXERCISE", b"\x00"), Code.NOT_JSON),
    (GOOD.replace(b"EXERCISE", b"\xff"), Code.NOT_JSON),
    (GOOD.replace(b"EXERCISE", b"\xed\xa0\x80"), Code.NOT_JSON),
    (GOOD.replace(b'"EXERCISE address"', b"tru"), Code.NOT_JSON),
    (GOOD.replace(b'"EXERCISE address"', b"'x'"), Code.NOT_JSON),
    (GOOD.replace(b'"EXERCISE address"', b"01"), Code.NOT_JSON),
    (GOOD.replace(b'"EXERCISE address"', b"[1,]"), Code.NOT_JSON),
    (GOOD.replace(b'"EXERCISE address"', b'{"a":' * 60 + b"1" + b"}" * 60), Code.TOO_DEEP),
    (GOOD.replace(b'"EXERCISE address"', b"[" * 20_000 + b"]" * 20_000), Code.TOO_DEEP),
    (GOOD.replace(b'"EXERCISE address"', b"[1" + b",1" * 100_001 + b"]"), Code.TOO_LARGE),
    (b"[]", Code.NOT_AN_OBJECT),
    (b"17", Code.NOT_AN_OBJECT),
    (b"null", Code.NOT_AN_OBJECT),
    (b'"text"', Code.NOT_AN_OBJECT),
    (b"{}", Code.NOT_AN_OBJECT),
    (b'{"type":"identity","id":17}', Code.NOT_AN_OBJECT),
    (json.dumps(indicator(pattern=None)).encode(), Code.SCHEMA),
    (json.dumps(indicator(id="indicator--x")).encode(), Code.SCHEMA),
    (json.dumps(indicator(id=f"identity--{UUID_A}")).encode(), Code.SCHEMA),
    (json.dumps(indicator(name=[])).encode(), Code.SCHEMA),
    (json.dumps(indicator(confidence=101)).encode(), Code.SCHEMA),
    (json.dumps(indicator(created="2026-01-01")).encode(), Code.SCHEMA),
    (
        json.dumps(indicator(created="2026-02-30T00:00:00.000Z", modified="2026-03-01T00:00:00.000Z")).encode(),
        Code.TIME,
    ),
    (json.dumps(indicator(created="0000-01-01T00:00:00.000Z")).encode(), Code.TIME),
    (json.dumps(indicator(modified="2025-12-31T23:59:59.999Z")).encode(), Code.TIME),
    (json.dumps(indicator(valid_until="2026-01-01T00:00:00Z")).encode(), Code.TIME),
    (
        json.dumps(
            indicator(granular_markings=[{"marking_ref": f"marking-definition--{UUID_A}", "selectors": ["labels.[0]"]}])
        ).encode(),
        Code.SELECTOR,
    ),
    (json.dumps(indicator(spec_version=None)).encode(), Code.OLD_VERSION),
    (json.dumps(indicator(spec_version="2.0")).encode(), Code.OLD_VERSION),
]


@pytest.mark.parametrize(("bad", "code"), BAD)
def test_one_bad_object_is_named_with_its_reason_and_does_not_sink_its_envelope(bad: bytes, code: Code) -> None:
    found = list(read_envelope(around(GOOD, bad, GOOD)))
    assert [one.index for one in found] == [0, 1, 2]
    assert checked(found[0]).raw == checked(found[2]).raw == GOOD
    assert problem(found[1]).code is code
    assert problem(check_object(bad)).code is code


def test_all_bad_objects_in_one_envelope_leave_the_good_ones_standing() -> None:
    mixed = [part for bad, _code in BAD for part in (bad, GOOD)]
    found = list(read_envelope(around(*mixed)))
    assert [one.code for one in found if isinstance(one, Problem)] == [code for _bad, code in BAD]
    assert [one.raw for one in found if isinstance(one, Checked)] == [GOOD] * len(BAD)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"null",
        b"[]",
        b"\xff\xfe{",
        b'{"objects"',
        b'{"objects":{}}',
        b'{"objects":[',
        b'{"objects":[}',
        b'{"objects":[' + GOOD,
        b'{"objects":[' + GOOD + b",]}",
        b'{"objects":[' + GOOD + b" " + GOOD + b"]}",
        b'{"objects":[' + GOOD + b'],"objects":[]}',
        b'{"objects":[' + GOOD + b"]} {}",
        b'{"objects":[' + GOOD + b',{"a":"no end]}',
        b'{"a":' + b"[" * 100_000,
        b'{"objects":[' + b"[" * 100_000,
        b"{" * 100_000,
        b'{1:2,"objects":[]}',
    ],
)
def test_a_broken_envelope_says_where_it_breaks_and_what_came_before_stands(broken: bytes) -> None:
    found = list(read_envelope(broken))
    assert problem(found[-1]).code is Code.BROKEN
    assert problem(found[-1]).index == -1
    assert all(checked(one).raw == GOOD for one in found[:-1] if isinstance(one, Checked))


def test_a_great_many_broken_objects_are_read_in_one_pass() -> None:
    """The library counts lines up to each error: without care these would take hours."""
    broken = b'{"a":tru,"b":"}"}'
    found = list(read_envelope(around(*[broken] * 150_000, GOOD)))
    assert checked(found[-1]).raw == GOOD
    assert {problem(one).code for one in found[:-1]} == {Code.NOT_JSON}


def test_brackets_that_do_not_belong_together_are_not_json_before_and_after_another_such() -> None:
    crossed = b'{"a":[}]'
    assert codes(around(crossed, GOOD, crossed, b"[1}", GOOD, b"17", GOOD)) == [
        "not-json",
        "ok",
        "not-json",
        "not-json",
        "ok",
        "not-an-object",
        "ok",
    ]


def test_the_limits_hold() -> None:
    assert codes(around(GOOD, GOOD), envelope_bytes=100) == ["too-large"]
    assert codes(around(GOOD, GOOD, GOOD), objects=2)[:3] == ["ok", "ok", "too-many"]
    assert codes(around(GOOD, GOOD), object_bytes=100) == ["too-large", "too-large"]
    assert codes(around(GOOD), text=10) == ["too-large"]
    assert codes(around(GOOD), depth=1) == ["ok"]
    assert codes(around(json.dumps(indicator(labels=["a"])).encode()), depth=1) == ["too-deep"]
    assert problem(check_object(GOOD, limits=Limits(object_bytes=10))).code is Code.TOO_LARGE


def test_what_is_refused_is_never_repeated_in_the_reason() -> None:
    secret = "EXERCISE-SECRET"
    for bad in (indicator(created=secret), indicator(labels=[secret, secret, 1]), indicator(**{"Bad Name": secret})):
        found = problem(check_object(bad))
        assert secret not in found.sentence()
        assert found.id == f"indicator--{UUID_A}"
    assert problem(check_object(indicator(created=secret))).detail == "created: pattern"


def test_unknown_types_are_kept_as_they_are_and_known_ones_are_all_of_the_specification() -> None:
    custom = {
        "type": "x-exercise-thing",
        "id": f"x-exercise-thing--{UUID_A}",
        "start": "later",
        "end": "sooner",
        "deep": [{"a": [1.5]}],
    }
    times = {"start": "2026-02-30T00:00:00Z", "end": "2026-01-01T00:00:00Z"}
    assert isinstance(check_object({**custom, **times}), Checked)
    assert isinstance(check_object(indicator(last_seen=times["start"], **times)), Checked)
    assert isinstance(
        check_object({"type": "url", "id": f"url--{UUID_A}", "value": "x", "created": times["start"]}), Checked
    )
    found = checked(check_object(custom))
    assert (found.object, found.known, found.version) == (custom, False, "")
    assert len(known_types()) == 19 + 18 + 2 + 3
    assert observables() < known_types()
    assert problem(check_object({"type": "x-Bad", "id": f"x-bad--{UUID_A}"})).code is Code.SCHEMA


def test_a_marking_definition_cannot_mark_itself() -> None:
    one = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{UUID_A}",
        "created": "2026-01-01T00:00:00.000Z",
        "definition_type": "statement",
        "definition": {"statement": "EXERCISE"},
    }
    assert checked(check_object(one)).version == one["created"]
    assert problem(check_object({**one, "object_marking_refs": [one["id"]]})).code is Code.CIRCULAR


def test_times_are_compared_by_time_however_many_digits_they_have() -> None:
    def modified(time: str) -> Checked | Problem:
        return check_object(indicator(created="2026-01-01T00:00:00.450Z", modified=time))

    assert isinstance(modified("2026-01-01T00:00:00.45000Z"), Checked)
    assert isinstance(modified("2026-01-01T00:00:00.4501Z"), Checked)
    assert isinstance(modified("2026-01-01T00:00:00.5000000000001Z"), Checked)
    assert isinstance(modified("2026-01-01T00:00:00.4499Z"), Problem)
    assert isinstance(
        check_object(indicator(created="2026-01-01T00:00:00.45000Z", modified="2026-01-01T00:00:00.450Z")), Checked
    )


def test_selectors_find_what_is_there() -> None:
    marking = {"marking_ref": f"marking-definition--{UUID_A}", "selectors": ["labels.[1]", "name", "x_deep.a.[0].b"]}
    assert isinstance(
        check_object(indicator(labels=["a", "b"], x_deep={"a": [{"b": 1}]}, granular_markings=[marking])), Checked
    )


def test_a_granular_marking_may_name_a_language_instead() -> None:
    french = {"lang": "fr", "selectors": ["name"]}
    assert isinstance(check_object(indicator(granular_markings=[french])), Checked)
    both = {**french, "marking_ref": f"marking-definition--{UUID_A}"}
    for wrong in (both, {"selectors": ["name"]}):
        assert problem(check_object(indicator(granular_markings=[wrong]))).code is Code.SCHEMA


def test_an_unknown_type_cannot_take_the_id_of_another() -> None:
    found = problem(check_object({"type": "x-exercise", "id": f"identity--{UUID_A}"}))
    assert (found.code, found.detail) == (Code.SCHEMA, "id: type")


def test_a_bundle_is_not_an_object() -> None:
    inner = {"type": "bundle", "id": f"bundle--{UUID_A}", "objects": [indicator()]}
    assert problem(check_object(inner)).code is Code.NOT_AN_OBJECT


def test_the_patterns_of_the_schemas_take_linear_time() -> None:
    """OASIS's pattern of types never ends on this text in an engine that goes back."""
    long = "a" * 200_000
    for bad in ({"type": f"{long}_", "id": f"x--{UUID_A}"}, indicator(id=f"{long}!"), indicator(created=f"{long}!")):
        assert problem(check_object(bad)).code is Code.SCHEMA


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Code)
    assert Problem(0, Code.TIME, "created").sentence() == f"{SENTENCES[Code.TIME]} (created)"
    assert Problem(0, Code.NOT_JSON).sentence() == SENTENCES[Code.NOT_JSON]


def test_dicts_that_json_cannot_hold_are_problems_too() -> None:
    circular: dict[str, Any] = {"type": "identity", "id": "identity--1"}
    circular["self"] = circular
    odd: list[Any] = [
        {"type": "a", "id": "b", 1: 2},
        circular,
        {"type": "a", "id": "b", "c": {1}},
        {"type": "a", "id": "\ud800"},
    ]
    for bad in odd:
        assert problem(check_object(bad)).code is Code.NOT_JSON


def test_objects_are_handed_out_as_they_are_read() -> None:
    content = around(*[GOOD] * 20_000)
    tracemalloc.start()
    found = sum(isinstance(one, Checked) for one in read_envelope(content))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == 20_000
    assert peak < 3 * len(content)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_bytes_raise(content: bytes) -> None:
    for read in (read_envelope, read_bundle):
        assert all(isinstance(one, Checked | Problem) for one in read(content))
    assert isinstance(check_object(content), Checked | Problem)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 2))
@settings(max_examples=300, deadline=None)
def test_no_damaged_envelope_raises_and_what_passes_is_what_stood_there(
    damage: list[tuple[int, int]], kind: int
) -> None:
    content = bytearray(around(GOOD, json.dumps(indicator(id=f"indicator--{UUID_B}")).encode(), GOOD))
    for place, octet in damage:
        at = place % len(content)
        if kind == 0:
            content[at] = octet
        elif kind == 1:
            del content[at : at + octet % 9]
        else:
            content[at:at] = bytes([octet])
        content = content or bytearray(b"{")
    for one in read_envelope(bytes(content)):
        if isinstance(one, Checked):
            assert one.raw in bytes(content)
            assert orjson.loads(one.raw) == one.object


@given(st.dictionaries(st.sampled_from(sorted(indicator())), junk, max_size=4), st.sampled_from(sorted(known_types())))
@settings(max_examples=300, deadline=None)
def test_no_object_raises_whatever_its_properties_hold(changes: dict[str, Any], type_: str) -> None:
    one = {**indicator(type=type_, id=f"{type_}--{UUID_A}"), **changes}
    found = check_object(one)
    assert isinstance(found, Checked | Problem)
    from_stix([one])
    markings_of(one, {one["id"]: one} if isinstance(one["id"], str) else {})
    content = json.dumps({"objects": [one]}).encode()
    assert all(isinstance(each, Checked | Problem) for each in (*read_envelope(content), *read_bundle(content)))


@given(junk)
@settings(max_examples=200, deadline=None)
def test_no_value_in_an_envelope_raises(value: Any) -> None:
    (found,) = read_envelope(envelope(value))
    assert isinstance(found, Problem)
