"""The template of a threat assessment, and the words by which a judgement says how likely and how sure. Pure.

Likelihood and confidence are two things and never one number: how probable something is, and how good the ground is for
saying so. The seven likelihoods and their ranges are those of the yardstick of the United Kingdom's Professional Head of
Intelligence Assessment (PHIA, 2018); nothing between two of them is said, so that no figure looks more exact than it is.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Section(StrEnum):
    """The parts of the template, in the order in which they are read."""

    SITUATION = "situation"
    ACTORS = "actors"
    AREAS = "areas"
    METHODS = "methods"
    FINANCING = "financing"
    OUTLOOK = "outlook"
    MEASURES = "measures"
    GAPS = "gaps"
    SOURCES = "sources"


NEEDED: Final = frozenset({Section.SITUATION, Section.GAPS})
"""What every assessment has: what is happening, and what is not known."""


class Likelihood(StrEnum):
    """How probable, in words."""

    REMOTE = "remote"
    HIGHLY_UNLIKELY = "highly-unlikely"
    UNLIKELY = "unlikely"
    REALISTIC = "realistic"
    LIKELY = "likely"
    HIGHLY_LIKELY = "highly-likely"
    ALMOST_CERTAIN = "almost-certain"


RANGES: Final[Mapping[Likelihood, tuple[int, int]]] = MappingProxyType(
    {
        Likelihood.REMOTE: (0, 5),
        Likelihood.HIGHLY_UNLIKELY: (10, 20),
        Likelihood.UNLIKELY: (25, 35),
        Likelihood.REALISTIC: (40, 50),
        Likelihood.LIKELY: (55, 75),
        Likelihood.HIGHLY_LIKELY: (80, 90),
        Likelihood.ALMOST_CERTAIN: (95, 100),
    }
)
"""Per cent, lowest and highest, of each likelihood (PHIA yardstick)."""


class Confidence(StrEnum):
    """How good the ground of a judgement is: sources, their number, and what is assumed."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class ReportState(StrEnum):
    """A draft of the agency, released, or taken back."""

    DRAFT = "draft"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
