"""Word-level differences between two wordings of a paragraph, in Arabic and Latin letters. Nothing is ever merged. Pure.

Tokens are words with their diacritics, figures with their separators, single marks of punctuation, and blanks: joined they are the text
again, byte for byte. The comparison is difflib's (Ratcliff and Obershelp), seeded by words and never by blanks.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256
from typing import Final

from minassa.base import Invalid
from minassa.meetings.text import faults

LONGEST: Final = 8_000
"""Characters of a paragraph; the longest of the platform's declarations has some nine hundred."""

KNOWN: Final = 2_048
"""Differences that are remembered: twice those of a text with a thousand proposals, some ten megabytes."""

# \w leaves out the marks that combine with letters: Latin ones, and the vowel signs and superscript alef of Arabic.
_MARKS: Final = (
    "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\u200c\u200d"
)
_TOKEN: Final = re.compile(
    rf"\s+|\d+(?:[.,\u066b\u066c]\d+)+|[\w{_MARKS}]+(?:['\u2019](?=\w))?|.",
    re.DOTALL,
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


class Change(StrEnum):
    """Whether a piece of text stays, goes or comes."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one fate."""

    change: Change
    text: str


def plain_wording(value: object, *, needed: bool = True) -> str:
    """A paragraph's words as they are kept: NFC, one paragraph, single blanks. Raises Invalid for what is no plain text.

    Marks that only steer the direction of writing are refused: they would make two texts look equal that are not.
    """
    if not isinstance(value, str):
        raise Invalid(faults.WORDING, limit=LONGEST)
    text = " ".join(
        unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).split()
    )
    if (needed and not text) or len(text) > LONGEST or _CONTROL.search(text):
        raise Invalid(faults.WORDING, limit=LONGEST)
    return text


def digest_of(text: str) -> str:
    """The SHA-256 of a wording, in hex: what a proposal says it was written against."""
    return sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()


def tokens(text: str) -> list[str]:
    """The words, figures, marks and blanks of a text; joined they are the text."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=KNOWN)
def difference(old: str, new: str) -> tuple[Piece, ...]:
    """What stays, goes and comes from one wording to the other, in reading order; what goes stands before what comes.

    The same two wordings are compared for every reader of a page, so that the last ones are remembered.
    """
    before, behind = tokens(old), tokens(new)
    matcher = SequenceMatcher(str.isspace, before, behind, autojunk=False)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(before[i1:i2])))
        else:
            pieces += _changed(before[i1:i2], behind[j1:j2])
    return tuple(_joined(pieces))


def _changed(gone: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.GONE, "".join(gone))
    if new:
        yield Piece(Change.NEW, "".join(new))


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """A blank that stays between two changes belongs to both: a phrase reads as one change, not as one for each word."""
    gone = new = ""
    for at, piece in enumerate(pieces):
        is_blank = piece.change is Change.SAME and piece.text.isspace()
        if piece.change is Change.SAME and not (is_blank and (gone or new) and _changes_follow(pieces, at)):
            yield from _changed([gone] if gone else [], [new] if new else [])
            gone = new = ""
            yield piece
            continue
        gone += piece.text if piece.change is not Change.NEW else ""
        new += piece.text if piece.change is not Change.GONE else ""
    yield from _changed([gone] if gone else [], [new] if new else [])


def _changes_follow(pieces: Sequence[Piece], at: int) -> bool:
    return at + 1 < len(pieces)


def old_text(pieces: Sequence[Piece]) -> str:
    """The wording before a difference."""
    return "".join(one.text for one in pieces if one.change is not Change.NEW)


def new_text(pieces: Sequence[Piece]) -> str:
    """The wording after a difference."""
    return "".join(one.text for one in pieces if one.change is not Change.GONE)
