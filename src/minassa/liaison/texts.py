"""Texts that people write to other agencies: what is no text is refused, whether a form or a peer sends it. Pure."""

import re
from typing import Final

from minassa.base.errors import Invalid
from minassa.liaison import faults

_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def text_of(value: object, longest: int, *, needed: bool = True) -> str:
    """A text of several lines, its ends trimmed. Raises Invalid for none where it is needed, too long, or no plain text."""
    if not isinstance(value, str):
        raise Invalid(faults.MESSAGE_WRONG)
    text = value.replace("\r\n", "\n").strip()
    if (needed and not text) or len(text) > longest or _CONTROL.search(text):
        raise Invalid(faults.TEXT, limit=longest)
    return text


def line_of(value: object, longest: int, *, needed: bool = True) -> str:
    """A text of one line, its blanks joined. Raises Invalid as `text_of` does."""
    return " ".join(text_of(value, longest, needed=needed).split())
