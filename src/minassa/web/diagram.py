"""Diagrams of who is linked to whom: places computed here, drawn as SVG by one template, beside tables that say the same.

The node lays the diagram out, so that a page needs no script for it and stays light on a slow line. Pure.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np

WIDTH: Final = 1000
LOWEST: Final = 180
HIGHEST: Final = 680
FOOT: Final = 50
_MARGINS: Final = (130, FOOT)
_APART: Final = 210
_ROUNDS: Final = 120
_SIDES: Final = {"person": "round", "organisation": "square", "group": "group"}
_LONGEST: Final = 26


@dataclass(frozen=True, slots=True)
class Node:
    """A subject as it is drawn: where, under which name, in which shape, and whether one can go on from it."""

    id: UUID
    x: int
    y: int
    name: str
    whole: str
    look: str
    is_centre: bool
    more: int
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """A line from one subject to another, with its words for whoever points at it, and the place of its arrow."""

    x1: int
    y1: int
    x2: int
    y2: int
    words: str
    source: UUID
    target: UUID


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be drawn of a subject."""

    id: UUID
    name: str
    kind: str
    more: int = 0


def drawn(
    subjects: Sequence[Subject],
    ties: Iterable[tuple[UUID, UUID, str]],
    centres: Iterable[UUID],
    pins: Mapping[UUID, tuple[int, int]] | None = None,
) -> tuple[list[Node], list[Tie]]:
    """Places for subjects and lines for ties: the same for the same graph, whatever the time or the process.

    `pins` say where some of them stand; the others are placed as if there were none.
    """
    pins, opened = pins or {}, frozenset(centres)
    at = {one.id: number for number, one in enumerate(subjects)}
    lines = [(source, target, words) for source, target, words in ties if source in at and target in at]
    pairs = sorted({tuple(sorted((at[source], at[target]))) for source, target, _words in lines})
    placed = _placed(len(subjects), pairs) if subjects else []
    places = [pins.get(one.id, place) for one, place in zip(subjects, placed, strict=True)]
    nodes = [
        Node(
            one.id,
            *places[number],
            one.name if len(one.name) <= _LONGEST else f"{one.name[: _LONGEST - 1]}…",
            one.name,
            _SIDES.get(one.kind, "other"),
            one.id in opened,
            one.more,
            one.id in pins,
        )
        for number, one in enumerate(subjects)
    ]
    return nodes, [
        Tie(*_line(places[at[source]], places[at[target]]), words, source, target)
        for source, target, words in _merged(lines)
    ]


def grouped(
    subjects: Sequence[Subject],
    ties: Iterable[tuple[UUID, UUID, str]],
    groups: Mapping[UUID, tuple[str, frozenset[UUID]]],
) -> tuple[list[Subject], list[tuple[UUID, UUID, str]]]:
    """Subjects and ties with each group (by its id: its name and its members) drawn as one; what ties its members is not drawn."""
    of = {member: key for key, (_name, members) in groups.items() for member in members}
    more = {key: sum(one.more for one in subjects if of.get(one.id) == key) for key in groups}
    there = {of[one.id] for one in subjects if one.id in of}
    single = [one for one in subjects if one.id not in of]
    as_one = [Subject(key, name, "group", more[key]) for key, (name, _members) in groups.items() if key in there]
    lines = [(of.get(source, source), of.get(target, target), words) for source, target, words in ties]
    return [*single, *as_one], [one for one in lines if one[0] != one[1]]


def _merged(lines: Iterable[tuple[UUID, UUID, str]]) -> list[tuple[UUID, UUID, str]]:
    """One line for all ties in one direction between two, with all their words."""
    words: dict[tuple[UUID, UUID], dict[str, None]] = {}
    for source, target, word in lines:
        words.setdefault((source, target), {})[word] = None
    return [(source, target, ", ".join(found)) for (source, target), found in words.items()]


def height(count: int) -> int:
    """How high the sheet is for so many subjects."""
    return min(LOWEST + 40 * (count - 1), HIGHEST)


def _placed(count: int, pairs: Sequence[tuple[int, ...]]) -> list[tuple[int, int]]:
    """Springs along ties, and all subjects pushing each other away (Fruchterman and Reingold, 1991), from a circle on."""
    if count == 1:
        return [(WIDTH // 2, LOWEST // 2)]
    angles = np.arange(count) * (math.pi * (3 - math.sqrt(5)))
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.sqrt(np.arange(1, count + 1) / count)[:, None]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    near = 1.0 / math.sqrt(count)
    for round_ in range(_ROUNDS):
        apart = places[:, None, :] - places[None, :, :]
        length = np.maximum(np.linalg.norm(apart, axis=2), 1e-3)
        moves = (apart * (near**2 / length**2)[:, :, None]).sum(axis=1)
        along = places[ends[:, 0]] - places[ends[:, 1]]
        pull = along * (np.linalg.norm(along, axis=1) / near)[:, None]
        np.add.at(moves, ends[:, 0], -pull)
        np.add.at(moves, ends[:, 1], pull)
        most = 0.2 * (1 - round_ / _ROUNDS)
        size = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
        places += moves / size * np.minimum(size, most)
    return _on_the_sheet(places / near * _APART)


def _on_the_sheet(places: np.ndarray[Any, np.dtype[np.float64]]) -> list[tuple[int, int]]:
    """In the middle of the sheet, drawn together where there is no room."""
    low, high = places.min(axis=0), places.max(axis=0)
    size = np.array([WIDTH, height(len(places))])
    fits = np.minimum((size - 2 * np.array(_MARGINS)) / np.maximum(high - low, 1e-6), 1)
    shown = (places - (low + high) / 2) * fits + size / 2
    return [(round(x), round(y)) for x, y in shown.tolist()]


def _line(start: tuple[int, int], end: tuple[int, int]) -> tuple[int, int, int, int]:
    """The line ends at the rim of the target's shape, so that its arrow is seen."""
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1
    short = max(length - 18, 0) / length
    return (*start, round(start[0] + (end[0] - start[0]) * short), round(start[1] + (end[1] - start[1]) * short))
