"""The plain values in a pattern: what an index of indicators, a block list or a feed holds."""

from dataclasses import dataclass
from typing import Final

from minassa.stix.patterns.parsing import parse_pattern
from minassa.stix.patterns.tree import Between, Join, Joined, Node, Observation, Pattern, Repeats, Scalar, Test, Within

_LISTED: Final = frozenset({"=", "IN"})


@dataclass(frozen=True, slots=True)
class PatternValue:
    """One comparison of a pattern with one value; the values of IN come one by one, with the operator `=`.

    `sufficient`: whoever sees this value alone has seen what the pattern describes. A file name that a pattern wants beside a
    hash is not, and so does not belong in a block list. What a pattern rules out (NOT, !=) is never sufficient.
    """

    type: str
    path: str
    operator: str
    value: Scalar
    negated: bool
    sufficient: bool


def values_of_pattern(pattern: Pattern | str) -> tuple[PatternValue, ...]:
    """Every value of the pattern, in order. Raises PatternError where a text is no pattern."""
    parsed = pattern if isinstance(pattern, Pattern) else parse_pattern(pattern)
    found: list[PatternValue] = []
    _gather(parsed.root, found, alone=True)
    return tuple(found)


def values_together(pattern: Pattern) -> tuple[PatternValue, ...]:
    """The values that one observation has to show all at once, where that is the whole pattern: `[a = 1 AND b = 2]`; else nothing."""
    test = pattern.root.test if isinstance(pattern.root, Observation) else None
    if not isinstance(test, Joined) or test.join is not Join.AND:
        return ()
    wanted = [one for one in test.parts if isinstance(one, Test) and one.operator == "=" and not one.negated]
    return (
        tuple(value for one in wanted for value in _of_test(one, alone=False)) if len(wanted) == len(test.parts) else ()
    )


def _gather(node: Node, found: list[PatternValue], *, alone: bool) -> None:
    if isinstance(node, Test):
        found.extend(_of_test(node, alone=alone))
    elif isinstance(node, Joined):
        for part in node.parts:
            _gather(part, found, alone=alone and node.join is Join.OR)
    elif isinstance(node, Observation):
        _gather(node.test, found, alone=alone)
    else:
        _gather(node.inner, found, alone=alone and _is_idle(node))


def _is_idle(node: Within | Repeats | Between) -> bool:
    """Whether the qualifier asks nothing more of one observation: WITHIN of a single one, REPEATS 1 TIMES."""
    return isinstance(node, Within) or (isinstance(node, Repeats) and node.times == 1)


def _of_test(test: Test, *, alone: bool) -> list[PatternValue]:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    operator = "=" if test.operator in _LISTED else test.operator
    sufficient = alone and not test.negated and test.operator in _LISTED
    type_, path = test.path.type, test.path.text
    return [
        PatternValue(type_, path, operator, value, test.negated, sufficient) for value in values if value is not None
    ]
