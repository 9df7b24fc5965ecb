"""Search folding: one spelling for what a reader takes to be the same letters."""

import re
import unicodedata
from typing import Final

MAX_TEXT: Final = 1_000_000
"""Characters of a text that are folded for full-text search; what follows is not searched."""

_MARKS: Final = "\u0640\u0670\u06d6\u06d7\u06d8\u06d9\u06da\u06db\u06dc\u06df\u06e0\u06e1\u06e2\u06e3\u06e4\u06e7\u06e8\u06ea\u06eb\u06ec\u06ed"
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffe\uffff" + "".join(
    chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x2070), *range(0xFE00, 0xFE10))
)
_SAME_LETTER: Final = {
    # Alef with and without hamza or madda, alef maqsura, ta marbuta, hamza on a seat.
    "أإآٱٲٳ": "ا",
    "ىیېئۍےێ": "ي",
    "ةۃۀہھەە": "ه",
    "ؤۆۇۈۅ": "و",
    "ء": "",
    "ک": "ك",
    "ں": "ن",
    # Latin letters that Unicode does not decompose.
    "ßẞ": "ss",
    "æÆ": "ae",
    "œŒ": "oe",
    "øØ": "o",
    "đĐðÐɗƊ": "d",
    "łŁ": "l",
    "ıİ": "i",
    "ħĦ": "h",
    "ŋŊ": "ng",
    "ɓƁ": "b",
    "ƙƘ": "k",
    "ƴƳ": "y",
    "ɲƝ": "ny",
    "ɛƐəƏ": "e",
    "ɔƆ": "o",
    "þÞ": "th",
    "ŧŦ": "t",
}
_APOSTROPHES: Final = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′‵＇"


def _table() -> dict[int, str]:
    table = {ord(letter): plain for letters, plain in _SAME_LETTER.items() for letter in letters}
    table.update(dict.fromkeys(map(ord, _MARKS + _INVISIBLE), ""))
    table.update(dict.fromkeys(range(32), " ") | {0x7F: " "})
    digits = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
    table.update({ord(digit): str(value) for row in digits for value, digit in enumerate(row)})
    return table


_TABLE: Final = _table()
_WITHOUT_APOSTROPHES: Final = dict.fromkeys(map(ord, _APOSTROPHES), "")
_WORD: Final = re.compile(r"[^\W_]+")


def _without_marks(text: str) -> str:
    return "".join(
        c
        for c in unicodedata.normalize("NFKD", text)
        if not unicodedata.category(c).startswith("M") or _is_vowel_sign(c)
    )


def _is_vowel_sign(char: str) -> bool:
    """Vowel signs of Indic and other syllabic scripts are letters to their readers, unlike accents and Arabic marks."""
    return (
        ord(char) >= 0x0900
        and not 0x1AB0 <= ord(char) <= 0x1DFF
        and not 0x20D0 <= ord(char) <= 0x20FF
        and not 0xFE20 <= ord(char) <= 0xFE2F
    )


def fold(text: str) -> str:
    """Fold a text for search: lower case, no accents, no Arabic marks, one alef, one ya, one ta marbuta.

    Apostrophes vanish (Sha'ban is shaban); control and bidirectional characters vanish or become blanks. At most
    ``MAX_TEXT`` characters are read. Never store the result in place of the name: it is for comparing only.
    """
    text = text[:MAX_TEXT]
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "").translate(_TABLE)
    text = text.translate(_WITHOUT_APOSTROPHES).translate(_TABLE)
    return unicodedata.normalize("NFC", _without_marks(text).translate(_TABLE).casefold()).translate(
        _WITHOUT_APOSTROPHES
    )


def tokens(text: str) -> list[str]:
    """Folded search tokens of a text, in order: runs of letters and digits.

    The Arabic article is split off (``القاعدة`` and ``قاعده`` give the same token), so that both spellings are found.
    """
    return [_without_article(word) for word in _WORD.findall(fold(text))]


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 and word[2:] != "له" else word
