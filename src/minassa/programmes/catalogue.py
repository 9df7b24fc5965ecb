"""Indicators to begin from: facts about public indicators, and plain ones of our own, in `data/templates.json` with their sources.

Composite indices, and what only describes the surroundings, are context: an indicator made from one is never a programme's result.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import orjson

from minassa.base import Invalid
from minassa.programmes import faults
from minassa.programmes.progress import Direction
from minassa.programmes.rules import By, Frequency, Level, Measure, Pillar


@dataclass(frozen=True, slots=True)
class Template:
    """One indicator to begin from; `name` by language, `source` says whose it is."""

    code: str
    pillar: Pillar
    level: Level
    measure: Measure
    unit: str
    direction: Direction
    every: Frequency
    by: tuple[By, ...]
    means: str
    is_context: bool
    source: str
    name: Mapping[str, str]


@cache
def templates() -> tuple[Template, ...]:
    """All templates in the order of the file."""
    read = orjson.loads((files("minassa.programmes") / "data" / "templates.json").read_bytes())
    return tuple(
        Template(
            code=one["code"],
            pillar=Pillar(one["pillar"]),
            level=Level(one["level"]),
            measure=Measure(one["measure"]),
            unit=one["unit"],
            direction=Direction(one["direction"]),
            every=Frequency(one["every"]),
            by=tuple(map(By, one["by"])),
            means=one["means"],
            is_context=one["context"],
            source=one["source"],
            name=one["name"],
        )
        for one in read["templates"]
    )


def template_named(code: str) -> Template:
    """The template of this code. Raises Invalid for none."""
    found = next((one for one in templates() if one.code == code), None)
    if found is None:
        raise Invalid(faults.NO_PART)
    return found
