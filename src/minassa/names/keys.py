"""Candidate keys: consonant skeletons and their one-letter deletions, packed in 64-bit integers.

Two tokens are candidates for each other when they share a key: the same skeleton, or skeletons at one letter's distance
(each may drop one letter). Breath sounds (h) may be dropped besides, as French, Italian and Hausa spellings do. With each key
goes a *mark* that tells which letter was dropped where, so that most chance meetings are refused before they are compared.
"""

from typing import Final

import numpy as np

from minassa.names.sounds import ALPHABET, BREATH, CLASS, CODE, LOSE, PLAIN, REPLACE, Floats, pack, skeleton

_ROOM_FOR_DELETION: Final = 3
"""Skeletons shorter than this have no deletions: too little would remain."""
_HISSED: Final = str.maketrans("TD$%SCcjJZ", "s" * 10)
"""Letters said as s or z by some and as t, d, sh, ch or j by others: a token with one has the keys of both readings."""
Marked = tuple[tuple[int, int], ...]


def token_keys(symbols: str) -> Marked:
    """All candidate keys of a sound string with their marks, its full skeleton first. Without consonants: the key 0."""
    keys = _keys(tuple(skeleton(symbols)))
    hissed = symbols.translate(_HISSED)
    if hissed != symbols:
        keys += _whole(tuple(skeleton(hissed)))
    if symbols.endswith("@"):  # ta marbuta is heard as t before another word: Asbat al-Ansar
        keys += ((pack(skeleton(symbols[:-1] + "t")), 0),)
    return tuple(dict.fromkeys(keys))


def _keys(classes: tuple[int, ...]) -> Marked:
    """Keys of a skeleton and of what is left when one letter is dropped."""
    if len(classes) < _ROOM_FOR_DELETION:
        return _whole(classes)
    dropped = ((pack([*classes[:i], *classes[i + 1 :]]), i << 4 | name) for i, name in enumerate(classes))
    return (*_whole(classes), *dropped)


def _whole(classes: tuple[int, ...]) -> Marked:
    """Keys of a skeleton with and without its breath sounds."""
    plain = ((pack(list(classes)), 0),)
    return (*plain, (pack([c for c in classes if c != BREATH]), 0)) if BREATH in classes else plain


def _cheapest() -> tuple[list[float], Floats]:
    """Least costs of each class: of losing a letter (or finding a glide or vowel in its place), of replacing it by a class."""
    lose = [0.0] * 16
    replace = np.zeros((16, 16), dtype=np.float32)
    members: dict[int, list[int]] = {}
    for symbol, number in CLASS.items():
        members.setdefault(number, []).append(CODE[symbol])
    soft = [CODE[s] for s in ALPHABET[1:] if s not in CLASS and s not in "12@H"]
    for number, codes in members.items():
        lose[number] = float(min(LOSE[PLAIN, codes].min(), REPLACE[np.ix_(codes, soft)].min()))
        for other, others in members.items():
            replace[number, other] = REPLACE[np.ix_(codes, others)].min()
    return lose, replace


def _least_costs() -> Floats:
    """(256, 256): the least that two tokens can differ that share a key with these two marks."""
    lose, replace = _cheapest()
    # A mark is a place (its high half) and a class (its low half): axes are place, class, other's place, other's class.
    classes = np.arange(16)
    both_lost = np.add.outer(np.array(lose), np.array(lose))
    same_place = np.minimum(replace, both_lost)
    swapped = np.where(classes[:, None] == classes, _SWAPPED, 9.0)
    apart = np.abs(np.subtract.outer(classes, classes))[:, None, :, None]
    out = np.where(apart == 0, same_place[None, :, None], np.minimum(both_lost, 9.0)[None, :, None])
    out = np.where(apart == 1, np.minimum(both_lost, swapped)[None, :, None], out)
    out[:, 0], out[:, :, :, 0] = both_lost[0][None, None], both_lost[0][None, :, None]
    out[:, _ANY], out[:, :, :, _ANY] = 0.0, 0.0
    return np.asarray(out.reshape(256, 256), dtype=np.float32)


_ANY: Final = (13, 14)
"""Classes of letters without a table: no bound is known."""
_SWAPPED: Final = 0.5
LEAST: Final[Floats] = _least_costs()
