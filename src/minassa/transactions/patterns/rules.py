"""Rules as data: what is searched for, with which parameters, and what each was published in. The shipped table is `rules.toml`.

An agency's own table changes what it names and leaves the rest as shipped. Everything in it is judged before it is used: a parameter has a
kind and bounds, so what reaches the queries is numbers and countries only.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

Value = float | int | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a method takes: whole numbers or fractions between bounds, or a list of corridors where there are none."""

    name: str
    least: float = 0
    most: float = 0
    is_whole: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it is a list of corridors and no number."""
        return not self.most


def _whole(name: str, least: int, most: int) -> Parameter:
    return Parameter(name, least, most, is_whole=True)


_DAYS: Final = _whole("days", 1, 366)
_PASSED: Final = Parameter("passed", 0.1, 1)
_LEAST: Final = Parameter("least", 0.001, 100_000)

METHODS: Final[Mapping[str, tuple[Parameter, ...]]] = {
    "structuring": (Parameter("near", 0.1, 0.99), _DAYS, _whole("least_count", 2, 1_000), Parameter("least_share", 0, 1)),
    "funnel": (_DAYS, _whole("sources", 2, 10_000), _whole("destinations", 1, 1_000), _PASSED, _LEAST),
    "rapid": (_whole("hours", 1, 720), _PASSED, _LEAST, _whole("times", 1, 1_000), _DAYS),
    "circular": (_DAYS, _whole("longest", 3, 6), Parameter("kept", 0.5, 1), _LEAST, _whole("busiest", 10, 10_000)),
    "collection": (
        _DAYS, _whole("payers", 3, 100_000), Parameter("small", 0.001, 1_000), _PASSED, _whole("destinations", 1, 1_000), _LEAST,
    ),
    "corridor": (Parameter("corridors"), _DAYS, _whole("least_count", 1, 1_000), _LEAST),
    "dormant": (_whole("quiet_days", 30, 3_660), _DAYS, _whole("least_count", 1, 1_000), Parameter("passed", 0, 1), _LEAST),
    "netting": (_DAYS, _whole("partners", 2, 10_000), Parameter("apart", 0.01, 0.5), Parameter("small", 0.001, 1_000), _LEAST),
}  # fmt: skip
"""The methods by which transactions are searched, with their parameters. Amounts are in units: about a thousand US dollars."""

MOST_RULES: Final = 50
MOST_LEFT_OUT: Final = 10_000
MOST_CORRIDORS: Final = 200
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_CORRIDOR: Final = re.compile(r"(?:[A-Z]{2}|\*)-(?:[A-Z]{2}|\*)")
_CURRENCY: Final = re.compile(r"[A-Z]{3,5}")
_MOST_AMOUNT: Final = 10**13


@dataclass(frozen=True, slots=True)
class Source:
    """A publication in which a typology is described."""

    publisher: str
    title: str
    year: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is searched for."""

    name: str
    method: str
    values: Mapping[str, Value]
    sources: tuple[Source, ...] = ()
    is_on: bool = True

    def number(self, name: str) -> float | int:
        """A parameter that is a number."""
        value = self.values[name]
        if isinstance(value, tuple):
            raise TypeError(f"{name} is a list")
        return value

    @property
    def corridors(self) -> tuple[str, ...]:
        """The corridors of a rule that has some, such as `ML-AE` or `*-IR`."""
        value = self.values.get("corridors", ())
        return value if isinstance(value, tuple) else ()


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a search goes by: rules, units and thresholds by currency, and accounts that it passes over."""

    rules: tuple[Rule, ...]
    unit: Mapping[str, float] = field(default_factory=dict)
    threshold: Mapping[str, float] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    def named(self, name: str) -> Rule | None:
        """The rule of this name."""
        return next((one for one in self.rules if one.name == name), None)


class RulesError(ValueError):
    """A table of rules that cannot be used: where in it, and the bounds that a number is outside of."""

    def __init__(self, place: str, bounds: str = "") -> None:
        super().__init__(f"{place} {bounds}".strip())
        self.place, self.bounds = place, bounds


@cache
def shipped() -> Rules:
    """The rules as they are shipped."""
    text = files("minassa.transactions.patterns").joinpath("rules.toml").read_text(encoding="utf-8")
    return changed(Rules(()), tomllib.loads(text))


def read_rules(text: str) -> Rules:
    """The shipped rules with what this TOML table changes. Raises RulesError."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError(str(error)[:120]) from error
    return changed(shipped(), told)


