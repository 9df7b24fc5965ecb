"""Places in lists, newest first: what stands in an address or a program's next question, and leads to the next page."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import Invalid, fault_code

BAD_CURSOR: Final = fault_code(
    "base.bad-cursor",
    _("The place in the list is not one that this node gave."),
    _("Begin at the first page again."),
)

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
        raise Invalid(BAD_CURSOR) from error
