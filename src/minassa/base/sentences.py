"""Sentences with their marks filled: the one place where a date that stands within one is kept from turning round.

After Arabic letters the digits of 2026-01-27 count as Arabic numbers, which a hyphen does not join: without isolates it reads
27-01-2026 (UAX #9, rules W2 and W4).
"""

import re
from collections.abc import Mapping
from typing import Final

from django.utils import translation

_DATED: Final = re.compile(
    r"\d{4}(?:[-/.]\d{2}){1,2}(?:[T ]\d{2}:\d{2}\S*)?(?: UTC)?|\d{2}[-/.]\d{2}[-/.]\d{4}(?: \d{2}:\d{2})?"
)
_ISOLATED: Final = "\u2066%s\u2069"


def filled(sentence: object, parts: Mapping[str, object]) -> str:
    """A sentence with its `%(name)s` marks filled; in a language that is written to the left, dates are isolated."""
    return str(sentence) % ({name: unturned(one) for name, one in parts.items()} if parts else {})


def unturned(part: object) -> object:
    """A date, alone or with its time, so that it keeps its order in a sentence of the active language; all else as it is."""
    text = part if isinstance(part, str) else str(part) if hasattr(part, "isoformat") else ""
    return _ISOLATED % text if translation.get_language_bidi() and _DATED.fullmatch(text) else part
