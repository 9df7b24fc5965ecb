"""The sounds of a name token: one alphabet for every script, with graded costs between its letters.

A token becomes a short string of *symbols*: consonants and vowels, some of them ambiguous on purpose (the French ``ch``
and the English ``ch`` are one symbol that lies near both readings). Costs are about articulation and writing habits
(voicing, emphatics, French, English, Hausa, Somali and Persian spelling), not about any list of names.

Costs are in units of one lost consonant. The second cost mode is for a comparison with an abjad (Arabic, Hebrew), which does
not write short vowels.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

MAX_SYMBOLS: Final = 18
"""Symbols kept of one token; the rest of a longer token is not compared."""

PLAIN: Final = 0
ABJAD: Final = 1

# symbol: (mass = cost of losing it, the same when the other side is an abjad)
_MASS: Final[dict[str, tuple[float, float]]] = {
    **dict.fromkeys("bpfvmtTdDszScjJZkgqxnlr", (1.0, 1.0)),
    "C": (1.0, 1.0),  # Latin ch: sh, tch, kh or k
    "$": (1.0, 1.0),  # dad: d, in Persian and Urdu z
    "%": (1.0, 1.0),  # za: z, dh, in the Maghreb d
    "G": (0.9, 0.9),  # gh
    "N": (1.0, 1.0),  # ng at the end of a syllable
    "h": (0.55, 0.55),
    "w": (0.6, 0.6),
    "y": (0.5, 0.4),
    "9": (0.1, 0.08),  # ayn: seldom written in Latin letters
    **dict.fromkeys("aeiou", (0.35, 0.06)),
    "A": (0.3, 0.25),  # alef inside a word
    "^": (0.12, 0.10),  # alef at the start: any vowel
    "W": (0.6, 0.55),  # waw: w, o, u
    "Y": (0.5, 0.45),  # ya: y, i, e
    "I": (0.32, 0.25),  # ya or alef maqsura at the end: i, a
    "E": (0.08, 0.05),  # silent e at the end of a French spelling
    "H": (0.08, 0.06),  # h at the end after a vowel
    "@": (0.12, 0.10),  # ta marbuta: a, ah, at
    "1": (0.04, 0.03),  # a of a glued article
    "2": (0.08, 0.06),  # l of a glued article
}
ALPHABET: Final = "\0" + "".join(_MASS)
_OPAQUE: Final = 160
"""Symbols above the alphabet stand for letters of scripts without a table: equal or different, nothing between."""
SIZE: Final = len(ALPHABET) + _OPAQUE

_NEAR: Final = """
$d.0 $D.05 $z.08 $t.35 $%.05 %z.0 %D.03 %d.08 %s.3 $l.6 tT.10 td.30 dD.10 Ts.12 TD.30 TZ.5 Dz.10 dz.32 Dj.5 sz.30 sS.35 sc.45 zZ.40 zj.45 tz.55 ts.55 sC.4 sJ.6
SC.05 Sc.25 SJ.5 SZ.35 Sj.45 Cc.05 Ck.25 Cx.15 Ch.45 CJ.3 Cj.35 cj.30 ct.50 cJ.35 cs.4 jJ.0 jZ.15 JZ.1 jg.15 Jg.30 Jy.2 jy.40 jY.45 JY.2
Jh.3 Jx.35 Ji.5 kq.05 kg.30 kx.25 kG.4 qg.15 qx.3 qG.25 gG.10 Gr.45 xG.35 hG.5 xh.20 gx.5 kc.4 9h.5 9G.5 9g.5 9k.6 9q.6 gy.5 ky.8
bp.20 pf.30 bv.25 fv.15 bf.5 vw.15 wb.5 vW.3 vu.6 bW.6 mn.35 Nn.20 NG.6 Nm.45 nl.6 lr.55 rn.7 ml.8 mb.6 np.8
wu.06 wo.12 yi.06 ye.12 wW.0 yY.0 hH.1 tH.6 hx.2
ae.14 ao.36 ai.46 au.46 ei.12 eo.36 eu.42 io.48 iu.46 ou.06
Aa.0 Ae.08 Ao.12 Ai.22 Au.22 AA.0 A9.2 Ah.4 AY.35 AW.4 A@.05 AE.2 AH.2
^a.0 ^e.0 ^i.0 ^o.0 ^u.0 ^A.02 ^9.05 ^h.45 ^y.3 ^w.4 ^W.3 ^Y.3
Wu.0 Wo.0 Wa.35 We.35 Wi.35 WY.5 Yi.0 Ye.05 Ya.22 Yo.4 Yu.32 YA.35 YI.02 YE.15
Ii.0 Ie.05 Ia.08 Iy.02 Io.3 Iu.3 IA.1 IE.1 I@.15 II.0
9a.04 9e.04 9i.04 9o.04 9u.04 91.05
@a.0 @e.0 @i.12 @H.02 @h.1 @t.12 @T.12 @A.05 @E.02 @o.15 @u.2
Ea.12 Ee.0 Ei.1 Eh.4 EH.05 Eo.25 Ha.2 HA.2
1a.02 1e.02 1i.08 1o.08 1u.06 1^.02 1A.05 2l.02 2r.25 2n.25 2s.3 2d.3 2t.3 2S.3
"""

_VOWELS: Final = frozenset("aeiouAEI@1^")
_STRANGERS: Final = 1.0
_VOWEL_AGAINST_CONSONANT: Final = 1.25


def _replacing_costs() -> Floats:
    costs = np.full((SIZE, SIZE), _STRANGERS, dtype=np.float32)
    for i, a in enumerate(ALPHABET):
        for j, b in enumerate(ALPHABET):
            if (a in _VOWELS) != (b in _VOWELS):
                costs[i, j] = _VOWEL_AGAINST_CONSONANT
            elif a in _VOWELS:
                costs[i, j] = 0.3
    for item in _NEAR.split():
        i, j = ALPHABET.index(item[0]), ALPHABET.index(item[1])
        costs[i, j] = costs[j, i] = float(item[2:])
    np.fill_diagonal(costs, 0.0)
    costs[0, :] = costs[:, 0] = 9.0
    return costs


def _losing_costs() -> Floats:
    mass = np.full((2, SIZE), 1.0, dtype=np.float32)
    for symbol, both in _MASS.items():
        mass[:, ALPHABET.index(symbol)] = both
    mass[:, 0] = 0.0
    return mass


REPLACE: Final[Floats] = _replacing_costs()
LOSE: Final[Floats] = _losing_costs()
CODE: Final = {symbol: i for i, symbol in enumerate(ALPHABET)}


_VOWEL_COUNTS: Final = ("aei", "ou", "yYIEH@1A^9h", "wWAvb^9")
VOWEL: Final = 0.35
"""The least that an unmatched full vowel costs where both sides write their vowels."""


def vowel_counts(symbols: str) -> tuple[int, int, int, int]:
    """Front (with a) and back vowels, and the letters that may stand for a front or a back vowel."""
    front, back, like_front, like_back = (sum(symbols.count(s) for s in group) for group in _VOWEL_COUNTS)
    return front, back, like_front, like_back


def encode(symbols: str) -> Bytes:
    """The symbol string as codes, cut or padded with zeros to ``MAX_SYMBOLS``."""
    row = np.zeros(MAX_SYMBOLS, dtype=np.uint8)
    codes = [CODE.get(s, len(ALPHABET) + ord(s) % _OPAQUE) for s in symbols[:MAX_SYMBOLS]]
    row[: len(codes)] = codes
    return row


# --- the consonant skeleton ------------------------------------------------------------------------------------------

_CLASSES: Final = ("bp", "fv", "m", "nN", "tTdD$%", "szc", "SC", "jJZ", "kgqxG", "h", "l", "r")
CLASS: Final = {symbol: number for number, group in enumerate(_CLASSES, start=1) for symbol in group}
_OPAQUE_CLASSES: Final = 3
MAX_SKELETON: Final = 15
"""Classes of a skeleton: four bits each in one 64-bit key."""
BREATH: Final = CLASS["h"]


def skeleton(symbols: str) -> list[int]:
    """Consonant classes of a symbol string, for candidate search; vowels, glides and ayn are left out."""
    classes = []
    for symbol in symbols:
        if symbol in CODE:
            if symbol in CLASS:
                classes.append(CLASS[symbol])
        else:
            classes.append(13 + ord(symbol) % _OPAQUE_CLASSES)
    return classes[:MAX_SKELETON]


def pack(classes: list[int]) -> int:
    """Four bits a class, first class highest: the key of a skeleton."""
    key = 0
    for number in classes:
        key = key << 4 | number
    return key
