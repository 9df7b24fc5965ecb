"""Evidence beside the name: a birth date, a country or a number raises or lowers a hit, and says so.

The name alone decides whether there is a hit at all; evidence only moves its score, and never by more than stated here,
because dates of birth on lists are often guesses and countries are often those of a forged passport. An identifier that
is equal letter for letter makes the hit certain, whatever the name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import Invalid, fault_code
from minassa.base.countries import country_code
from minassa.check.types import Finding, Question, Span

SAME_DAY: Final = 0.06
SAME_TIME: Final = 0.03
FAR_BIRTH: Final = -0.20
NEAR_BIRTH: Final = -0.05
SAME_COUNTRY: Final = 0.02
OTHER_COUNTRY: Final = -0.05
NEAR: Final = timedelta(days=2 * 366)
"""Two calendar years: how far a birth on a list is often off the one in a passport."""

BIRTH_UNREADABLE: Final = fault_code(
    "check.birth-unreadable",
    _("“%(value)s” is not a date of birth."),
    _("Write a year (1976), a month (1976-08) or a day (1976-08-14)."),
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a source holds of a subject beside its names; `same_number` is its identifier that equals the one asked for."""

    births: tuple[Span, ...] = ()
    countries: frozenset[str] = frozenset()
    same_number: str = ""


def birth_span(written: str) -> Span | None:
    """The days that a written birth date covers; None for an empty one. Raises Invalid for what is no date."""
    if not written:
        return None
    parts = written.split("-")
    try:
        year, month, day = [*map(int, parts), 1, 1][:3]
        first = date(year, month, day)
    except (ValueError, IndexError):
        raise Invalid(BIRTH_UNREADABLE, value=written[:40]) from None
    if len(parts) > 3 or len(parts[0]) != 4:
        raise Invalid(BIRTH_UNREADABLE, value=written[:40])
    return Span(first, _last_day(first, len(parts)))


def _last_day(first: date, parts: int) -> date:
    if parts == 1:
        return date(first.year, 12, 31)
    if parts == 2:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first


def weigh(question: Question, known: Known) -> tuple[Finding, ...]:
    """Everything beside the name that speaks for or against the hit. What either side does not state says nothing."""
    findings = (
        _of_number(question.identifier, known.same_number),
        _of_birth(question.birth_date, known.births),
        _of_country(question.country, known.countries),
    )
    return tuple(finding for finding in findings if finding is not None)


def score_with(name_score: float, findings: Iterable[Finding]) -> float:
    """The hit's score between 0 and 1: the name's, moved by the evidence; 1 where a number is the same."""
    findings = tuple(findings)
    if any(finding.code == "same-number" for finding in findings):
        return 1.0
    moved = name_score + sum(finding.effect for finding in findings) * name_score
    return round(min(0.999, max(0.0, moved)), 4)


def _of_number(asked: str, same: str) -> Finding | None:
    return Finding("same-number", asked, same, 1.0) if same else None


def _of_birth(written: str, held: tuple[Span, ...]) -> Finding | None:
    asked = birth_span(written)
    if asked is None or not held:
        return None
    nearest = min(held, key=lambda span: _gap(asked, span))
    gap = _gap(asked, nearest)
    shown = _shown(nearest)
    if gap == timedelta(0):
        exact = asked.first == asked.last == nearest.first == nearest.last
        return Finding("same-birth-day" if exact else "birth-fits", written, shown, SAME_DAY if exact else SAME_TIME)
    if gap <= NEAR:
        return Finding("birth-near", written, shown, NEAR_BIRTH)
    return Finding("birth-differs", written, shown, FAR_BIRTH)


def _gap(one: Span, other: Span) -> timedelta:
    """The days between two spans; zero where they overlap."""
    return max(one.first - other.last, other.first - one.last, timedelta(0))


def _shown(span: Span) -> str:
    if span.first == span.last:
        return span.first.isoformat()
    years = (span.first.year, span.last.year)
    return str(years[0]) if years[0] == years[1] else f"{years[0]}-{years[1]}"


def _of_country(asked: str, held: frozenset[str]) -> Finding | None:
    code = country_code(asked)
    if not code or not held:
        return None
    shown = ", ".join(sorted(held)).upper()
    if code in held:
        return Finding("same-country", code.upper(), shown, SAME_COUNTRY)
    return Finding("other-country", code.upper(), shown, OTHER_COUNTRY)
