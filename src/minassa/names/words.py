"""From a written name to its tokens: particles, compounds, titles, initials and general words told apart."""

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache
from typing import Final, Literal

from minassa.names import background, lexicon
from minassa.names.folding import fold
from minassa.names.letters import romanised, script, symbols

Kind = Literal["person", "organisation"]
PERSON: Final = "person"
ORGANISATION: Final = "organisation"

MAX_NAME: Final = 600
"""Characters of a name that are compared; what follows is not read."""
MAX_TOKENS: Final = 16
"""Tokens of a name that are compared."""


class Role(IntEnum):
    """What a token does in a name; only names, words and numbers lead a search to candidates."""

    NAME = 0
    PARTICLE = 1
    TITLE = 2
    STOP = 3
    INITIAL = 4
    WORD = 5
    LEGAL = 6
    NUMBER = 7
    PART = 8  # half of a compound name: Abd-, -Allah, -eddine
    KIN = 9  # a name that other languages have in another form: John, Juan, Ivan


LEADING: Final = (Role.NAME, Role.WORD, Role.NUMBER, Role.PART, Role.KIN)


@dataclass(frozen=True, slots=True)
class Token:
    """One comparable part of a name.

    ``text`` is folded; ``concept`` is the number of its meaning (0: none); ``weight`` comes from the background table;
    ``abjad``: short vowels are not written; ``known``: a table knows it as a name.
    """

    text: str
    role: Role
    concept: int
    weight: float
    symbols: str
    abjad: bool
    known: bool


_SPLIT: Final = re.compile(r"[^\W_]+")
_MARBUTA: Final = re.compile(r"ة(?=\W|$)")
_ELIDED: Final = re.compile(r"(?<!\w)[dlnDLN]['’](?=\w)")
_DOTTED: Final = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")


def parts(name: str, kind: Kind) -> tuple[Token, ...]:
    """The tokens of a name in order; at most ``MAX_NAME`` characters and ``MAX_TOKENS`` tokens are read."""
    text = name[:MAX_NAME]
    if kind == ORGANISATION:
        text = _ELIDED.sub(" ", text)
        text = _DOTTED.sub(lambda m: " " + re.sub(r"[.\s]", "", m.group()) + " ", text)
    out: list[Token] = []
    words = _SPLIT.findall(fold(text).replace("&", " and "))
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else ""
        out.extend(_analysed(word, _article_before(word, following), kind))
        if len(out) >= MAX_TOKENS:
            break
    if len(out) > 1 and out[0].text in _NAMES_WHEN_FIRST:
        out[0] = replace(out[0], role=Role.NAME, concept=0, weight=_WEIGHT_WHEN_FIRST)
    if len(out) > 1 and out[-1].role is Role.TITLE and kind == PERSON:
        out[-1] = replace(out[-1], role=Role.NAME, weight=_WEIGHT_OF_LAST_TITLE)
    return tuple(out[:MAX_TOKENS])


_NAMES_WHEN_FIRST: Final = frozenset({"din", "deen", "دين", "allah"})
_WEIGHT_WHEN_FIRST: Final = 1.6
"""Din Muhammad, Allah Dad: what ends a compound name elsewhere is a full name at the start."""
_WEIGHT_OF_LAST_TITLE: Final = 0.9
"""Kader Es Sayed, Ahmad Sheikh: a title at the end is mostly a family name."""

_ARTICLES: Final = frozenset({"al", "el", "ul", "il", "ال", "ell"})
_ASSIMILATED: Final = re.compile(r"^(?:[aeiu]|ou)(sh|ch|th|dh|[rstdnzl])$")


def _article_before(word: str, following: str) -> bool:
    """Whether a word is the Arabic article of the word that follows (``al``, or ``ar`` before an r)."""
    if not following:
        return False
    if word in _ARTICLES:
        return True
    found = _ASSIMILATED.match(word)
    return bool(found and following.startswith(found.group(1)) and len(following) > 2)


