"""Moments as TAXII writes them: microseconds since 1970 in the store, RFC 3339 in UTC on the wire. Pure."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_WRITTEN: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,30}))?(?:[Zz]|([+-]\d\d:\d\d))", re.ASCII
)
_DIGITS: Final = 3


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 of an aware moment."""
    return (moment - _BEGINNING) // _MICROSECOND


def written(micros: int) -> str:
    """A moment of the store as TAXII writes it, with all six digits (TAXII 2.1, section 1.6.6)."""
    return (_BEGINNING + timedelta(microseconds=micros)).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read(text: str) -> int:
    """The microseconds of a moment as TAXII writes it; finer digits are cut off. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError("not a moment of RFC 3339")
    day, clock, fraction, zone = found.groups()
    micros = int((fraction or "")[:6].ljust(6, "0"))
    return microseconds(datetime.fromisoformat(f"{day}T{clock}{zone or '+00:00'}")) + micros


def version_key(text: str) -> str:
    """A STIX timestamp in a form whose order is that of time, however many digits it has; empty for what is none.

    The fraction has three digits or more, without closing zeros beyond them, and the Z is left out: "2026-01-01T00:00:00.100".
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or found[4] not in {None, "+00:00", "-00:00"}:
        return ""
    fraction = (found[3] or "").rstrip("0").ljust(_DIGITS, "0")
    return f"{found[1]}T{found[2]}.{fraction}"
