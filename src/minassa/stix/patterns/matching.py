"""Patterns tested against what was observed (STIX 2.1, 9), in bounded time.

A pattern matches if each of its observation expressions can be given an observation of its own so that joins and qualifiers
hold. That search can grow without end, so it counts its steps and gives up, saying so, rather than keep a worker
busy. Regular expressions run on an engine of linear time; what that engine lacks (look-around, back references) is refused.
"""

import base64
import binascii
import ipaddress
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain, combinations
from typing import Any, Final

import jsonschema_rs

from minassa.stix.moments import moment
from minassa.stix.patterns.parsing import parse_pattern
from minassa.stix.patterns.tree import (
    EVERY,
    Between,
    Join,
    Joined,
    Node,
    Observation,
    Path,
    Pattern,
    PatternCode,
    PatternError,
    Repeats,
    Step,
    Test,
    Within,
)
from minassa.stix.types import Json, Stix

MOST_STEPS: Final = 200_000
_MOST_TIMES: Final = 1000
_MOST_NESTED: Final = 100
_LARGEST_REGEX: Final = 1 << 18
_FOREVER: Final = float("inf")

Instance = tuple[int, int]
"""One observation, by its place, and which of the times it was observed."""

Binding = tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One observation: its observables by id, when it was made, and how many times."""

    objects: Mapping[str, Stix]
    first: datetime
    last: datetime
    number: int = 1


def observed_in(objects: Iterable[Stix]) -> list[Observed]:
    """The observations among these objects, with those of their observables that are among them too. The objects are checked ones."""
    listed = list(objects)
    there = {one["id"]: one for one in listed}
    return [_observed(one, there) for one in listed if one["type"] == "observed-data"]


def _observed(one: Stix, there: Mapping[str, Stix]) -> Observed:
    inside = one.get("objects") or {ref: there[ref] for ref in one.get("object_refs", ()) if ref in there}
    return Observed(inside, moment(one["first_observed"]), moment(one["last_observed"]), one["number_observed"])


def match_pattern(pattern: Pattern | str, observed: Iterable[Observed], *, steps: int = MOST_STEPS) -> tuple[int, ...]:
    """The places of the observations that together match the pattern, or none where it does not match.

    Raises PatternError: for a text that is no pattern, a regular expression that the engine does not take, and
    TOO_COSTLY where the answer was not found within `steps`.
    """
    parsed = pattern if isinstance(pattern, Pattern) else parse_pattern(pattern)
    try:
        found = next(_Search(list(observed), steps).bindings(parsed.root), ())
    except RecursionError:
        raise PatternError(PatternCode.TOO_COSTLY) from None
    return tuple(sorted({place for place, _time in found}))


class _Kept:
    """What an iterator gives, kept, so that it can be gone through again while it is not at its end."""

    def __init__(self, source: Iterator[Binding]) -> None:
        self._source = source
        self._kept: list[Binding] = []

    def __iter__(self) -> Iterator[Binding]:
        place = 0
        while True:
            if place == len(self._kept):
                following = next(self._source, None)
                if following is None:
                    return
                self._kept.append(following)
            yield self._kept[place]
            place += 1


class _Search:
    """The search for observations that fit; `bindings` gives them one by one, the first of which decides."""

    def __init__(self, observed: list[Observed], steps: int) -> None:
        self._observed = observed
        self._left = steps

    def bindings(self, node: Node, between: tuple[Between, ...] = ()) -> Iterator[Binding]:
        """Each choice of observations that fits this part of the pattern.

        START and STOP ask the same of every observation inside them, so they are carried down to where one is chosen.
        """
        if isinstance(node, Observation):
            return self._single(node, between)
        if isinstance(node, Joined):
            each = [self.bindings(part, between) for part in node.parts]
            return (
                chain.from_iterable(each)
                if node.join is Join.OR
                else self._together(node.join, list(map(_Kept, each)), ())
            )
        if isinstance(node, Between):
            return self.bindings(node.inner, (*between, node))
        if isinstance(node, Repeats):
            return self._repeated(node, between)
        if isinstance(node, Within) and isinstance(node.inner, Repeats):
            return self._repeated(node.inner, between, node.seconds)
        if isinstance(node, Within):
            return (one for one in self.bindings(node.inner, between) if self._is_within(one, one, node.seconds))
        raise PatternError(PatternCode.SYNTAX)

    def _step(self, cost: int = 1) -> None:
        self._left -= cost
        if self._left < 0:
            raise PatternError(PatternCode.TOO_COSTLY)

    def _single(self, node: Observation, between: tuple[Between, ...]) -> Iterator[Binding]:
        for place, one in enumerate(self._observed):
            if all(_is_between(one, each) for each in between) and self._roots(node.test, one):
                for time in range(min(one.number, _MOST_TIMES)):
                    self._step()
                    yield ((place, time),)

    def _together(self, join: Join, parts: list[_Kept], before: Binding) -> Iterator[Binding]:
        """One choice for each part, none used twice, and for FOLLOWEDBY in order of time."""
        if not parts:
            yield before
            return
        for each in parts[0]:
            self._step(len(before) + len(each))
            in_order = join is Join.AND or not before or self._latest_first(before) <= self._earliest_last(each)
            if in_order and not set(before) & set(each):
                yield from self._together(join, parts[1:], before + each)

    def _repeated(self, node: Repeats, between: tuple[Between, ...], seconds: float = _FOREVER) -> Iterator[Binding]:
        """So many choices, none using what another uses.

        Each begins with the one that ends first, and those too far from it are left out before the others are combined: so a
        long log does not make a search without end.
        """
        if node.times > _MOST_TIMES:
            raise PatternError(PatternCode.TOO_COSTLY)
        every = sorted(self.bindings(node.inner, between), key=self._earliest_last)
        for place, one in enumerate(every):
            self._step(len(every) - place)
            if self._is_within(one, one, seconds):
                near = [each for each in every[place + 1 :] if self._is_within(one, each, seconds)]
                yield from self._apart(one, near, node.times - 1)

    def _apart(self, chosen: Binding, others: list[Binding], left: int) -> Iterator[Binding]:
        """The choice with so many of the others, no observation used twice."""
        if not left:
            yield chosen
            return
        used = set(chosen)
        free = [each for each in others if used.isdisjoint(each)]
        instances = [instance for each in free for instance in each]
        self._step(1 + len(instances))
        if len(set(instances)) < left * min(map(len, free), default=0):
            return
        if len(set(instances)) == len(instances):
            # All are apart from each other: any so many of them will do.
            for some in combinations(free, left):
                self._step(len(chosen) + left)
                yield tuple(chain(chosen, *some))
        elif left > _MOST_NESTED:
            raise PatternError(PatternCode.TOO_COSTLY)
        else:
            for place, one in enumerate(free):
                yield from self._apart(chosen + one, free[place + 1 :], left - 1)

    def _latest_first(self, binding: Binding) -> datetime:
        return max(self._observed[place].first for place, _time in binding)

    def _earliest_last(self, binding: Binding) -> datetime:
        return min(self._observed[place].last for place, _time in binding)

    def _is_within(self, first: Binding, other: Binding, seconds: float) -> bool:
        """Whether a moment can be chosen in each observation so that all lie so close.

        The stretch of that length that begins at the earliest end reaches farthest (`first` holds that end).
        """
        return (self._latest_first(other) - self._earliest_last(first)).total_seconds() <= seconds

    def _roots(self, node: Node, one: Observed) -> set[str]:
        """The observables of this observation of which the comparison is true: AND asks all of one and the same (9.6)."""
        if isinstance(node, Joined):
            each = [self._roots(part, one) for part in node.parts]
            return set.intersection(*each) if node.join is Join.AND else set.union(*each)
        assert isinstance(node, Test)  # noqa: S101 - the parser puts nothing else inside square brackets
        self._step()
        return {
            id_
            for id_, root in one.objects.items()
            if root.get("type") == node.path.type and self._holds(node, root, one)
        }

    def _holds(self, test: Test, root: Stix, one: Observed) -> bool:
        values = self._selected(test.path, root, one.objects)
        if test.operator == "EXISTS":
            return bool(values) != test.negated
        predicate = _PREDICATES[test.operator]
        for value in values:
            self._step(len(test.value) if isinstance(test.value, tuple) else 1)
            result = predicate(value, test.value)
            if result is not None and result != test.negated:
                return True
        return False

    def _selected(self, path: Path, root: Stix, objects: Mapping[str, Stix]) -> list[Json]:
        """The values to which a path leads; references are followed inside the observation (9.7)."""
        values: list[Json] = [root]
        for step in path.steps:
            values = [inner for value in values for inner in _stepped(value, step)]
            self._step(sum(len(value) if isinstance(value, list) else 1 for value in values))
            if isinstance(step, str) and step.endswith(("_ref", "_refs")):
                values = [_referred(value, objects) for value in values]
        return [value for value in values if value is not None]


def _is_between(one: Observed, node: Between) -> bool:
    return node.start < node.stop and one.first < node.stop and one.last >= node.start


def _stepped(value: Json, step: Step) -> Iterator[Json]:
    if isinstance(value, list):
        if step == EVERY:
            yield from value
        elif isinstance(step, int) and 0 <= step < len(value):
            yield value[step]
    elif isinstance(value, dict) and step in value and step != EVERY:
        yield _typed(str(step), value[step])


def _typed(name: str, value: Json) -> Json:
    """The octets of a property whose name says that it holds octets (STIX 2.1, 2.1 and 2.8)."""
    try:
        if isinstance(value, str) and name.endswith("_hex"):
            return binascii.unhexlify(value)
        if isinstance(value, str) and name.endswith("_bin"):
            return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return value
    return value


def _referred(value: Json, objects: Mapping[str, Stix]) -> Json:
    if isinstance(value, list):
        return [found for each in value if (found := _referred(each, objects)) is not None]
    return objects.get(value) if isinstance(value, str) else None


# Comparisons (9.6.1). Values of kinds that cannot be compared are unequal; they are in no order, and so in none that NOT denies.


def _comparable(value: Json, literal: Any) -> tuple[Any, Any] | None:  # noqa: ANN401 - literals are of several kinds
    if isinstance(literal, datetime):
        return (found, literal) if isinstance(value, str) and (found := _moment_or_none(value)) else None
    if isinstance(value, bool) or isinstance(literal, bool):
        return (value, literal) if isinstance(value, bool) and isinstance(literal, bool) else None
    if isinstance(value, int | float):
        return (value, literal) if isinstance(literal, int | float) else None
    if isinstance(value, bytes) or isinstance(literal, bytes):
        ours, theirs = _octets(value), _octets(literal)
        return (ours, theirs) if ours is not None and theirs is not None else None
    return (value, literal) if isinstance(value, str) and isinstance(literal, str) else None


def _octets(value: Json) -> bytes | None:
    """A text compares with octets where each of its characters is one (9.6.1)."""
    if isinstance(value, bytes):
        return value
    try:
        return value.encode("latin-1") if isinstance(value, str) else None
    except UnicodeEncodeError:
        return None


def _moment_or_none(text: str) -> datetime | None:
    try:
        return moment(text)
    except ValueError:
        return None


def _equals(value: Json, literal: Any) -> bool:  # noqa: ANN401 - literals are of several kinds
    pair = _comparable(value, literal)
    return pair is not None and bool(pair[0] == pair[1])


def _ordered(holds: Callable[[Any, Any], bool]) -> Callable[[Json, Any], bool | None]:
    def compares(value: Json, literal: Any) -> bool | None:  # noqa: ANN401 - literals are of several kinds
        pair = _comparable(value, literal)
        return holds(*pair) if pair else None

    return compares


def _like(value: Json, literal: Any) -> bool:  # noqa: ANN401 - literals are of several kinds
    """SQL's LIKE: % stands for any characters, _ for one (9.6.1)."""
    return isinstance(value, str) and _regex(_like_as_regex(literal)).is_valid(unicodedata.normalize("NFC", value))