def changed(rules: Rules, told: Mapping[str, Any]) -> Rules:
    """Rules with what a table changes: parameters by name, rules on or off, units, thresholds, accounts left out. Raises RulesError."""
    if unknown := set(told) - {"rule", "unit", "threshold", "left_out"}:
        raise RulesError(min(unknown)[:64])
    by_name = {one.name: one for one in rules.rules}
    for one in _tables(told.get("rule", ()), "rule"):
        made = _rule(one, by_name)
        by_name[made.name] = made
    if len(by_name) > MOST_RULES:
        raise RulesError("rule", f"1–{MOST_RULES}")
    return Rules(
        tuple(by_name.values()),
        {**rules.unit, **_amounts(told, "unit")},
        {**rules.threshold, **_amounts(told, "threshold")},
        _accounts(told["left_out"]) if "left_out" in told else rules.left_out,
    )


def table_of(rules: Rules) -> dict[str, Any]:
    """Rules as the table that makes them of nothing (JSON or TOML)."""
    return {
        "unit": dict(rules.unit),
        "threshold": dict(rules.threshold),
        "left_out": list(rules.left_out),
        "rule": [
            {
                "name": one.name,
                "method": one.method,
                "is_on": one.is_on,
                **{name: list(value) if isinstance(value, tuple) else value for name, value in one.values.items()},
                "source": [
                    {"publisher": each.publisher, "title": each.title, "year": each.year} for each in one.sources
                ],
            }
            for one in rules.rules
        ],
    }


def _tables(found: object, place: str) -> Sequence[Mapping[str, Any]]:
    if not isinstance(found, list | tuple) or not all(isinstance(one, dict) for one in found):
        raise RulesError(place)
    return found


def _rule(told: Mapping[str, Any], known: Mapping[str, Rule]) -> Rule:
    name = told.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise RulesError("rule.name")
    before = known.get(name)
    method = told.get("method", before.method if before else None)
    if method not in METHODS or (before and before.method != method):
        raise RulesError(f"{name}.method")
    of = {one.name: one for one in METHODS[method]}
    if unknown := set(told) - {"name", "method", "is_on", "source", *of}:
        raise RulesError(f"{name}.{min(unknown)[:64]}")
    values = dict(before.values) if before else {}
    values |= {one: _value(of[one], told[one], f"{name}.{one}") for one in of if one in told}
    if lacking := set(of) - set(values):
        raise RulesError(f"{name}.{min(lacking)}")
    made = Rule(name, method, values, before.sources if before else (), is_on=_flag(told, name, before))
    return replace(made, sources=_sources(told["source"], name)) if "source" in told else made


def _flag(told: Mapping[str, Any], name: str, before: Rule | None) -> bool:
    value = told.get("is_on", before.is_on if before else True)
    if not isinstance(value, bool):
        raise RulesError(f"{name}.is_on")
    return value


def _value(of: Parameter, told: object, place: str) -> Value:
    if of.is_list:
        return _corridors(told, place)
    bounds = f"{of.least:g}–{of.most:g}"
    if isinstance(told, bool) or not isinstance(told, int | float) or not of.least <= told <= of.most:
        raise RulesError(place, bounds)
    if of.is_whole and told != int(told):
        raise RulesError(place, bounds)
    return int(told) if of.is_whole else float(told)


def _corridors(told: object, place: str) -> tuple[str, ...]:
    if not isinstance(told, list | tuple) or len(told) > MOST_CORRIDORS:
        raise RulesError(place, f"0–{MOST_CORRIDORS}")
    for one in told:
        if not isinstance(one, str) or not _CORRIDOR.fullmatch(one) or one == "*-*":
            raise RulesError(f"{place}: {str(one)[:16]}")
    return tuple(told)


def _sources(told: object, name: str) -> tuple[Source, ...]:
    found = []
    for one in _tables(told, f"{name}.source"):
        publisher, title, year = one.get("publisher"), one.get("title"), one.get("year")
        if not isinstance(publisher, str) or not isinstance(title, str) or not isinstance(year, int):
            raise RulesError(f"{name}.source")
        found.append(Source(publisher[:120], title[:240], year))
    return tuple(found)


def _amounts(told: Mapping[str, Any], name: str) -> dict[str, float]:
    found = told.get(name, {})
    if not isinstance(found, dict):
        raise RulesError(name)
    for code, amount in found.items():
        if not _CURRENCY.fullmatch(code) or isinstance(amount, bool) or not isinstance(amount, int | float):
            raise RulesError(f"{name}.{code[:16]}")
        if not 0 < amount < _MOST_AMOUNT:
            raise RulesError(f"{name}.{code[:16]}", "> 0")
    return found


def _accounts(told: object) -> tuple[str, ...]:
    if not isinstance(told, list | tuple) or not all(isinstance(one, str) and len(one) <= 64 for one in told):
        raise RulesError("left_out")
    if len(told) > MOST_LEFT_OUT:
        raise RulesError("left_out", f"0–{MOST_LEFT_OUT}")
    return tuple(told)