@lru_cache(maxsize=200_000)
def _analysed(word: str, is_article: bool, kind: Kind) -> tuple[Token, ...]:  # noqa: FBT001 - cache key, called in one place
    if is_article:
        return (_token(word, Role.PARTICLE, kind, "particle:al"),)
    if lexicon.find(word, kind) is None:
        word = romanised(word)
    pieces = _compound(word) if kind == PERSON or script(word) == "arabic" else [word]
    if kind == ORGANISATION:
        pieces = [_CLITIC.sub("", piece) for piece in pieces]
    else:
        pieces = [name for piece in pieces for name in _two_names(piece)]
    return tuple(_token(piece, None, kind, None) for piece in pieces)


_CLITIC: Final = re.compile(r"^(?:بال|كال|فال|ولل)(?=.{3,})")
"""Arabic prepositions written with the article; in a person's name they are part of it (``بالحاج``, Belhaj)."""


# --- compounds ----------------------------------------------------------------------------------------------------------

_ALLAH: Final = re.compile(r"^(?:ou|oo|[aeiou])?ll?a{1,2}h?[iey]?$|^(?:ou|o|u)laye?$")
_ABD: Final = re.compile(r"^(?:c?abd|abed)(?=.{4,})")
_ABD_ALONE: Final = re.compile(r"^(?:abd|abed)(?:(?:ou|oo|[aeiou])(?:sh|[lrsdntz]))?$")
_ABD_LINK: Final = re.compile(r"^(?:[aeiou]|ou|oo)?(?:l(?=[^aeiou]|[aeiou].{2})|([rsdtnzl]|sh|ch)(?=\1))?")
_SUFFIX_ALLAH: Final = re.compile(r"^(.{3,}?)(?:[aeou]|ou|oo)?llah$")
_SUFFIX_DIN: Final = re.compile(r"^(.{3,}?)(?:(?:[aeiu]|ou|oo)l?d|[aeu]l|u|ou|oo)d(?:i|ee|y)ne?$|^(.{4,}?)[ae]d[i]ne?$")
_HEADS_DIN: Final = (
    "ala alaa badr baha burhan chams djalal djamal ezz fakhr hussam husam imad iz izz jalal jamal kamal mohi muhi muhyi nadjm najm nasir "
    "nasr noor nour nur qamar saif sala salah sayf seif seyf shams shihab siraj tadj taj zain zayn zein zeyn"
)
_SINGLE_DIN: Final = re.compile(rf"^({_HEADS_DIN.replace(' ', '|')})(?:[aeiu]|ee)d(?:i|ee|y)ne?$")
"""Compounds with -eddine written with one d (Tajideen, Nuredin): only after the words that such names begin with."""
_PREFIX_ALLAH: Final = re.compile(r"^allah(?=[b-df-hj-np-tv-z][aeiou].)")
"""Allahdad, Allahyar, Allahverdi: the name of God begins them."""
_PREFIX_ABU: Final = re.compile(r"^(?:abou|abu|abo|bou)(?=[bcdfghjklmnqrstvwyz][aeiou].{3,})")


def _compound(word: str) -> list[str]:
    if script(word) == "arabic":
        return _arabic_compound(word)
    if not word.isascii() or len(word) < 4:
        return [word]
    if _ABD_ALONE.match(word):
        return ["abd"]
    found = _ABD.match(word)
    return ["abd", *_after_abd(word[found.end() :])] if found else _latin_compound(word)


def _latin_compound(word: str) -> list[str]:
    found = _SUFFIX_ALLAH.match(word)
    if found:
        return [found.group(1), "allah"]
    found = _SUFFIX_DIN.match(word)
    if found:
        return [found.group(1) or found.group(2), "din"]
    found = _SINGLE_DIN.match(word)
    if found:
        return [found.group(1), "din"]
    found = _PREFIX_ALLAH.match(word)
    if found:
        return ["allah", word[found.end() :]]
    found = _PREFIX_ABU.match(word)
    return ["abu", word[found.end() :]] if found else [word]


