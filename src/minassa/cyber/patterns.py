"""What a STIX pattern names: the observables that we compare, and whether each alone satisfies it.

Nine patterns in ten are one comparison, or comparisons joined by OR: each of their observables alone satisfies them. In every
other pattern (AND, FOLLOWEDBY ...) an observable is a part. Negated comparisons name nothing, and neither does what is no pattern.
"""

import re
from dataclasses import dataclass
from typing import Final

from minassa.cyber.observables import HASHES, Kind, Observable, observable_of
from minassa.stix import Pattern, PatternError, PatternValue, parse_pattern, values_of_pattern, values_together

LONGEST_PATTERN: Final = 100_000
MOST_NAMED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """An observable that a pattern names; `alone` where nothing else is needed to satisfy the pattern."""

    observable: Observable
    alone: bool


_HOSTS: Final = frozenset({"domain-name", "ipv4-addr", "ipv6-addr", "url", "hostname", "network-traffic"})
_HASHED: Final = frozenset({"file", "artifact", "x509-certificate"})
_MAIL: Final = frozenset({"email-addr", "email-message"})
_MAIL_STEPS: Final = re.compile(r"value|(?:from|sender)_ref\.value|(?:to|cc|bcc)_refs\[(?:\*|\d+)\]\.value")
_ACCOUNT: Final = "user-account"
_SERVICE: Final = "account_type"
_ACCOUNT_STEPS: Final = frozenset({"account_login", "user_id"})


def named_in(pattern: str) -> tuple[Named, ...]:
    """The observables of a STIX pattern that we compare, each once."""
    try:
        parsed = parse_pattern(pattern) if len(pattern) <= LONGEST_PATTERN else None
    except PatternError:
        return ()
    if parsed is None:
        return ()
    account = _account(parsed)
    if account is not None:
        return (Named(account, alone=True),)
    found: dict[Observable, bool] = {}
    for one in values_of_pattern(parsed):
        observable = _observable(one)
        if observable is not None:
            found[observable] = found.get(observable, False) or one.sufficient
    return tuple(Named(one, alone) for one, alone in found.items())[:MOST_NAMED]


def _account(pattern: Pattern) -> Observable | None:
    """The account that a pattern names by its service and its name together."""
    if _SERVICE not in pattern.text:  # nearly always: the rest is not looked at
        return None
    together = values_together(pattern)
    said = {one.path: str(one.value) for one in together if one.type == _ACCOUNT}
    name = next((said[step] for step in said if step in _ACCOUNT_STEPS), None)
    if len(said) != len(together) or said.keys() - _ACCOUNT_STEPS != {_SERVICE} or name is None:
        return None
    found = observable_of(f"{said[_SERVICE]}:{name}")
    return found if found and found.kind is Kind.ACCOUNT else None


def _observable(one: PatternValue) -> Observable | None:
    """What a comparison names; None for what we do not compare, and for what is ruled out or only likened."""
    if one.operator != "=" or one.negated or not isinstance(one.value, str):
        return None
    if one.type in _HOSTS or (one.type in _MAIL and _MAIL_STEPS.fullmatch(one.path)) or "wallet" in one.type:
        return observable_of(one.value)
    if one.type in _HASHED and "hashes" in one.path:
        found = observable_of(one.value)
        return found if found and found.kind in HASHES else None
    if one.type == _ACCOUNT and one.path in _ACCOUNT_STEPS:
        found = observable_of(f"@{one.value.removeprefix('@')}")
        return found if found and found.kind is Kind.ACCOUNT else observable_of(one.value)
    return None
