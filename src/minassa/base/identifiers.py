"""Identifiers: the one spelling by which numbers of documents, phones and addresses are compared, on lists and in records."""

import re
from functools import lru_cache
from typing import Final

import phonenumbers

SHORTEST: Final = 4
"""What has fewer letters and digits identifies nobody."""
_BIC: Final = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", re.IGNORECASE)
_HEAD_OFFICE: Final = "XXX"
_MARKS: Final = re.compile(r"[\W_]+")


def plain_key(written: str) -> str:
    """An identifier's letters and digits, in capitals: how identifiers are compared with one another."""
    return _MARKS.sub("", written).upper()


@lru_cache(maxsize=20_000)
def phone_key(written: str, *, region: str = "") -> tuple[str, bool]:
    """A phone number as E.164 (ITU-T) with whether it is a possible number; its digits where no country is known.

    `region` (ISO 3166-1 alpha-2) reads numbers without their country's prefix. Kept: in tables the same lines stand again and again.
    """
    dialled = "+" + written[2:] if written.startswith("00") else written
    try:
        number = phonenumbers.parse(dialled, region.upper() or None)
    except phonenumbers.NumberParseException:
        digits = re.sub(r"\D", "", dialled)
        return (f"+{digits}" if dialled.startswith("+") and digits else digits), False
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), (
        phonenumbers.is_possible_number(number)
    )


def bic_spellings(written: str) -> set[str]:
    """Both spellings of a bank's head office (ISO 9362): eight letters, and the same with XXX behind. None for anything else."""
    text = written.strip().upper()
    if not _BIC.fullmatch(text) or text[8:] not in {"", _HEAD_OFFICE}:
        return set()
    return {text[:8], text[:8] + _HEAD_OFFICE}
