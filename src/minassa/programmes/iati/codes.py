"""The codes of IATI that programmes use, from `data/iati_codes.json` with its source; and our words as its codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import orjson

from minassa.programmes.rules import Level, Measure, Part, ProgrammeState

Names = Mapping[str, str]

PEACE_AND_SECURITY: Final = "152"
"""OECD-DAC's category: conflict, peace and security."""
COUNTER_TERRORISM: Final = "16.a"
"""The target of the Sustainable Development Goals that names terrorism."""
SECTOR_VOCABULARY: Final = "1"
REGION_VOCABULARY: Final = "1"
TARGET_VOCABULARY: Final = "3"
PLANNED_START, PLANNED_END = "1", "3"
EXPENDITURE: Final = "4"
ROLES: Final[Mapping[Part, str]] = {
    Part.FUNDING: "1",
    Part.ACCOUNTABLE: "2",
    Part.EXTENDING: "3",
    Part.IMPLEMENTING: "4",
}
RESULT_TYPES: Final[Mapping[Level, str]] = {
    Level.OUTPUT: "1",
    Level.OUTCOME: "2",
    Level.IMPACT: "3",
    Level.ACTIVITY: "9",
}
MEASURES: Final[Mapping[Measure, str]] = {Measure.COUNT: "1", Measure.NUMBER: "1", Measure.PERCENT: "2"}
STATUSES: Final[Mapping[ProgrammeState, str]] = {
    ProgrammeState.DRAFT: "1",
    ProgrammeState.RUNNING: "2",
    ProgrammeState.CLOSED: "4",
}
ORGANISATION_TYPES: Final = ("10", "11", "15", "21", "22", "23", "40", "60", "70", "80", "90")
DOCUMENT_CATEGORIES: Final = ("A02", "A05", "A07", "A08", "A09", "A12")


@dataclass(frozen=True, slots=True)
class Codes:
    """Each list maps a code to its name by language."""

    sectors: Mapping[str, Names]
    targets: Mapping[str, Names]
    regions: Mapping[str, Names]


@cache
def codes() -> Codes:
    """The lists of the file."""
    read = orjson.loads((files("minassa.programmes") / "data" / "iati_codes.json").read_bytes())
    return Codes(read["sectors"], read["targets"], read["regions"])


def name_of(names: Mapping[str, Names], code: str, language: str) -> str:
    """A code's name in a language, in English where there is none; the code itself where it is none of ours."""
    found = names.get(code, {})
    return found.get(language) or found.get("en") or code
