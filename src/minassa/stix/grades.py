"""A source's grading as STIX's `confidence` (0 to 100), for other tools. The grade itself travels in the extension.

STIX 2.1, appendix A, gives the numbers for the Admiralty scale; the other schemes' grades of information are put beside those
that mean the same. What cannot be judged has no number: it is neither low nor high. No number is ever turned into a grade.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

CONFIDENCE: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "admiralty": {"1": 90, "2": 70, "3": 50, "4": 30, "5": 10},
        "4x4": {"1": 90, "2": 70, "3": 50},
        "5x5x5": {"1": 90, "2": 70, "3": 50, "5": 10},
        "3x5x2": {"A": 70, "B": 50, "C": 50, "E": 10},
    }
)
"""By scheme and by grade of the information; a grade that is absent means that it cannot be judged."""


def confidence_of(grading: Mapping[str, str]) -> int | None:
    """The confidence that goes with a grading, or None where the information could not be judged."""
    return CONFIDENCE.get(grading.get("scheme", ""), {}).get(grading.get("information", ""))
