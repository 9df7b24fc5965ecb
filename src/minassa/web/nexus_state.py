"""What was done on a diagram, step by step, as it stands in the address: opened, hidden, pinned, grouped; the last step can be undone.

A step is a word and random ids, such as `open:ID`, `open:ID:Family`, `hide:ID,ID`, `pin:ID:X:Y`, `group:ID,ID`: no name (S26).
What is no such step is passed over.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.web import diagram

MOST_STEPS: Final = 150
MOST_OPENED: Final = 30
MOST_IN_STEP: Final = 200
_SMALLEST_GROUP: Final = 2

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class State:
    """Where the steps have led. `opened` names the kinds of links that are followed (none: all); of a group, its members."""

    steps: tuple[str, ...]
    opened: Mapping[UUID, frozenset[str]]
    hidden: frozenset[UUID]
    pins: Mapping[UUID, Place]
    groups: tuple[frozenset[UUID], ...]

    def and_then(self, *steps: str) -> tuple[str, ...]:
        """The steps so far and some more."""
        return (*self.steps, *steps)

    def closed(self, one: UUID) -> tuple[str, ...]:
        """The steps without those that opened this subject."""
        return self._without("open", one)

    def unpinned(self, one: UUID) -> tuple[str, ...]:
        """The steps without those that pinned this subject."""
        return self._without("pin", one)

    def ungrouped(self, one: UUID) -> tuple[str, ...]:
        """The steps without those that put this subject into a group."""
        return self._without("group", one)

    def all_shown(self) -> tuple[str, ...]:
        """The steps without those that hid something."""
        return tuple(step for step in self.steps if not step.startswith("hide:"))

    def undone(self) -> tuple[str, ...]:
        """The steps without the last."""
        return self.steps[:-1]

    def _without(self, word: str, one: UUID) -> tuple[str, ...]:
        return tuple(step for step in self.steps if not (step.startswith(f"{word}:") and one in _ids(step)))


def state_of(texts: Iterable[str]) -> State:
    """The state that these steps lead to."""
    steps = tuple(one for one in list(texts)[:MOST_STEPS] if _is_step(one))
    opened: dict[UUID, frozenset[str]] = {}
    hidden: set[UUID] = set()
    pins: dict[UUID, Place] = {}
    groups: list[frozenset[UUID]] = []
    for step in steps:
        word, ids, rest = step.split(":")[0], _ids(step), step.split(":")[2:]
        if word == "open":
            opened[ids[0]] = opened.get(ids[0], frozenset(rest)) | frozenset(rest) if rest else frozenset()
            hidden -= {ids[0]}
        elif word == "hide":
            hidden |= set(ids)
        elif word == "pin":
            pins[ids[0]] = _on_the_sheet(int(rest[0]), int(rest[1]))
        else:
            groups = [left for one in groups if len(left := one - set(ids)) >= _SMALLEST_GROUP]
            groups.append(frozenset(ids))
    opened = {one: kinds for one, kinds in list(opened.items())[:MOST_OPENED] if one not in hidden}
    kept = [left for one in groups if len(left := one - hidden) >= _SMALLEST_GROUP]
    return State(steps, opened, frozenset(hidden), pins, tuple(kept))


def opening(one: UUID, kind: str = "") -> str:
    """Follow the links of a subject, those of one kind where it is named."""
    return f"open:{one}:{kind}" if kind else f"open:{one}"


def hiding(ids: Iterable[UUID]) -> str:
    """Leave subjects out."""
    return f"hide:{','.join(map(str, ids))}"


def pinning(one: UUID, x: int, y: int) -> str:
    """Keep a subject where it stands."""
    return f"pin:{one}:{x}:{y}"


def grouping(ids: Iterable[UUID]) -> str:
    """Draw subjects as one."""
    return f"group:{','.join(map(str, ids))}"


def _is_step(text: str) -> bool:
    word, _colon, rest = text.partition(":")
    parts = rest.split(":")
    try:
        ids = _ids(text)
        if word == "pin":
            return len(ids) == 1 and len([int(one) for one in parts[1:]]) == len(("x", "y"))
        if word == "open":
            return len(ids) == 1 and len(parts) <= len(("id", "kind")) and all(one.isalpha() for one in parts[1:])
        return word in {"hide", "group"} and len(parts) == 1 and 0 < len(ids) <= MOST_IN_STEP
    except ValueError:
        return False


def _ids(step: str) -> list[UUID]:
    return [UUID(one) for one in step.split(":")[1].split(",")] if ":" in step else []


def _on_the_sheet(x: int, y: int) -> Place:
    return max(0, min(x, diagram.WIDTH)), max(0, min(y, diagram.HIGHEST))
