"""Which observables a pattern names, and whether each is enough."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minassa.cyber.patterns import named_in

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A machine that is busy with other things makes no test fail."""

ALONE = [
    ("[(domain-name:value = 'a.example')]", ["a.example"]),
    ("[domain-name:value = 'a.example'] WITHIN 600 SECONDS", ["a.example"]),
    ("[domain-name:value = 'evil.example.com']", ["evil.example.com"]),
    ("[ domain-name:value='evil.example.com' ]", ["evil.example.com"]),
    ("[domain-name:value == 'evil.example.com']", ["evil.example.com"]),
    ("[domain-name:value = 'a.example' OR domain-name:value = 'b.example']", ["a.example", "b.example"]),
    ("[domain-name:value = 'a.example'] OR [ipv4-addr:value = '198.51.100.7']", ["a.example", "198.51.100.7"]),
    ("[ipv4-addr:value IN ('198.51.100.7', '198.51.100.8')]", ["198.51.100.7", "198.51.100.8"]),
    ("[file:hashes.'MD5' = 'd41d8cd98f00b204e9800998ecf8427e']", ["d41d8cd98f00b204e9800998ecf8427e"]),
    ("[email-message:to_refs[*].value = 'a@mail.example']", ["a@mail.example"]),
    ("[network-traffic:dst_ref.value = '198.51.100.7']", ["198.51.100.7"]),
    ("[url:value = 'http://evil.example/it\\'s']", ["http://evil.example/it's"]),
    ("[user-account:account_login = 'Someone']", ["someone"]),
    ("[user-account:account_type = 'twitter' AND user-account:account_login = 'Someone']", ["twitter:someone"]),
]
PARTS = [
    ("[domain-name:value = 'a.example'] REPEATS 5 TIMES", ["a.example"]),
    ("[domain-name:value = 'a.example'] START t'2026-01-01T00:00:00Z' STOP t'2026-01-02T00:00:00Z'", ["a.example"]),
    (
        "[user-account:account_type = 'twitter' AND user-account:account_login = 'someone' AND EXISTS user-account:x]",
        ["someone"],
    ),
    ("[user-account:account_type = 'twitter'] AND [user-account:account_login = 'someone']", ["someone"]),
    ("[ipv4-addr:value = '198.51.100.7' AND domain-name:value = 'a.example']", ["198.51.100.7", "a.example"]),
    ("[domain-name:value = 'a.example'] FOLLOWEDBY [domain-name:value = 'b.example']", ["a.example", "b.example"]),
    ("[domain-name:value = 'a.example' AND network-traffic:dst_port = 443]", ["a.example"]),
    ("[domain-name:value = 'a.example' AND ipv4-addr:value != '198.51.100.7']", ["a.example"]),
    ("[domain-name:value = 'a.example' AND ipv4-addr:value NOT = '198.51.100.7']", ["a.example"]),
]
NOTHING = [
    "[file:hashes.\"SHA-1\" = 'da39a3ee5e6b4b0d3255bfef95601890afd80709']",
    "[domain-name:value = 'a.example'",
    "[domain-name:value = 'a.example'] AND",
    "[domain-name:value != 'a.example']",
    "[domain-name:value NOT = 'a.example']",
    "[domain-name:value LIKE '%.example']",
    "[domain-name:value MATCHES '^a']",
    "[file:name = 'evil.example.com']",
    "[windows-registry-key:key = 'domain-name:value = a.example']",
    "[process:command_line = 'x [domain-name:value = \\'a.example\\']']",
    "[file:hashes.MD5 = 'no hash']",
    "",
    "nothing",
]


@pytest.mark.parametrize(("pattern", "values"), ALONE)
def test_an_observable_that_is_enough_is_named_as_such(pattern: str, values: list[str]) -> None:
    assert [(one.observable.text, one.alone) for one in named_in(pattern)] == [(value, True) for value in values]


@pytest.mark.parametrize(("pattern", "values"), PARTS)
def test_an_observable_that_is_one_part_is_named_as_such(pattern: str, values: list[str]) -> None:
    assert [(one.observable.text, one.alone) for one in named_in(pattern)] == [(value, False) for value in values]


@pytest.mark.parametrize("pattern", NOTHING)
def test_what_is_negated_guessed_or_quoted_is_not_named(pattern: str) -> None:
    assert named_in(pattern) == ()


@UNHURRIED
@given(st.text(alphabet="[]()'\\ =abORINND:.-", max_size=200))
def test_any_text_can_be_read_as_a_pattern(text: str) -> None:
    assert isinstance(named_in(text), tuple)


def test_hostile_patterns_are_read_in_linear_time() -> None:
    for hostile in (
        "[" * 99_000,
        "[a:b = 'x'" * 9_000,
        "[a:b = '" + "\\'" * 40_000,
        "[a:b IN (" + "'x'," * 20_000,
        "a:" + "[" * 90_000,
    ):
        assert named_in(hostile) == ()
