"""Amounts as messages write them. Never a float."""

import re
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

import pycountry

from minassa.payments.messages.types import ABSURD, MOST_DIGITS, Problem

_SHAPE: Final = re.compile(r"[+-]?\d{1,40}(?:\.\d{0,20})?")
_MOST_BEHIND_POINT: Final = 5


def amount_of(written: str, currency: str) -> tuple[Decimal | None, list[tuple[Problem, str]]]:
    """An amount and what is wrong with it: nothing, not a number, not above zero, more than anybody pays, or of no currency."""
    if not written.strip():
        return None, [(Problem.NO_AMOUNT, "")]
    problems = [] if currency in currencies() else [(Problem.BAD_CURRENCY, currency[:10])]
    value = number_of(written)
    if value is None:
        return None, [(Problem.BAD_AMOUNT, written[:40]), *problems]
    digits = value.as_tuple()
    if value <= 0:
        problems.append((Problem.NOT_POSITIVE, written[:40]))
    elif value > ABSURD or len(digits.digits) > MOST_DIGITS:
        problems.append((Problem.ABSURD_AMOUNT, written[:40]))
    elif isinstance(digits.exponent, int) and -digits.exponent > _MOST_BEHIND_POINT:
        problems.append((Problem.BAD_AMOUNT, written[:40]))
    return value, problems


def number_of(written: str) -> Decimal | None:
    """A decimal number with a point; None for anything else."""
    text = written.strip()
    if not text.isascii() or not _SHAPE.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


@cache
def currencies() -> frozenset[str]:
    """The codes of ISO 4217."""
    return frozenset(one.alpha_3 for one in pycountry.currencies)
