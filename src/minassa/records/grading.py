"""Grading of a source and of what it said: each agency's own scheme, kept as it was given.

Source and information are graded apart. Schemes are never mixed: a grade is shown with its scheme, and turned into
another scheme only by the tables here, which say that they lose something. A grade that means "cannot be judged" is
neither low nor high, and no table turns it into either.

Sources: NATO AJP-2.1 (Admiralty, 6x6); the 4x4 system of Europol's Analysis work files; the UK College of Policing's
5x5x5 and its successor 3x5x2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Invalid, Text
from minassa.records.faults import BAD_GRADING


class Scheme(StrEnum):
    """The schemes in use between agencies."""

    ADMIRALTY = "admiralty"
    FOUR_BY_FOUR = "4x4"
    FIVE_BY_FIVE = "5x5x5"
    THREE_BY_FIVE = "3x5x2"


@dataclass(frozen=True, slots=True)
class Grading:
    """One grade as given: scheme, grade of the source, grade of the information, and the scheme's third part if any."""

    scheme: Scheme
    source: str
    information: str
    third: str = ""

    def __post_init__(self) -> None:
        """Refuse a grade that its scheme does not have. Raises Invalid."""
        one = SCHEMES[self.scheme]
        third_fits = self.third in one.third or not self.third
        if self.source not in one.source or self.information not in one.information or not third_fits:
            raise Invalid(BAD_GRADING, grade=f"{self.source}{self.information}{self.third}"[:16], scheme=one.name)

    @property
    def raw(self) -> str:
        """The grade as it is written in its scheme: B2, or E41."""
        return f"{self.source}{self.information}{self.third}"

    @property
    def unjudged(self) -> bool:
        """Whether the source or the information could not be judged: then it is neither low nor high."""
        one = SCHEMES[self.scheme]
        return self.source in one.unjudged_source or self.information in one.unjudged_information


@dataclass(frozen=True, slots=True)
class SchemeWords:
    """A scheme's grades with their meanings, and those that mean "cannot be judged"."""

    name: str
    source: Mapping[str, Text]
    information: Mapping[str, Text]
    third: Mapping[str, Text]
    unjudged_source: frozenset[str]
    unjudged_information: frozenset[str]


_UNTESTED: Final = _("Reliability cannot be judged")
_UNKNOWN: Final = _("Truth cannot be judged")

SCHEMES: Final[Mapping[Scheme, SchemeWords]] = MappingProxyType(
    {
        Scheme.ADMIRALTY: SchemeWords(
            "Admiralty",
            {
                "A": _("Completely reliable"),
                "B": _("Usually reliable"),
                "C": _("Fairly reliable"),
                "D": _("Not usually reliable"),
                "E": _("Unreliable"),
                "F": _UNTESTED,
            },
            {
                "1": _("Confirmed by other sources"),
                "2": _("Probably true"),
                "3": _("Possibly true"),
                "4": _("Doubtful"),
                "5": _("Improbable"),
                "6": _UNKNOWN,
            },
            {},
            frozenset("F"),
            frozenset("6"),
        ),
        Scheme.FOUR_BY_FOUR: SchemeWords(
            "4x4",
            {
                "A": _("No doubt about the source, or it was reliable in all instances"),
                "B": _("Reliable in most instances"),
                "C": _("Unreliable in most instances"),
                "X": _UNTESTED,
            },
            {
                "1": _("Known to be true without reservation"),
                "2": _("Known personally to the source, not to the officer"),
                "3": _("Not known personally to the source, but confirmed"),
                "4": _("Not known personally to the source, and cannot be confirmed"),
            },
            {},
            frozenset("X"),
            frozenset("4"),
        ),
        Scheme.FIVE_BY_FIVE: SchemeWords(
            "5x5x5",
            {
                "A": _("Always reliable"),
                "B": _("Mostly reliable"),
                "C": _("Sometimes reliable"),
                "D": _("Unreliable"),
                "E": _("Untested source"),
            },
            {
                "1": _("Known to be true without reservation"),
                "2": _("Known personally to the source, not to the officer"),
                "3": _("Not known personally to the source, but confirmed"),
                "4": _UNKNOWN,
                "5": _("Suspected to be false"),
            },
            {str(code): _("Handling code of the scheme") for code in range(1, 6)},
            frozenset("E"),
            frozenset("4"),
        ),
        Scheme.THREE_BY_FIVE: SchemeWords(
            "3x5x2",
            {"1": _("Reliable"), "2": _("Untested source"), "3": _("Not reliable")},
            {
                "A": _("Known directly to the source"),
                "B": _("Known indirectly to the source, but confirmed"),
                "C": _("Known indirectly to the source"),
                "D": _("Not known"),
                "E": _("Suspected to be false"),
            },
            {"P": _("Lawful sharing permitted"), "C": _("Lawful sharing permitted with conditions")},
            frozenset("2"),
            frozenset("D"),
        ),
    }
)

# To Admiralty, the scheme with the most grades. What has no counterpart is absent: it is then not converted.
_SOURCE_TO_ADMIRALTY: Final[Mapping[Scheme, Mapping[str, str]]] = {
    Scheme.FOUR_BY_FOUR: {"A": "A", "B": "B", "C": "D", "X": "F"},
    Scheme.FIVE_BY_FIVE: {"A": "A", "B": "B", "C": "C", "D": "E", "E": "F"},
    Scheme.THREE_BY_FIVE: {"1": "B", "2": "F", "3": "E"},
}
_INFORMATION_TO_ADMIRALTY: Final[Mapping[Scheme, Mapping[str, str]]] = {
    Scheme.FOUR_BY_FOUR: {"1": "1", "2": "2", "3": "3", "4": "6"},
    Scheme.FIVE_BY_FIVE: {"1": "1", "2": "2", "3": "3", "4": "6", "5": "5"},
    Scheme.THREE_BY_FIVE: {"A": "2", "B": "3", "C": "3", "D": "6", "E": "5"},
}


@dataclass(frozen=True, slots=True)
class Converted:
    """A grade in another scheme, beside the original, which stays what counts; `lossy` is always true between schemes."""

    original: Grading
    grading: Grading
    lossy: bool


def to_admiralty(original: Grading) -> Converted:
    """The nearest Admiralty grade for comparison on one page. "Cannot be judged" stays F or 6, never low or high."""
    if original.scheme is Scheme.ADMIRALTY:
        return Converted(original, original, lossy=False)
    source = _SOURCE_TO_ADMIRALTY[original.scheme][original.source]
    information = _INFORMATION_TO_ADMIRALTY[original.scheme][original.information]
    return Converted(original, Grading(Scheme.ADMIRALTY, source, information), lossy=True)
