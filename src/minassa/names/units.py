"""A query made ready: its tokens, and each two neighbours written as one."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from minassa.names.align import Longs
from minassa.names.distance import Bools
from minassa.names.keys import Marked, token_keys
from minassa.names.letters import symbols
from minassa.names.lexicon import number
from minassa.names.sounds import LOSE, PLAIN, Bytes, Floats, encode, vowel_counts
from minassa.names.words import LEADING, Kind, Role, Token, parts

_UNGLUED: Final = frozenset(number(meaning) for meaning in ("part:abd", "part:din", "particle:bin", "particle:al"))
_LONGEST_GLUED: Final = 20


@dataclass(frozen=True)
class Units:
    """What of a query can match one token: ``single`` tokens first, then ``glued`` neighbours (i, i + 1)."""

    tokens: tuple[Token, ...]
    glued: tuple[tuple[int, Token], ...]

    @cached_property
    def all(self) -> tuple[Token, ...]:
        """Singles, then glued pairs."""
        return self.tokens + tuple(token for _, token in self.glued)

    @cached_property
    def spans(self) -> tuple[tuple[int, ...], ...]:
        """The positions of the query's tokens that each unit covers."""
        return tuple((i,) for i in range(len(self.tokens))) + tuple((i, i + 1) for i, _ in self.glued)

    @cached_property
    def first(self) -> Longs:
        """Position of the first token of each unit."""
        return np.array([span[0] for span in self.spans], dtype=np.int64)

    @cached_property
    def weights(self) -> Floats:
        """Weight of each unit."""
        return np.array([token.weight for token in self.all], dtype=np.float32)

    @cached_property
    def covers(self) -> Bools:
        """(units, tokens): which token a unit covers."""
        out = np.zeros((len(self.all), len(self.tokens)), dtype=np.bool_)
        for unit, span in enumerate(self.spans):
            out[unit, list(span)] = True
        return out

    @cached_property
    def keys(self) -> tuple[Marked, ...]:
        """Candidate keys of each unit with their marks; none for particles, titles and the like."""
        return tuple(token_keys(token.symbols) if token.role in LEADING else () for token in self.all)

    @cached_property
    def codes(self) -> Bytes:
        """(units, symbols): the sounds of each unit."""
        return np.array([encode(token.symbols) for token in self.all], dtype=np.uint8)

    @cached_property
    def masses(self) -> Floats:
        """Sound mass of each unit."""
        return np.asarray(LOSE[PLAIN][self.codes].sum(axis=1), dtype=np.float32)

    @cached_property
    def vowels(self) -> Bytes:
        """(units, 4): vowel counts of each unit, see :func:`minassa.names.sounds.vowel_counts`."""
        return np.array([vowel_counts(token.symbols) for token in self.all], dtype=np.uint8)

    @cached_property
    def abjad(self) -> Bools:
        """Whether each unit is written in an abjad."""
        return np.array([token.abjad for token in self.all], dtype=np.bool_)

    @cached_property
    def total(self) -> float:
        """Weight of the whole query."""
        return sum(token.weight for token in self.tokens)


def units(query: str, kind: Kind) -> Units:
    """The units of a query."""
    tokens = parts(query, kind)
    glued = []
    for i, (first, second) in enumerate(pairwise(tokens)):
        if _gluable(first) and _gluable(second) and len(first.text) + len(second.text) <= _LONGEST_GLUED:
            glued.append((i, _glue(first, second)))
    return Units(tokens, tuple(glued))


def _gluable(token: Token) -> bool:
    return (
        token.role in (Role.NAME, Role.WORD, Role.INITIAL, Role.PARTICLE, Role.PART, Role.KIN)
        and token.concept not in _UNGLUED
    )


def _glue(first: Token, second: Token) -> Token:
    sounds = symbols(first.text + second.text)
    return Token(first.text + second.text, Role.NAME, 0, first.weight + second.weight, sounds, first.abjad, known=False)
