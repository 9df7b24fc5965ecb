"""Pages of lists, newest first: the text form of a place in a list."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from minassa.base import Invalid
from minassa.cyber import faults

LARGEST_PAGE: Final = 200

Cursor = tuple[datetime, UUID]

_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


def cursor_text(when: datetime, row_id: UUID) -> str:
    """A place in a list as it stands in an address."""
    return f"{(when - _BEGINNING) // timedelta(microseconds=1)}-{row_id.hex}"


def cursor_from(text: str) -> Cursor | None:
    """The place that `cursor_text` wrote; None for an empty text. Raises Invalid."""
    if not text:
        return None
    microseconds, _dash, row_id = text.partition("-")
    try:
        return _BEGINNING + timedelta(microseconds=int(microseconds)), UUID(row_id)
    except (ValueError, OverflowError) as error:
        raise Invalid(faults.BAD_CURSOR) from error
