"""Names in free text: what a payment is for, an address. A name must stand there nearly as it is listed, and say who is meant."""

from collections.abc import Iterator
from typing import Final

from minassa.check.types import Hit

TEXT_FLOOR: Final = 0.88
"""Names less alike than this are not taken for names: a text has many words, and each few of them are asked."""
PART: Final = 12
OVERLAP: Final = 5
"""A text is read in parts of so many words, each beginning with the last words of the one before: a name is not cut in two."""
_SPEAKS: Final = 3
"""Letters of a word that says who is meant."""
_LONGEST: Final = 600
_NOT_MATCHED: Final = frozenset({"unmatched_query", "unmatched_name", "alias_weak"})
_SMALL: Final = frozenset({"particle", "title"})


def texts_in_parts(text: str) -> Iterator[str]:
    """The parts in which a text is asked."""
    words = text.replace("\0", " ").split()
    for start in range(0, max(len(words) - OVERLAP, 1), PART - OVERLAP):
        part = " ".join(words[start : start + PART])[:_LONGEST]
        if any(one.isalpha() for one in part):
            yield part


def words_that_matched(hit: Hit) -> str:
    """The words of the text that are the name; empty where they are too few to say who is meant.

    Two words that speak, or all of an organisation's only name (AQMI), letter for letter and no weak alias.
    """
    if hit.name_score < TEXT_FLOOR:
        return ""
    matched = [one for one in hit.reasons if one.code not in _NOT_MATCHED and one.query]
    speaking = [one for one in matched if one.code not in _SMALL for word in one.query.split() if len(word) >= _SPEAKS]
    words = " ".join(one.query for one in matched)
    if len(speaking) > 1:
        return words
    is_whole = not any(one.code == "unmatched_name" for one in hit.reasons)
    is_acronym = bool(speaking) and hit.kind != "person" and not hit.weak_alias and is_whole
    if is_acronym and len(hit.matched_name.split()) == 1 and speaking[0].code == "same" and len(words) > _SPEAKS:
        return words
    return ""
