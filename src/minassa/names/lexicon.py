"""Words with a meaning: particles, titles, legal forms, name families across orthographies, organisations' general words.

The tables are our own (``tables/*.txt``), general knowledge of names and of organisations' vocabulary in Arabic, French,
English, Portuguese and African orthographies.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from minassa.names.folding import fold
from minassa.names.letters import symbols


@dataclass(frozen=True, slots=True)
class Entry:
    """A known word: its meaning (equal meanings match across languages), its role in a name, its weight."""

    meaning: str
    role: str
    weight: float


def number(meaning: str) -> int:
    """A stable 31-bit number of a meaning, for the saved index; never 0."""
    return zlib.crc32(meaning.encode()) & 0x7FFFFFFF or 1


WHOLE_ARABIC: Final = frozenset(
    {
        "الله",
        "الياس",
        "الهام",
        "البرت",
        "الين",
        "اليكس",
        "الفا",
        "الكسندر",
        "الفونس",
        "اليزابيث",
        "الاء",
        "الطاف",
        "المان",
        "المانيا",
        "البانيا",
        "الي",
    }
)
"""Arabic words that begin with the article's letters and have no article (folded)."""

_PERSON_TABLES: Final = ("particles", "titles", "families")
_ORGANISATION_TABLES: Final = ("stops", "particles", "legal", "organisations", "places", "families")
TIERS: Final = {"a": 0.9, "b": 1.25, "c": 1.6, "d": 2.0}
"""How common a name family is: a (Muhammad) to d (known, not common); weights beside the 3 of an unknown name."""


def _lines(table: str) -> list[str]:
    text = (resources.files("minassa.names") / "tables" / f"{table}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _table(table: str) -> dict[str, Entry]:
    """Lines ``role weight word word ...``; the first word names the meaning; an underscore joins nothing: one word each."""
    out: dict[str, Entry] = {}
    for line in _lines(table):
        role, weight, *words = line.split()
        value = TIERS[weight] if weight in TIERS else float(weight)
        entry = Entry(f"{role}:{fold(words[0])}", role, value)
        for word in words:
            for spelling in _spellings(fold(word)):
                out.setdefault(spelling, entry)
    return out


def _spellings(word: str) -> set[str]:
    return {word, word[2:]} if word.startswith("ال") and len(word) > 4 and word not in WHOLE_ARABIC else {word}


@cache
def _words(kind: str) -> dict[str, Entry]:
    out: dict[str, Entry] = {}
    for table in _PERSON_TABLES if kind == "person" else _ORGANISATION_TABLES:
        for word, entry in _table(table).items():
            out.setdefault(word, entry)
    return out


@cache
def _by_sound(kind: str) -> dict[str, Entry]:
    """Name families by sound, for spellings that the table does not list (``Maxammed``)."""
    out: dict[str, Entry] = {}
    for word, entry in _words(kind).items():
        if entry.role == "name" and len(symbols(word)) >= _SOUND_ENOUGH:
            out.setdefault(symbols(word), entry)
    return out


_SOUND_ENOUGH: Final = 5


@lru_cache(maxsize=65536)
def find(word: str, kind: str) -> Entry | None:
    """The entry of a folded word, looking through Arabic clitics and common endings for organisations' words."""
    words = _words(kind)
    entry = words.get(word) or _by_sound(kind).get(symbols(word))
    if kind == "person" or (entry is not None and entry.role not in _NAMES):
        return entry
    stems = (words.get(stem) for stem in _stems(word))
    return next((found for found in stems if found is not None and found.role == "word"), entry)


_NAMES: Final = ("name", "kin")


_CLITIC: Final = re.compile(r"^(?:وال|بال|كال|فال|ولل|لل|ال|و|ب|ل)(?=.{3,})")
_ARABIC_ENDING: Final = re.compile(r"(?<=.{3})(?:يات|يه|ات|ون|ين|ان|ه|ي)$")
_LATIN_ENDING: Final = re.compile(r"(?<=.{3})(?:es|s)$")


def _stems(word: str) -> list[str]:
    if word.isascii():
        found = _LATIN_ENDING.search(word)
        stems = [word[:-1], word[:-2]] if found and found.group() == "es" else [word[:-1]] if found else []
        return [*stems, word[:-3] + "y"] if word.endswith("ies") else stems
    bare = _CLITIC.sub("", word)
    return [bare, *_arabic_endings(bare), *_arabic_endings(word)]


def _arabic_endings(word: str) -> list[str]:
    found = _ARABIC_ENDING.search(word)
    if not found:
        return []
    stem = word[: found.start()]
    return [stem + "ي", stem + "ه", stem]
