"""Times as STIX writes them."""

import re
from datetime import UTC, datetime
from typing import Final

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"[T ](\d{2}:\d{2}(?::\d{2})?)")


def timestamp(moment: datetime) -> str:
    """A moment as STIX writes it (2.1, 3.2): UTC, to the millisecond. Raises ValueError for a moment without a zone."""
    if moment.utcoffset() is None or moment.utcoffset():
        raise ValueError("a moment in UTC is needed")
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


def timestamp_of(value: str) -> str:
    """A FollowTheMoney date as a STIX timestamp, or an empty text where it is less than a day, or no date."""
    day, time = _DAY.match(value), _TIME.match(value, 10)
    try:
        found = datetime.fromisoformat(f"{day[0]}T{time[1] if time else '00:00'}") if day else None
    except ValueError:
        found = None
    return f"{found:%Y-%m-%dT%H:%M:%S}.000Z".rjust(24, "0") if found else ""


def moment(text: str) -> datetime:
    """A STIX timestamp as a moment, to the microsecond. Raises ValueError for what is none."""
    whole, _point, fraction = text.removesuffix("Z").partition(".")
    found = datetime.fromisoformat(whole).replace(tzinfo=UTC)
    return found.replace(microsecond=int(fraction[:6].ljust(6, "0"))) if fraction else found