def _after_abd(rest: str) -> list[str]:
    if _ALLAH.match(rest):
        return ["allah"]
    found = _ABD_LINK.match(rest)
    cut = rest[found.end() :] if found else rest
    return _compound(cut if len(cut) > 2 else rest)


def _arabic_compound(word: str) -> list[str]:
    if word.startswith("عبدال") and len(word) > 6:
        rest = word[5:]
        return ["عبد", "الله" if rest in ("له", "لله") else rest]
    if word.startswith("عبد") and len(word) > 6:
        return ["عبد", word[3:]]
    if word.endswith("الله") and len(word) > 6:
        return [word[:-4], "الله"]
    if word.endswith("الدين") and len(word) > 7:
        return [word[:-5], "دين"]
    return [_bare(word)]


_SHORTEST_OF_TWO: Final = 7
_LEAST_NAME: Final = 3
_LEAST_WEIGHT: Final = 0.9
"""Below it an entry is a small word (``van``), not a name that others are written onto."""


def _two_names(word: str) -> list[str]:
    """``Mohammadreza`` and ``محمدرضا`` as the two known names that they are; any other word as it is.

    Written apart here, because the letters where they meet may read as one sound: the ``dh`` of ``Mohammadhassan``.
    """
    if len(word) < _SHORTEST_OF_TWO or lexicon.find(word, PERSON) is not None:
        return [word]
    for cut in range(_LEAST_NAME, len(word) - _LEAST_NAME + 1):
        first, second = lexicon.find(word[:cut], PERSON), lexicon.find(word[cut:], PERSON)
        if first and second and first.role == second.role == "name" and first.weight >= _LEAST_WEIGHT:
            return [word[:cut], word[cut:]]
    return [word]


def _bare(word: str) -> str:
    """An Arabic word without its article, where that leaves a word."""
    if word in lexicon.WHOLE_ARABIC:
        return word
    for article in ("وال", "ال"):
        if word.startswith(article) and len(word) > len(article) + 1:
            return word[len(article) :]
    if word.startswith("لل") and len(word) > 4:
        return word[2:]
    return word


# --- one token ------------------------------------------------------------------------------------------------------------


def _token(word: str, role: Role | None, kind: Kind, meaning: str | None) -> Token:
    entry = lexicon.find(word, kind) if meaning is None else lexicon.Entry(meaning, "particle", 0.03)
    sounds = _with_soft_article(word, symbols(word))
    if entry is not None:
        return Token(
            word,
            role if role is not None else Role[entry.role.upper()],
            lexicon.number(entry.meaning),
            entry.weight,
            sounds,
            _abjad(word),
            known=True,
        )
    role = _plain_role(word)
    weight = 0.35 if role is Role.INITIAL else background.weight(word, sounds)
    return Token(word, role, 0, weight, sounds, _abjad(word), known=background.known(word))


def _plain_role(word: str) -> Role:
    if any(c.isdigit() for c in word):
        return Role.NUMBER
    if len(word) == 1 and script(word) != "other":
        return Role.INITIAL
    return Role.NAME


def _abjad(word: str) -> bool:
    return script(word) in ("arabic", "hebrew")


_GLUED_ARTICLE: Final = re.compile(r"^[aeu]l(?=.{4,})")
_GLUED_ASSIMILATED: Final = re.compile(r"^[aeu](?:([rsdtnz])\1|(?:ssh|cch|tth|ddh))(?=.{4,})")


def _with_soft_article(word: str, sounds: str) -> str:
    """Mark a glued article (``Alzawahiri``, ``Ezzawahiri``) so that its letters cost next to nothing to lose."""
    if _GLUED_ARTICLE.match(word) and sounds[1:2] == "l":
        return "12" + sounds[2:]
    return "1" + sounds[1:] if _GLUED_ASSIMILATED.match(word) else sounds
