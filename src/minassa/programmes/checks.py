"""What is given is checked here: texts, numbers, days, codes. Pure."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

import pycountry

from minassa.base.errors import Invalid
from minassa.programmes import faults
from minassa.programmes.progress import Direction, ProgressError, checked_scale
from minassa.programmes.progress.achievement import CONTRADICTS, EQUAL, NO_ZERO

LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 20_000
MOST_DIGITS: Final = 15
"""What a sheet's number holds exactly."""

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_SCALE_FAULTS: Final = {EQUAL: faults.EQUAL, CONTRADICTS: faults.CONTRADICTS, NO_ZERO: faults.ZERO}


def text(value: object, longest: int = LONGEST_TEXT, *, needed: bool = False) -> str:
    """A text of several lines, its ends trimmed. Raises Invalid for none where it is needed, too long, or no plain text."""
    if not isinstance(value, str):
        raise Invalid(faults.TEXT, limit=longest)
    found = value.replace("\r\n", "\n").strip()
    if (needed and not found) or len(found) > longest or _CONTROL.search(found):
        raise Invalid(faults.TEXT, limit=longest)
    return found


def line(value: object, longest: int = LONGEST_LINE, *, needed: bool = True) -> str:
    """A text of one line, its blanks joined. Raises Invalid as `text` does."""
    return " ".join(text(value, longest, needed=needed).split())


def number(value: Decimal | None, *, least: Decimal | None = None) -> Decimal | None:
    """The number, without zeros at its end. Raises Invalid for too many digits, no number, or one below `least`."""
    if value is None:
        return None
    if not value.is_finite() or (least is not None and value < least):
        raise Invalid(faults.NUMBER)
    plain = value.normalize()
    plain = (
        plain.quantize(Decimal(1)) if plain == plain.to_integral_value() and plain.adjusted() < MOST_DIGITS else plain
    )
    _sign, digits, exponent = plain.as_tuple()
    if len(digits) > MOST_DIGITS or plain.adjusted() >= MOST_DIGITS or (isinstance(exponent, int) and exponent < -9):
        raise Invalid(faults.NUMBER)
    return plain


def needed_number(value: Decimal | None, *, least: Decimal | None = None) -> Decimal:
    """The number as `number` gives it. Raises Invalid for none."""
    found = number(value, least=least)
    if found is None:
        raise Invalid(faults.NUMBER)
    return found


def days(begins: date, ends: date, *, within: tuple[date, date] | None = None) -> None:
    """Raises Invalid where an end lies before its beginning, or both lie outside the bounds."""
    first, last = within or (date.min, date.max)
    if ends < begins or begins < first or ends > last:
        raise Invalid(faults.DAYS)


def country_codes(codes: Iterable[str]) -> str:
    """Countries as a row keeps them, " ml ne ". Raises Invalid for a code that names no country."""
    found = sorted({one.lower() for one in codes})
    if any(pycountry.countries.get(alpha_2=one.upper()) is None for one in found):
        raise Invalid(faults.COUNTRY)
    return f" {' '.join(found)} " if found else ""


def currency(code: str) -> str:
    """The currency's code. Raises Invalid for one that is not in ISO 4217."""
    if pycountry.currencies.get(alpha_3=code) is None:
        raise Invalid(faults.COUNTRY)
    return code


def scale(direction: Direction, baseline: Decimal | None, target: Decimal | None) -> None:
    """Raises Invalid where no progress can be measured between the baseline and the target."""
    try:
        checked_scale(direction, baseline, target)
    except ProgressError as error:
        raise Invalid(_SCALE_FAULTS[error.reason]) from error


def stored(value: Decimal) -> Decimal:
    """A computed percentage as it is stored: nine places, half to even; what is exact stays exact."""
    return value.quantize(Decimal(1).scaleb(-9)).normalize()
