"""Texts in several languages, as people write them and as somebody reads them. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from minassa.base import LANGUAGES, Invalid
from minassa.meetings import faults

Text = Mapping[str, str]
"""A text by the two letters of its language."""

LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 20_000
_CONTROL: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def line(value: str, *, longest: int = LONGEST_LINE, needed: bool = True) -> str:
    """One line, its blanks joined. Raises Invalid for none where it is needed, too long, or no plain text."""
    return " ".join(passage(value, longest=longest, needed=needed).split())


def passage(value: str, *, longest: int = LONGEST_TEXT, needed: bool = True) -> str:
    """A text of several lines, its ends trimmed. Raises Invalid as `line` does."""
    text = value.replace("\r\n", "\n").strip()
    if (needed and not text) or len(text) > longest or _CONTROL.search(text):
        raise Invalid(faults.TEXT, limit=longest)
    return text


def lines(text: Text, *, needed: bool = True) -> dict[str, str]:
    """A line in one or more of the platform's languages, without the empty ones. Raises Invalid for no or an unknown one."""
    return _checked({key: line(value, needed=False) for key, value in text.items()}, needed=needed)


def passages(text: Text, *, needed: bool = True) -> dict[str, str]:
    """The same for longer texts."""
    return _checked({key: passage(value, needed=False) for key, value in text.items()}, needed=needed)


def _checked(text: Text, *, needed: bool) -> dict[str, str]:
    kept = {key: text[key] for key in LANGUAGES if text.get(key)}
    if not set(text) <= set(LANGUAGES) or (needed and not kept):
        raise Invalid(faults.TEXT, limit=LONGEST_TEXT)
    return kept


def told(text: Text, language: str) -> str:
    """The text for a reader of this language; where it is missing, in English, or in whatever there is."""
    return text.get(language) or text.get("en") or next(iter(text.values()), "")


def told_in(text: Text, language: str) -> str:
    """The language in which `told` says it, for the page's `lang`; empty for no text at all."""
    return next((one for one in (language, "en", *text) if text.get(one)), "")
