"""What a caller gives to the index, and the written forms of a name that are worth indexing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from minassa.names.words import Kind, Token, parts

MAX_FORMS: Final = 40
"""Written forms kept of one given name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity as given: id, names and weak names, the group that decides who may see it."""

    id: str
    names: tuple[str, ...]
    weak: tuple[str, ...]
    group: int


@dataclass(frozen=True, slots=True)
class Form:
    """One written form: the name it stands for, its tokens, whether it comes from a weak alias."""

    name: str
    tokens: tuple[Token, ...]
    weak: bool


_BRACKET: Final = re.compile(r"[(\[（]([^()\[\]（）]{2,})[)\]）]")
_BREAK: Final = re.compile(r"\s*[;\n؛]\s*|\s+/\s+")


def written_forms(name: str) -> list[str]:
    """The forms inside a name: without its brackets, what stands in them, and what a semicolon divides."""
    name = name.strip()
    if not any(mark in name for mark in "([（;\n؛/"):
        return [name]
    inside = [piece for found in _BRACKET.findall(name) for piece in _BREAK.split(found)]
    outside = [piece.strip() for piece in _BREAK.split(_BRACKET.sub(" ", name))]
    return list(dict.fromkeys(form for form in (*outside, *inside) if form))[:MAX_FORMS]


def forms(entry: Entry, kind: Kind, *, whole: bool) -> Iterator[Form]:
    """Every form of an entity to be indexed, each token sequence once; ``whole``: each name as it stands."""
    seen: set[tuple[str, ...]] = set()
    for names, weak in ((entry.names, False), (entry.weak, True)):
        for name in names:
            for text in [name] if whole else written_forms(name):
                tokens = parts(text, kind)
                key = tuple(token.text for token in tokens)
                if key and key not in seen:
                    seen.add(key)
                    yield Form(name, tokens, weak)
