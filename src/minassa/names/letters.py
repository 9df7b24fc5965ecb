"""Letter tables: every script to the symbols of :mod:`minassa.names.sounds`.

The tables are our own, from the letters' usual sound values. Arabic covers the Persian, Urdu, Maghrebi and Ajami letters;
Ethiopic is computed from its regular 8-column layout; Hangul from its algebra in Unicode.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# --- Arabic (folded text) -----------------------------------------------------------------------------------------

_ARABIC: Final = dict(
    zip(
        "اأإآٱبتثجحخدذرزسشصضطظعغفقكلمنهويةىءئؤ",
        "AAAAAbtTjhxdDrzsSs$t%9GfqklmnhWY@I9YW",
        strict=True,
    )
) | {
    "پ": "p",
    "چ": "c",
    "ژ": "Z",
    "گ": "g",
    "ڭ": "g",
    "ݣ": "g",
    "ڨ": "g",
    "ڤ": "v",
    "ٻ": "b",
    "ڢ": "f",
    "ڧ": "q",
    "ٹ": "t",
    "ټ": "t",
    "ڈ": "d",
    "ډ": "d",
    "ڌ": "d",
    "ڑ": "r",
    "ړ": "r",
    "ڼ": "n",
    "ڠ": "N",
    "څ": "s",
    "ځ": "z",
    "ږ": "Z",
    "ښ": "S",
    "ګ": "g",
    "ڪ": "k",
    "ڎ": "d",
    "ڟ": "s",
    "ې": "Y",
    "ۏ": "v",
    "ݖ": "T",
    "ڝ": "c",
}


def arabic_symbols(word: str, *, marbuta: bool = False) -> str:
    """Symbols of a folded Arabic-script word; ``marbuta``: the last letter was written as ta marbuta."""
    out = [_ARABIC.get(c, "" if unicodedata.category(c)[0] == "M" else c) for c in word]
    if out and out[0] == "A":
        out[0] = "^"
    if len(out) > 1 and word[-1] in "يى":
        out[-1] = "I"
    if len(out) > 2 and (marbuta or word[-1] in "ةه"):
        out[-1] = "@"
    text = "".join(out)
    if text[:2] == "^Y" or text[:2] == "^W":  # Ibrahim, Osama with a written long vowel: the alef only carries it
        text = text[1:]
    return re.sub(r"A9A?", "A9", text)


# --- Latin ----------------------------------------------------------------------------------------------------------

_LATIN_RULES: Final = (
    (r"(?<=[aeiou])h$", "H"),
    (r"(?<=[bcdfghjklmnpqrstvwxyz])e$", "E"),
    (r"tsch|tch|tsh", "c"),
    (r"sch|sh", "S"),
    (r"ch", "C"),
    (r"dzh|dj|dg(?=[ei])", "j"),
    (r"zh", "Z"),
    (r"kh", "x"),
    (r"gh", "G"),
    (r"ph", "f"),
    (r"th", "T"),
    (r"dh", "D"),
    (r"bh", "b"),
    (r"rh", "r"),
    (r"lh", "l"),
    (r"gn(?=[aeiouy])", "ny"),
    (r"qu(?=[aeio])|ck|cq", "k"),
    (r"gu(?=[ei])", "g"),
    (r"ts|tz", "c"),
    (r"ng(?![aeiouy])", "N"),
    (r"x", "ks"),
    (r"c(?=[eiyE])", "s"),
    (r"c", "k"),
    (r"j", "J"),
    (r"(?:^|(?<=[aeiou]))ou(?=[aeiou])", "w"),
    (r"oo|ou", "u"),
    (r"ee", "i"),
    (r"ay+(?=[aeiou])|ai(?=[aeou])", "ay"),
    (r"(?<=[aeiou])y(?=[aeiou])", "y"),
    (r"^y(?=[aeiou])", "y"),
    (r"y", "i"),
)
_LATIN: Final = re.compile("|".join(f"({pattern})" for pattern, _ in _LATIN_RULES))
_DOUBLE: Final = re.compile(r"(.)\1+")
_DOUBLE_DIGRAPH: Final = re.compile(r"(sh|kh|gh|th|dh|ch)\1+")
_RUN: Final = re.compile(r"([bcdfghj-np-tv-z])\1\1")
"""Three like consonants in a row are no way of writing one: such a word keeps its length."""
_SOMALI: Final = re.compile(r"aa|ii|uu|(?<=[aeiou])x(?=[aeioumnsw])|^x[aeiou]")
_SOMALI_AYN: Final = re.compile(r"^c(?=[aeiou])|(?<=[aeiou])c(?=[aeiou]|[^hck]|$)")


def latin_symbols(word: str) -> str:
    """Symbols of a folded Latin-script word, read greedily from its digraphs; doubled letters count once."""
    if ("x" in word or "c" in word) and _SOMALI.search(word):
        word = _SOMALI_AYN.sub("", word).replace("x", "h") if "c" in word or "xa" in word or "ax" in word else word
    word = _DOUBLE_DIGRAPH.sub(r"\1", word)
    sounds = _LATIN.sub(lambda found: _LATIN_RULES[(found.lastindex or 1) - 1][1], word)
    return sounds if _RUN.search(word) else _DOUBLE.sub(r"\1", sounds)


# --- other alphabets -------------------------------------------------------------------------------------------------

_CYRILLIC: Final = dict(
    zip("абвгдезийклмнопрстуфхыэђјљњћџіїґқғңөұүәһ", "abvgdeziiklmnoprstufhieJJlncJiigqGnouuah", strict=True)
) | {
    "ж": "Z",
    "ц": "c",
    "ч": "c",
    "ш": "S",
    "щ": "Sc",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
    "ё": "yo",
    "є": "ye",
    "ў": "w",
}
_GREEK: Final = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "avgdeziTiklmnkoprsstifxpo", strict=True))
_HEBREW: Final = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "AbgdhWzxtYxxlmmnns9ffccqrSt", strict=True))
_ARMENIAN: Final = dict(
    zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ", "abgdezeetZilxckhjGcmynSocpjrsvtrcwpkof", strict=True)
)
_GEORGIAN: Final = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", "abgdevztiklmnopZrstufkGqScczccxjh", strict=True))
_TIFINAGH: Final = dict(
    zip(
        "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹⴺⴻⴼⴽⴾⴿⵀⵁⵂⵃⵄⵅⵆⵇⵈⵉⵊⵋⵌⵍⵎⵏⵐⵑⵒⵓⵔⵕⵖⵗⵘⵙⵚⵛⵜⵝⵞⵟⵠⵡⵢⵣⵤⵥ",
        "abbggjjddddefkkkhhhh9xxqqiZZZlmnnnpurrGGjssSttctvwyzzz",
        strict=True,
    )
)
_ADLAM: Final = dict(zip("𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽", "adlmbspbrefiodywnkyujchqgnTk", strict=True))
_TABLES: Final = {**_CYRILLIC, **_GREEK, **_HEBREW, **_ARMENIAN, **_GEORGIAN, **_TIFINAGH, **_ADLAM}

_ETHIOPIC_VOWELS: Final = ("a", "u", "i", "a", "e", "", "o", "wa")
_ETHIOPIC_CONSONANTS: Final = {
    0x1200: "h",
    0x1208: "l",
    0x1210: "h",
    0x1218: "m",
    0x1220: "s",
    0x1228: "r",
    0x1230: "s",
    0x1238: "S",
    0x1240: "q",
    0x1248: "q",
    0x1250: "q",
    0x1258: "q",
    0x1260: "b",
    0x1268: "v",
    0x1270: "t",
    0x1278: "c",
    0x1280: "h",
    0x1288: "h",
    0x1290: "n",
    0x1298: "ny",
    0x12A0: "",
    0x12A8: "k",
    0x12B0: "k",
    0x12B8: "x",
    0x12C0: "x",
    0x12C8: "w",
    0x12D0: "9",
    0x12D8: "z",
    0x12E0: "Z",
    0x12E8: "y",
    0x12F0: "d",
    0x12F8: "d",
    0x1300: "j",
    0x1308: "g",
    0x1310: "g",
    0x1318: "g",
    0x1320: "t",
    0x1328: "c",
    0x1330: "p",
    0x1338: "s",
    0x1340: "s",
    0x1348: "f",
    0x1350: "p",
}


def _ethiopic(char: str) -> str:
    code = ord(char)
    consonant = _ETHIOPIC_CONSONANTS.get(code & ~7, "")
    return consonant + _ETHIOPIC_VOWELS[code & 7]


_HANGUL_LEADS: Final = ("g", "k", "n", "d", "t", "r", "m", "b", "p", "s", "s", "", "j", "j", "c", "k", "t", "p", "h")
_HANGUL_VOWELS: Final = (
    "a",
    "e",
    "ya",
    "ye",
    "o",
    "e",
    "yo",
    "ye",
    "o",
    "wa",
    "we",
    "we",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "u",
    "i",
    "i",
)
_HANGUL_TAILS: Final = (
    *(
        "",
        "k",
        "k",
        "k",
        "n",
        "n",
        "n",
        "t",
        "l",
        "k",
        "m",
        "l",
        "l",
        "l",
        "p",
        "l",
        "m",
        "p",
        "p",
        "t",
        "t",
        "ng",
        "t",
        "t",
    ),
    *("k", "t", "p", "t"),
)


def _hangul(char: str) -> str:
    index = ord(char) - 0xAC00
    return _HANGUL_LEADS[index // 588] + _HANGUL_VOWELS[index % 588 // 28] + _HANGUL_TAILS[index % 28]


def _other_symbols(word: str) -> str:
    out = []
    for char in word:
        if "\u1200" <= char <= "\u135f":
            out.append(_ethiopic(char))
        elif "\uac00" <= char <= "\ud7a3":
            out.append(_hangul(char))
        else:
            out.append(_TABLES.get(char, char))
    return _DOUBLE.sub(r"\1", "".join(out))


# --- one entry ----------------------------------------------------------------------------------------------------------


def script(word: str) -> str:
    """The script of a folded word: ``latin``, ``arabic``, ``hebrew`` or ``other``, from its first letter."""
    for char in word:
        if char.isascii() and char.isalnum():
            return "latin"
        if "\u0600" <= char <= "\u08ff" or "\ufb50" <= char <= "\ufeff":
            return "arabic"
        if "\u0590" <= char <= "\u05ff":
            return "hebrew"
        if char.isalpha():
            return "latin" if "\u00c0" <= char <= "\u024f" else "other"
    return "other"


@lru_cache(maxsize=65536)
def symbols(word: str, *, marbuta: bool = False) -> str:
    """The sounds of one folded word, in whatever script."""
    kind = script(word)
    if kind == "latin":
        return latin_symbols(word)
    if kind == "arabic":
        return arabic_symbols(word, marbuta=marbuta)
    return _other_symbols(unicodedata.normalize("NFC", word))


_ROMAN: Final = str.maketrans(
    {"S": "sh", "c": "ch", "Z": "zh", "x": "kh", "G": "gh", "T": "th", "D": "dh", "J": "j", "9": "", "C": "ch"}
)


def romanised(word: str) -> str:
    """A folded word of an alphabet with a table in Latin letters; Latin, Arabic, Hebrew and other words unchanged."""
    if script(word) != "other":
        return word
    sounds = _other_symbols(unicodedata.normalize("NFC", word))
    return sounds.translate(_ROMAN) if sounds.isascii() and sounds else word
