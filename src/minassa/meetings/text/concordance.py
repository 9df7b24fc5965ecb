"""Concordance: the authentic texts say the same numbers, figures, dates and years under the same keys, in all languages. Pure.

Each language writes figures its own way (1,000.5 - 1 000,5 - 1.000,5 - ١٬٠٠٠٫٥) and names months its own way, Arabic in several. Numbers
that are written as words are not compared: a person reads them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from minassa.base import LANGUAGES


class Discord(StrEnum):
    """In what two languages differ."""

    ORDER = "order"
    MISSING = "missing"
    FIGURES = "figures"
    DATES = "dates"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Finding:
    """One discord: the paragraph, the language that differs from the reference, and what is too few and too many there."""

    what: Discord
    key: str
    language: str
    lacking: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """What a wording counts: dates as ISO (`--12-18` without a year), years, and all other figures in one spelling."""

    dates: tuple[str, ...]
    years: tuple[str, ...]
    figures: tuple[str, ...]


_MONTHS: Final[Mapping[str, str]] = {
    "en": "january|february|march|april|may|june|july|august|september|october|november|december",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
}
# Egypt and the Gulf; Morocco; Algeria and Tunisia; the Levant and Iraq.
_ARABIC_MONTHS: Final = (
    ("يناير", "جانفي", "كانون الثاني"),
    ("فبراير", "فيفري", "شباط"),
    ("مارس", "آذار"),
    ("أبريل", "إبريل", "أفريل", "نيسان"),
    ("مايو", "ماي", "أيار"),
    ("يونيو", "يونيه", "جوان", "حزيران"),
    ("يوليو", "يوليه", "يوليوز", "جويلية", "تموز"),
    ("أغسطس", "غشت", "أوت", "آب"),
    ("سبتمبر", "شتنبر", "أيلول"),
    ("أكتوبر", "تشرين الأول"),
    ("نوفمبر", "نونبر", "تشرين الثاني"),
    ("ديسمبر", "دجنبر", "كانون الأول"),
)
_GROUPS: Final[Mapping[str, str]] = {"en": ",", "fr": " \u00a0\u202f.", "pt": " \u00a0\u202f.", "ar": "\u066c,"}
_POINTS: Final[Mapping[str, str]] = {"en": ".", "fr": ",", "pt": ",", "ar": "\u066b."}
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def _months(language: str) -> dict[str, int]:
    if language == "ar":
        return {name: month for month, names in enumerate(_ARABIC_MONTHS, 1) for name in names}
    return {name: month for month, name in enumerate(_MONTHS[language].split("|"), 1)}


_MONTH_OF: Final = {language: _months(language) for language in LANGUAGES}


def _date_pattern(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _MONTH_OF[language]), key=len, reverse=True))
    day = r"(?<![\d])(?P<day>\d{1,2})(?:er|st|nd|rd|th|º|°)?"
    month, year = rf"(?P<month>{names})", r"(?P<year>\d{4})"
    if language == "en":
        return re.compile(
            rf"{day}\s+(?:of\s+)?{month}(?:,?\s+{year})?|(?P<month2>{names})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year2>\d{{4}}))?",
            re.IGNORECASE,
        )
    between = r"\s+(?:de\s+)?" if language == "pt" else r"\s+(?:من\s+)?" if language == "ar" else r"\s+"
    # A second name of the same month may follow behind a stroke, as Arabic texts of the United Nations write it.
    second = rf"(?:\s*/\s*(?:{names}))?" if language == "ar" else ""
    return re.compile(rf"{day}{between}{month}{second}(?:{between}{year})?", re.IGNORECASE)


_DATE: Final = {language: _date_pattern(language) for language in LANGUAGES}


def figures_of(text: str, language: str) -> Figures:
    """All dates, years and other figures of a wording."""
    plain = _western(text)
    dates: list[str] = []

    def taken(match: re.Match[str]) -> str:
        dates.append(_iso(match, language))
        return " \u2003 "

    rest = _DATE[language].sub(taken, plain)
    numbers = list(_numbers(rest, language))
    years = [one for one in numbers if _YEAR.fullmatch(one)]
    return Figures(tuple(dates), tuple(years), tuple(one for one in numbers if not _YEAR.fullmatch(one)))


def _western(text: str) -> str:
    """The same text with its digits as 0-9: whichever a delegation types, they count the same."""
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)


def _iso(match: re.Match[str], language: str) -> str:
    found = match.groupdict()
    day = found["day"] or found.get("day2") or ""
    month = (found["month"] or found.get("month2") or "").lower()
    year = found["year"] or found.get("year2") or "-"
    return f"{year}-{_MONTH_OF[language][month]:02}-{int(day):02}"


def _numbers(text: str, language: str) -> Iterator[str]:
    groups, points = re.escape(_GROUPS[language]), re.escape(_POINTS[language])
    number = re.compile(rf"\d{{1,3}}(?:[{groups}]\d{{3}})+(?!\d)(?:[{points}]\d+)?|\d+(?:[{points}]\d+)?")
    for match in number.finditer(text):
        whole, _point, part = _split(match.group(), _POINTS[language])
        digits = "".join(one for one in whole if one.isdigit())
        part = part.rstrip("0")
        yield f"{int(digits)}.{part}" if part else str(int(digits))


def _split(number: str, points: str) -> tuple[str, str, str]:
    for point in points:
        if point in number:
            return number.rpartition(point)
    return number, "", ""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph in one language, as the concordance compares it."""

    key: str
    number: str
    text: str


def discords(texts: Mapping[str, Sequence[Line]], reference: str) -> tuple[Finding, ...]:
    """Where other languages differ from the reference, paragraph by paragraph; nothing where all agree."""
    expected = {one.key: figures_of(one.text, reference) for one in texts[reference]}
    found: list[Finding] = []
    for language in LANGUAGES:
        if language != reference:
            found += _against(texts.get(language, ()), texts[reference], expected, language)
    return tuple(found)


def _against(
    lines: Sequence[Line], reference: Sequence[Line], expected: Mapping[str, Figures], language: str
) -> Iterator[Finding]:
    here = {one.key: one for one in lines}
    if [(one.key, one.number) for one in lines] != [(one.key, one.number) for one in reference]:
        numbered = {one.key: one.number for one in reference}
        lacking = tuple(one.number for one in reference if one.key not in here)
        extra = tuple(one.number for one in lines if numbered.get(one.key) != one.number)
        yield Finding(Discord.ORDER, "", language, lacking, extra)
    for key, wanted in expected.items():
        if key not in here or not here[key].text.strip():
            yield Finding(Discord.MISSING, key, language)
            continue
        given = figures_of(here[key].text, language)
        for what, theirs, ours in (
            (Discord.DATES, wanted.dates, given.dates),
            (Discord.YEARS, wanted.years, given.years),
            (Discord.FIGURES, wanted.figures, given.figures),
        ):
            if Counter(theirs) != Counter(ours):
                yield Finding(what, key, language, _less(theirs, ours), _less(ours, theirs))


def _less(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted((Counter(one) - Counter(other)).elements()))
