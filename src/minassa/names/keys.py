"""Candidate keys: consonant skeletons and their one-letter deletions, packed in 64-bit integers.

Two tokens are candidates for each other when they share a key: the same skeleton, or skeletons at one letter's distance
(each may drop one letter). Breath sounds (h) may be dropped besides, as French, Italian and Hausa spellings do.
"""

from typing import Final

from minassa.names.sounds import BREATH, pack, skeleton

_ROOM_FOR_DELETION: Final = 3
"""Skeletons shorter than this have no deletions: too little would remain."""

_HISSED: Final = str.maketrans({"T": "s", "D": "z", "$": "z", "%": "z"})
"""Letters said as t or d by some and as s or z by others: a token with one has the keys of both readings."""


def token_keys(symbols: str) -> tuple[int, ...]:
    """All candidate keys of a sound string, its full skeleton first. A token without consonants has the key 0."""
    keys = _keys(tuple(skeleton(symbols)))
    hissed = symbols.translate(_HISSED)
    return keys if hissed == symbols else tuple(dict.fromkeys((*keys, *_keys(tuple(skeleton(hissed))))))


def _keys(classes: tuple[int, ...]) -> tuple[int, ...]:
    forms = [classes]
    if BREATH in classes:
        forms.append(tuple(c for c in classes if c != BREATH))
    if len(classes) >= _ROOM_FOR_DELETION:
        forms.extend(classes[:i] + classes[i + 1 :] for i in range(len(classes)))
    return tuple(dict.fromkeys(pack(list(form)) for form in forms))


def skeleton_key(symbols: str) -> int:
    """The key of the full skeleton."""
    return pack(skeleton(symbols))
