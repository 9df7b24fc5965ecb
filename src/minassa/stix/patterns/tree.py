"""A STIX pattern as a tree: comparisons inside observations, observations joined and qualified (STIX 2.1, 9)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

Step = str | int
"""One step of a path: a property's name, a place in a list, or `EVERY` for all places of a list."""

EVERY: Final = "[*]"

Scalar = str | int | float | bool | bytes | datetime
Literal = Scalar | tuple[Scalar, ...] | None
"""What a comparison compares with: one value, the values of a set, or nothing (EXISTS)."""


class PatternCode(StrEnum):
    """Why a pattern was refused, or could not be decided."""

    SYNTAX = "syntax"
    TOO_LONG = "too-long"
    TOO_DEEP = "too-deep"
    TOO_MANY = "too-many"
    REGEX = "regex"
    TOO_COSTLY = "too-costly"


class PatternError(ValueError):
    """A pattern that is not one, or asks for more than it may. `at` is the place in its text, where there is one."""

    def __init__(self, code: PatternCode, at: int = -1) -> None:
        super().__init__(code, at)
        self.code = code
        self.at = at


class Join(StrEnum):
    """How parts belong together. AND and OR join comparisons as well as observations; FOLLOWEDBY only observations."""

    AND = "AND"
    OR = "OR"
    FOLLOWED_BY = "FOLLOWEDBY"


@dataclass(frozen=True, slots=True)
class Path:
    """An object path: the type of the observable, and the steps from it to a value."""

    type: str
    steps: tuple[Step, ...]

    @property
    def text(self) -> str:
        """The steps as a plain text, without quotes: `hashes.SHA-256`, `sections[*].name`."""
        if len(self.steps) == 1:
            return str(self.steps[0])
        first, *others = self.steps
        return str(first) + "".join([_step_text(one) for one in others])


def _step_text(one: Step) -> str:
    if one == EVERY:
        return EVERY
    return f"[{one}]" if isinstance(one, int) else f".{one}"


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison. `operator` is =, !=, <, <=, >, >=, IN, LIKE, MATCHES, ISSUBSET, ISSUPERSET or EXISTS."""

    path: Path
    operator: str
    value: Literal
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Two or more parts and what joins them."""

    join: Join
    parts: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Observation:
    """What must be true of one observation: the content of square brackets."""

    test: "Test | Joined"


@dataclass(frozen=True, slots=True)
class Within:
    """WITHIN: all of it inside this many seconds."""

    inner: "Node"
    seconds: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """REPEATS: this many times, each by another observation."""

    inner: "Node"
    times: int


@dataclass(frozen=True, slots=True)
class Between:
    """START and STOP: from the first moment until before the second."""

    inner: "Node"
    start: datetime
    stop: datetime


Node = Test | Joined | Observation | Within | Repeats | Between


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern."""

    text: str
    root: Node