@lru_cache(maxsize=256)
def _like_as_regex(literal: str) -> str:
    signs = {"%": ".*", "_": "."}
    wanted = unicodedata.normalize("NFC", literal)
    return (
        "(?s)^"
        + "".join(signs.get(each) or (each if each.isalnum() else rf"\x{{{ord(each):x}}}") for each in wanted)
        + "$"
    )


def _matches(value: Json, literal: Any) -> bool:  # noqa: ANN401 - literals are of several kinds
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    if not isinstance(text, str):
        return False
    return _regex(unicodedata.normalize("NFC", literal)).is_valid(unicodedata.normalize("NFC", text))


@lru_cache(maxsize=256)
def _regex(wanted: str) -> jsonschema_rs.Validator:
    """A regular expression, as a schema of one rule: its engine takes linear time. Raises PatternError where it does not take it."""
    options = jsonschema_rs.RegexOptions(size_limit=_LARGEST_REGEX, dfa_size_limit=_LARGEST_REGEX)
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": wanted}, pattern_options=options, offline=True)
    except (jsonschema_rs.ValidationError, ValueError):
        raise PatternError(PatternCode.REGEX) from None


def _network(text: Json) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False) if isinstance(text, str) else None
    except ValueError:
        return None


def _is_subset(value: Json, literal: Any) -> bool:  # noqa: ANN401 - literals are of several kinds
    inner, outer = _network(value), _network(literal)
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner.subnet_of(outer)
    return False


_PREDICATES: Final[Mapping[str, Callable[[Json, Any], bool | None]]] = {
    "=": _equals,
    "!=": lambda value, literal: not _equals(value, literal),
    "<": _ordered(lambda ours, theirs: bool(ours < theirs)),
    "<=": _ordered(lambda ours, theirs: bool(ours <= theirs)),
    ">": _ordered(lambda ours, theirs: bool(ours > theirs)),
    ">=": _ordered(lambda ours, theirs: bool(ours >= theirs)),
    "IN": lambda value, literals: any(_equals(value, each) for each in literals),
    "LIKE": _like,
    "MATCHES": _matches,
    "ISSUBSET": _is_subset,
    "ISSUPERSET": lambda value, literal: _is_subset(literal, value),
}
