"""Patterns: ours and OASIS's parser, inspector and matcher agree; nothing takes longer than it may."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from stix2matcher.matcher import MatcherException
from stix2matcher.matcher import match as their_match
from stix2patterns.inspector import INDEX_STAR
from stix2patterns.v21.pattern import Pattern as TheirPattern
from stix2patterns.validator import run_validator

from minassa.stix import (
    Observed,
    PatternCode,
    PatternError,
    PatternValue,
    Stix,
    match_pattern,
    observed_in,
    parse_pattern,
    values_of_pattern,
)
from tests.stix.made import UUID_A

START = datetime(2026, 1, 1, tzinfo=UTC)


def refusal(text: str) -> PatternCode:
    with pytest.raises(PatternError) as found:
        parse_pattern(text)
    return found.value.code


# Patterns at random, by the grammar; and the same with a token lost, doubled or strange.

words = st.sampled_from(["a", "b", "ab", "a\\'b", "a\\\\b", "é", ""])
quoted = words.map(lambda text: f"'{text}'")
numbers = st.sampled_from(["0", "1", "2", "-1", "+3", "1.5", "-0.5", ".5"])
times = st.sampled_from(["t'2026-01-01T00:00:00Z'", "t'2026-01-01T00:00:30.5Z'"])
literals = st.one_of(quoted, numbers, times, st.sampled_from(["true", "false", "h'00ff'", "h''", "b'AAEC'"]))
paths = st.sampled_from(
    [
        "url:value",
        "x-exercise:count",
        "x-exercise:flag",
        "x-exercise:list[*]",
        "x-exercise:list[1]",
        "x-exercise:'with-hyphen'.inner",
        "x-exercise:seen",
        "network-traffic:src_ref.value",
        "network-traffic:all_refs[*].value",
        "file:name",
    ]
)
nots = st.sampled_from(["", "", "", " NOT"])
comparison = st.one_of(
    st.builds("{}{} {} {}".format, paths, nots, st.sampled_from(["=", "==", "!=", "<>"]), literals),
    st.builds(
        "{}{} {} {}".format,
        paths,
        nots,
        st.sampled_from(["<", "<=", ">", ">="]),
        literals.filter(lambda x: x not in {"true", "false"}),
    ),
    st.builds("{}{} IN ({})".format, paths, nots, st.lists(quoted, max_size=3).map(", ".join)),
    st.builds("{}{} LIKE {}".format, paths, nots, st.sampled_from(["'a%'", "'%b'", "'_'", "'a_%'", "'%'", "'.'"])),
    st.builds("{}{} MATCHES {}".format, paths, nots, st.sampled_from(["'^a'", "'b$'", "'a|é'", "'^[ab]+$'"])),
)


def joined(parts: st.SearchStrategy[str], joins: list[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, min_size=2, max_size=3).flatmap(
        lambda many: st.sampled_from(joins).map(lambda join: f" {join} ".join(many))
    )


inside = st.recursive(comparison, lambda inner: joined(inner, ["AND", "OR"]) | inner.map("({})".format), max_leaves=4)
qualifiers = st.sampled_from(
    [
        "",
        "",
        "",
        " WITHIN 10 SECONDS",
        " WITHIN 0.5 SECONDS",
        " REPEATS 1 TIMES",
        " REPEATS 2 TIMES",
        " REPEATS 3 TIMES WITHIN 30 SECONDS",
        " START t'2026-01-01T00:00:00Z' STOP t'2026-01-01T00:00:20Z'",
        " REPEATS 2 TIMES START t'2026-01-01T00:00:05Z' STOP t'2026-01-01T00:01:00Z'",
    ]
)
single = st.builds("[{}]{}".format, inside, qualifiers)
patterns = st.recursive(
    single,
    lambda inner: joined(inner, ["AND", "OR", "FOLLOWEDBY"]) | st.builds("({}){}".format, inner, qualifiers),
    max_leaves=3,
)


@given(patterns)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_grammar_gives_is_taken_and_inspected_like_oasis_does(text: str) -> None:
    assert run_validator(text, "2.1") == []
    theirs = [
        (
            type_,
            ["[*]" if step is INDEX_STAR else step for step in path],
            operator.replace("==", "=").replace("<>", "!="),
        )
        for type_, many in TheirPattern(text).inspect().comparisons.items()
        for path, operator, _value in many
    ]
    assert sorted(map(repr, theirs)) == sorted(map(repr, _comparisons(parse_pattern(text).root)))
    values_of_pattern(text)


def _comparisons(node: Any) -> list[tuple[str, list[Any], str]]:
    if hasattr(node, "path"):
        return [(node.path.type, list(node.path.steps), ("NOT " if node.negated else "") + node.operator)]
    parts = node.parts if hasattr(node, "parts") else [getattr(node, "test", None) or node.inner]
    return [each for part in parts for each in _comparisons(part)]


STRANGE = [
    "[",
    "]",
    "(",
    ")",
    "AND",
    "NOT",
    "=",
    "'",
    ",",
    "a-b",
    "01",
    "1.",
    "t'x'",
    "h'0'",
    "EXISTS",
    "REPEATS",
    "#",
    ".",
    ":",
    "/*",
    "//",
]


@given(patterns, st.integers(0, 40), st.sampled_from(["lost", "doubled", *STRANGE]))
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_damaged_is_refused_where_oasis_refuses_it(text: str, place: int, damage: str) -> None:
    tokens = text.split(" ")
    at = place % len(tokens)
    tokens[at] = {"lost": "", "doubled": f"{tokens[at]} {tokens[at]}"}.get(damage, f"{tokens[at]} {damage}")
    damaged = " ".join(tokens)
    theirs = run_validator(damaged, "2.1") == []
    try:
        ours = bool(parse_pattern(damaged))
    except PatternError:
        ours = False
    assert ours == theirs, damaged


observables = st.one_of(
    st.builds(lambda value: {"type": "url", "value": value}, words),
    st.builds(lambda value: {"type": "file", "name": value}, words),
    st.fixed_dictionaries(
        {"type": st.just("x-exercise")},
        optional={
            "count": st.integers(-2, 3) | st.sampled_from([1.5, -0.5]),
            "flag": st.booleans(),
            "list": st.lists(words | st.integers(0, 2), max_size=3),
            "with-hyphen": st.fixed_dictionaries({"inner": words}),
            "seen": st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01T00:00:30.500Z"]),
        },
    ),
    st.just({"type": "network-traffic", "src_ref": "0", "all_refs": ["0", "1"]}),
)
observations = st.lists(
    st.tuples(st.lists(observables, min_size=1, max_size=3), st.integers(0, 40), st.integers(0, 20), st.integers(1, 2)),
    min_size=1,
    max_size=4,
)


def bundle_of(made: list[tuple[list[Stix], int, int, int]]) -> list[Stix]:
    """Observations with their observables, the references between them turned into ids."""
    objects: list[Stix] = []
    for number, (some, start, length, times_seen) in enumerate(made):
        ids = [f"{one['type']}--{number:08}-0000-4000-8000-{place:012}" for place, one in enumerate(some)]
        for one, id_ in zip(some, ids, strict=True):
            new = {**one, "id": id_}
            if "src_ref" in one:
                new |= {"src_ref": ids[0], "all_refs": ids[:2]}
            objects.append(new)
        first, last = START + timedelta(seconds=start), START + timedelta(seconds=start + length)
        objects.append(
            {
                "type": "observed-data",
                "id": f"observed-data--{number:08}-0000-4000-8000-000000000000",
                "first_observed": f"{first:%Y-%m-%dT%H:%M:%SZ}",
                "last_observed": f"{last:%Y-%m-%dT%H:%M:%SZ}",
                "number_observed": times_seen,
                "object_refs": ids,
            }
        )
    return objects


@given(patterns, observations)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_a_pattern_matches_what_it_matches_for_oasis(text: str, made: list[tuple[list[Stix], int, int, int]]) -> None:
    objects = bundle_of(made)
    try:
        theirs = bool(their_match(text, [{"type": "bundle", "objects": objects}], stix_version="2.1"))
    except (MatcherException, ValueError):
        assume(False)  # values that theirs does not compare: sets of several kinds, texts that are no times
    assert bool(match_pattern(text, observed_in(objects))) == theirs


def observed(*objects: Stix, second: int = 0, number: int = 1) -> Observed:
    at = START + timedelta(seconds=second)
    return Observed({str(place): one for place, one in enumerate(objects)}, at, at, number)


def url(value: str, second: int = 0, number: int = 1) -> Observed:
    return observed({"type": "url", "value": value}, second=second, number=number)


def test_the_places_of_the_observations_that_match_are_told() -> None:
    seen = [url("a", 0), url("b", 1), url("c", 2)]
    assert match_pattern("[url:value = 'b']", seen) == (1,)
    assert match_pattern("[url:value = 'c'] AND [url:value = 'a']", seen) == (0, 2)
    assert match_pattern("[url:value = 'c'] FOLLOWEDBY [url:value = 'a']", seen) == ()
    assert match_pattern("[url:value = 'x']", []) == ()


def test_start_belongs_to_the_stretch_and_stop_does_not() -> None:
    text = "[url:value = 'a'] START t'2026-01-01T00:00:10Z' STOP t'2026-01-01T00:00:20Z'"
    assert [bool(match_pattern(text, [url("a", second)])) for second in (9, 10, 19, 20)] == [False, True, True, False]
    turned = "[url:value = 'a'] START t'2026-01-01T00:00:20Z' STOP t'2026-01-01T00:00:10Z'"
    assert match_pattern(turned, [url("a", 15)]) == ()


def test_what_follows_may_be_seen_at_the_same_moment() -> None:
    assert match_pattern("[url:value = 'a'] FOLLOWEDBY [url:value = 'b']", [url("b", 5), url("a", 5)]) == (0, 1)
    assert match_pattern("[url:value = 'a'] FOLLOWEDBY [url:value = 'b']", [url("b", 4), url("a", 5)]) == ()


def test_values_of_different_kinds_are_unequal_and_in_no_order() -> None:
    one = observed({"type": "x-exercise", "flag": True, "count": 1, "text": "1"})
    for text, fits in {
        "flag = true": True,
        "flag = 1": False,
        "flag != 1": True,
        "count = true": False,
        "count IN (true)": False,
        "count = 1.0": True,
        "count = '1'": False,
        "text = 1": False,
        "text < 2": False,
        "text NOT < 2": False,
        "count NOT > 2": True,
        "text = t'2026-01-01T00:00:00Z'": False,
    }.items():
        assert bool(match_pattern(f"[x-exercise:{text}]", [one])) == fits, text


def test_and_asks_all_of_one_observable() -> None:
    one = observed({"type": "file", "name": "a", "size": 1}, {"type": "file", "name": "b", "size": 2})
    assert match_pattern("[file:name = 'a' AND file:size = 2]", [one]) == ()
    assert match_pattern("[file:name = 'b' AND file:size = 2]", [one]) == (0,)
    assert match_pattern("[file:name = 'a'] AND [file:size = 2]", [one]) == ()
    assert match_pattern("[file:name = 'a'] AND [file:size = 2]", [one, one]) == (0, 1)


def test_a_property_exists_or_does_not() -> None:
    one = url("a")
    assert match_pattern("[EXISTS url:value]", [one]) == (0,)
    assert match_pattern("[EXISTS url:x_other]", [one]) == ()
    assert match_pattern("[NOT EXISTS url:x_other]", [one]) == (0,)
    assert match_pattern("[NOT EXISTS file:name]", [one]) == ()


def test_addresses_lie_in_networks_of_both_families() -> None:
    seen = [
        observed({"type": "ipv4-addr", "value": "198.51.100.7"}),
        observed({"type": "ipv6-addr", "value": "2001:db8::7"}),
    ]
    assert match_pattern("[ipv4-addr:value ISSUBSET '198.51.100.0/24']", seen) == (0,)
    assert match_pattern("[ipv4-addr:value ISSUBSET '198.51.101.0/24']", seen) == ()
    assert match_pattern("[ipv6-addr:value ISSUBSET '2001:db8::/32']", seen) == (1,)
    assert match_pattern("[ipv4-addr:value ISSUBSET '2001:db8::/32']", seen) == ()
    assert match_pattern("[ipv4-addr:value ISSUBSET 'no network']", seen) == ()
    assert match_pattern("[ipv4-addr:value ISSUPERSET '198.51.100.7/32']", seen) == (0,)


def test_octets_compare_with_octets_and_with_texts_of_octets() -> None:
    one = observed({"type": "x-exercise", "data_hex": "ff00", "data_bin": "/wA=", "text": "\u00ff\u0000"})
    for path in ("data_hex", "data_bin", "text"):
        assert match_pattern(f"[x-exercise:{path} = h'ff00']", [one]) == (0,)
        assert match_pattern(f"[x-exercise:{path} = b'/wA=']", [one]) == (0,)
        assert match_pattern(f"[x-exercise:{path} = h'ff']", [one]) == ()
        assert match_pattern(f"[x-exercise:{path} > h'ff']", [one]) == (0,)
    broken = observed({"type": "x-exercise", "data_hex": "not hex"})
    assert match_pattern("[x-exercise:data_hex = 'not hex']", [broken]) == (0,)


def test_like_means_what_sql_means_and_never_a_regular_expression() -> None:
    cases = [
        ("a.b", "a.b", True),
        ("axb", "a.b", False),
        ("a\nb", "a%b", True),
        ("a^$b<>", "a^$b<>", True),
        ("a b", "a_b", True),
    ]
    for value, wanted, fits in cases:
        assert bool(match_pattern(f"[url:value LIKE '{wanted}']", [url(value)])) == fits, (value, wanted)


VALUES = "[url:value = 'a' OR domain-name:value IN ('b', 'c')] OR [file:hashes.'SHA-256' = 'd' AND file:name = 'e']"


def test_the_values_of_a_pattern_say_which_of_them_are_enough() -> None:
    assert values_of_pattern(VALUES) == (
        PatternValue("url", "value", "=", "a", False, True),
        PatternValue("domain-name", "value", "=", "b", False, True),
        PatternValue("domain-name", "value", "=", "c", False, True),
        PatternValue("file", "hashes.SHA-256", "=", "d", False, False),
        PatternValue("file", "name", "=", "e", False, False),
    )


@pytest.mark.parametrize(
    ("text", "enough"),
    [
        ("[url:value = 'a']", [True]),
        ("([url:value = 'a'] OR [url:value = 'b'])", [True, True]),
        ("[url:value = 'a'] AND [url:value = 'b']", [False, False]),
        ("[url:value = 'a'] FOLLOWEDBY [url:value = 'b']", [False, False]),
        ("[url:value NOT = 'a']", [False]),
        ("[url:value != 'a']", [False]),
        ("[url:value NOT IN ('a')]", [False]),
        ("[url:value LIKE 'a%']", [False]),
        ("[url:value = 'a'] REPEATS 5 TIMES", [False]),
        ("[url:value = 'a'] REPEATS 1 TIMES", [True]),
        ("[url:value = 'a'] WITHIN 5 SECONDS", [True]),
        ("[url:value = 'a'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'", [False]),
        ("[(url:value = 'a' OR url:value = 'b') AND url:x_seen = true]", [False, False, False]),
        ("[EXISTS url:value]", []),
    ],
)
def test_a_value_is_enough_only_where_it_alone_is_what_the_pattern_describes(text: str, enough: list[bool]) -> None:
    found = values_of_pattern(text)
    assert [one.sufficient for one in found] == enough
    for one in found:
        if one.type == "url" and isinstance(one.value, str):
            assert bool(match_pattern(text, [url(one.value)])) >= one.sufficient


def test_paths_are_written_plainly() -> None:
    text = "[file:extensions.'windows-pebinary-ext'.sections[*].name = 'x' OR file:x_list[2] = 1]"
    assert [one.path for one in values_of_pattern(text)] == [
        "extensions.windows-pebinary-ext.sections[*].name",
        "x_list[2]",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "url:value = 'a'",
        "[]",
        "[url:value]",
        "[url:value = ]",
        "[url:value = 'a'",
        "[url:value = 'a]",
        "[url:value = 'a\\x']",
        "[url.value = 'a']",
        "[url:val-ue = 'a']",
        "[url:value = a]",
        "[url:value < true]",
        "[url:value = 'a'] garbage",
        "[url:value = 'a'] REPEATS 0 TIMES",
        "[url:value = 'a'] WITHIN 0 SECONDS",
        "[url:value = 'a'] REPEATS 1 TIMES REPEATS 2 TIMES",
        "[url:value = t'2026-02-30T00:00:00Z']",
        "[url:value = b'A']",
        "[url:value = h'0']",
        "[url:x[99999999999999999999999] = 1]",
        "[url:value = 'a'] START '2026-01-01T00:00:00Z' STOP '2026-01-02T00:00:00Z'",
    ],
)
def test_what_is_no_pattern_is_refused(text: str) -> None:
    assert refusal(text) is PatternCode.SYNTAX


def test_the_bounds_hold() -> None:
    assert refusal("[url:value = '" + "a" * 2_000_000 + "']") is PatternCode.TOO_LONG
    assert refusal("(" * 40 + "[url:value = 'a']" + ")" * 40) is PatternCode.TOO_DEEP
    assert refusal("[" + "(" * 5000 + "url:value = 'a'" + ")" * 5000 + "]") is PatternCode.TOO_DEEP
    assert refusal("[" + " OR ".join(["url:value = 'a'"] * 20_001) + "]") is PatternCode.TOO_MANY
    assert refusal("[url:value IN (" + ", ".join(["'a'"] * 20_001) + ")]") is PatternCode.TOO_MANY


@given(st.text("[]():=.,*'<>!/ \\ath1ANDOR\n", max_size=60))
@settings(max_examples=500, deadline=None)
def test_no_text_raises_anything_else(text: str) -> None:
    with suppress(PatternError):
        parse_pattern(text)


@pytest.mark.parametrize("wanted", ["(?=a)", "(a)\\\\1", "(", "a{1000}{1000}{100}", "[z-a]"])
def test_a_regular_expression_that_could_run_away_is_refused(wanted: str) -> None:
    with pytest.raises(PatternError) as found:
        match_pattern(f"[url:value MATCHES '{wanted}']", [url("a")])
    assert found.value.code is PatternCode.REGEX


def test_nothing_runs_away() -> None:
    """Each of these takes the other engines minutes or for ever; here they are refused, or done in linear time."""
    long = url("a" * 200_000 + "!")
    assert match_pattern("[url:value MATCHES '^(a+)+$']", [long]) == ()
    assert match_pattern("[url:value LIKE '" + "%a" * 30 + "%b']", [long]) == ()
    many = [url("a", second) for second in range(300)]
    for text in (
        "[url:value = 'a'] REPEATS 150 TIMES AND [url:value = 'b']",
        "[url:value = 'a'] FOLLOWEDBY [url:value = 'a'] FOLLOWEDBY [url:value = 'a'] FOLLOWEDBY [url:value = 'b']",
        "([url:value = 'a'] AND [url:value = 'a'] AND [url:value = 'a'] AND [url:value = 'a']) WITHIN 1 SECONDS",
        "[url:value = 'a'] REPEATS 1001 TIMES",
    ):
        with pytest.raises(PatternError) as found:
            match_pattern(text, many)
        assert found.value.code is PatternCode.TOO_COSTLY
    assert match_pattern("[url:value = 'a'] REPEATS 5 TIMES WITHIN 3 SECONDS", many) == ()
    assert match_pattern("[url:value = 'a'] REPEATS 4 TIMES WITHIN 3 SECONDS", many) == (0, 1, 2, 3)
    assert match_pattern("[url:value = 'a'] REPEATS 900 TIMES", [url("a", number=999_999_999)]) == (0,)
    parse_pattern("[" + " OR ".join(f"url:value = '{n}'" for n in range(20_000)) + "]")
    refusal("[url:value = '" + "\\" * 999_999)
    refusal("/*" * 400_000)


def test_a_search_that_cannot_succeed_ends_early() -> None:
    every = "[url:value = 'a'] AND [url:value = 'a'] AND [url:value = 'a']"
    assert match_pattern(f"({every}) REPEATS 3 TIMES", [url("a", number=8)]) == ()
    assert match_pattern(f"({every}) REPEATS 3 TIMES", [url("a", number=9)]) == (0,)
    assert match_pattern(f"({every}) REPEATS 1 TIMES", [url("a", number=3)]) == (0,)


def test_a_reference_in_a_circle_ends() -> None:
    one = observed({"type": "directory", "path": "x", "self_ref": "0"})
    assert match_pattern("[directory:self_ref.self_ref.self_ref.path = 'x']", [one]) == (0,)
    assert match_pattern("[directory:self_ref.other_ref.path = 'x']", [one]) == ()


def test_references_to_many_that_refer_to_many_are_not_all_followed() -> None:
    one = observed({"type": "directory", "path": "x", "contains_refs": ["0"] * 1000})
    assert match_pattern("[directory:contains_refs[*].path = 'x']", [one]) == (0,)
    with pytest.raises(PatternError) as found:
        match_pattern("[directory:" + "contains_refs[*]." * 8 + "path = 'y']", [one])
    assert found.value.code is PatternCode.TOO_COSTLY


def test_a_great_many_observations_joined_do_not_exhaust_the_stack() -> None:
    wanted = " AND ".join(["[url:value = 'a']"] * 1500)
    with pytest.raises(PatternError) as found:
        match_pattern(wanted, [url("a")] * 1500)
    assert found.value.code is PatternCode.TOO_COSTLY
    either = " OR ".join(["[url:value = 'b']"] * 1500)
    assert match_pattern(either, [url("a")]) == ()


def test_observations_of_2_0_shape_are_observed_too() -> None:
    one = {
        "type": "observed-data",
        "id": f"observed-data--{UUID_A}",
        "first_observed": "2026-01-01T00:00:00Z",
        "last_observed": "2026-01-01T00:00:00.1234567Z",
        "number_observed": 1,
        "objects": {"0": {"type": "url", "value": "a"}, "1": {"type": "network-traffic", "src_ref": "0"}},
    }
    (seen,) = observed_in([one])
    assert seen.last.microsecond == 123_456
    assert match_pattern("[network-traffic:src_ref.value = 'a']", [seen]) == (0,)


@pytest.mark.parametrize(
    "path",
    [
        "domain-name:value",
        "file:hashes.MD5",
        "file:hashes.'SHA-256'",
        "file:hashes.'AND'",
        "network-traffic:dst_ref.value",
        "email-message:from_ref.value",
        "x-odd_type-:_name",
        "file:AND",
        "NOT:value",
        "file:name.true",
        "file:b-c",
        "file:hashes.'a.b'",
        "file:hashes.''",
        "file:",
        "9file:name",
    ],
)
@pytest.mark.parametrize(
    "value", ["'x'", "''", "'a]b'", "'it\\'s'", "t'2026-01-01T00:00:00Z'", "h'00'", "'x' AND a:b = 1"]
)
def test_a_plain_comparison_in_one_step_is_what_its_tokens_say(path: str, value: str) -> None:
    def told(text: str) -> object:
        try:
            return parse_pattern(text).root
        except PatternError as error:
            return error.code

    plain = f"[{path} = {value}]"
    assert told(plain) == told(f"[{path} /* read by its tokens */ = {value}]")
