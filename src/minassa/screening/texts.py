"""Texts of lists made safe to keep: spaces tidied, invisible marks dropped, disguises refused."""

import re
import unicodedata
from typing import Final

from minassa.base import Invalid
from minassa.screening import faults

LONGEST_NAME: Final = 1_000
LONGEST_TEXT: Final = 20_000
_OVERRIDES: Final = re.compile("[\u202d\u202e]")
# Direction marks, isolates and zero-width spaces come along when people copy from word processors; they carry nothing.
# The zero-width joiners (200C, 200D) stay: Persian needs them.
_INVISIBLE: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff\u00ad]")
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_QUOTES: Final = re.compile('["“”«»]')
_SPACES: Final = re.compile(r"\s+")


def text(raw: str | None, where: object) -> str:
    """One field's text: single spaces, NFC, no invisible marks, at most 20,000 characters.

    Raises Invalid for control characters and direction overrides; `where` names the row or reference in the fault.
    """
    if not raw:
        return ""
    if _CONTROLS.search(raw):
        raise Invalid(faults.CONTROL_CHARACTERS, where=where)
    if _OVERRIDES.search(raw):
        raise Invalid(faults.DIRECTION_OVERRIDE, where=where)
    tidy = _SPACES.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", raw))).strip()
    return tidy[:LONGEST_TEXT]


def name(raw: str | None, where: object) -> str:
    """A name's text, without quotation marks and what publishers leave hanging at its ends.

    A name longer than 1,000 characters raises Invalid; one that a wrong encoding destroyed comes back empty.
    """
    if raw and len(raw) > LONGEST_NAME:
        raise Invalid(faults.NAME_TOO_LONG, where=where, limit=LONGEST_NAME)
    tidy = _SPACES.sub(" ", _QUOTES.sub(" ", text(raw, where))).strip(" ,;:")
    return "" if is_lost(tidy) else tidy


def is_lost(tidy: str) -> bool:
    """Whether a text was destroyed by a wrong encoding upstream: no letter, or more question marks than letters."""
    letters = sum(1 for one in tidy if one.isalnum())
    return letters == 0 or tidy.count("?") > letters


def surname_last(tidy: str) -> str:
    """`LAST, First Middle` as `First Middle LAST`; other texts as they are."""
    last, comma, first = tidy.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma and first.strip() else tidy


def unique(values: list[str]) -> tuple[str, ...]:
    """The non-empty texts in their order, each once."""
    return tuple(dict.fromkeys(one for one in values if one))


def script(tidy: str) -> str:
    """The script of most letters, as Unicode names it (`LATIN`, `ARABIC`, `CYRILLIC`); empty without letters."""
    seen: dict[str, int] = {}
    for one in tidy:
        if one.isalpha():
            first = unicodedata.name(one, "").split(" ", 1)[0]
            seen[first] = seen.get(first, 0) + 1
    return max(seen, key=lambda key: seen[key]) if seen else ""
