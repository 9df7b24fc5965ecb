"""How much a name token says: weights from a fixed table, never from the names that are indexed.

A token that half the world bears says little; a rare one says much. The table is ours (``tables/background.txt``): log
frequencies of name tokens derived from public statistics of names, rounded to tenths.
"""

from functools import cache
from importlib import resources
from typing import Final

from minassa.names.sounds import skeleton

UNKNOWN: Final = 3.0
"""Weight of a token of four or more consonants that no table knows."""
_SHORT: Final = {0: 1.2, 1: 1.7, 2: 2.2, 3: 2.7}


@cache
def _table() -> dict[str, float]:
    text = (resources.files("minassa.names") / "tables" / "background.txt").read_text(encoding="utf-8")
    rows = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {word: float(weight) for weight, *words in rows for word in words}


def weight(word: str, sounds: str) -> float:
    """Weight of a folded token: from the table, else from the length of its consonant skeleton."""
    known = _table().get(word)
    if known is not None:
        return known
    if word.isdigit():
        return 1.5
    return _SHORT.get(len(skeleton(sounds)), UNKNOWN)


def known(word: str) -> bool:
    """Whether the table has this folded token."""
    return word in _table()
