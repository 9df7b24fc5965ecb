"""One immutable part of an index: names of one kind as flat arrays, in memory or mapped from a file.

Entities own consecutive rows (their names); rows own consecutive token numbers; tokens are the distinct words of the
segment, with their sounds, meaning and weight. Candidate keys lead to tokens, tokens lead to rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from minassa.names.keys import token_keys
from minassa.names.sounds import (
    LOSE,
    MAX_SKELETON,
    MAX_SYMBOLS,
    PLAIN,
    Bytes,
    Floats,
    encode,
    pack,
    skeleton,
    vowel_counts,
)
from minassa.names.words import LEADING, Kind, Role, Token
from minassa.names.written import Entry, Form, forms

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Segment:
    """Flat arrays of one kind of names; see the module for the layout. All arrays are read-only in use."""

    # entities
    id_text: Bytes
    id_start: Longs
    id_hash: Keys
    id_order: Ints
    group: Longs
    group_value: Longs
    group_code: Ints
    entity_row: Ints
    # rows: one written form of one name
    name_text: Bytes
    name_start: Longs
    row_entity: Ints
    row_weak: Bytes
    row_start: Ints
    row_token: Ints
    row_weight: Floats
    row_tie: Ints
    # distinct tokens
    token_symbols: Bytes
    token_abjad: Bytes
    token_known: Bytes
    token_role: Bytes
    token_weight: Floats
    token_skeleton: Keys
    token_length: Bytes
    token_mass: Floats
    token_vowels: Bytes
    token_concept: Ints
    token_hash: Keys
    token_text: Bytes
    token_text_start: Longs
    # concept -> tokens
    concept: Ints
    concept_order: Ints
    # candidate key -> tokens
    key: Keys
    key_start: Ints
    key_token: Ints
    key_mark: Bytes
    # token -> rows
    post_start: Longs
    post_row: Ints
    # glued pair of neighbouring tokens -> rows
    glue_key: Keys
    glue_row: Ints

    @property
    def entities(self) -> int:
        """How many entities the segment holds."""
        return len(self.group)

    def entity_id(self, entity: int) -> str:
        """The caller's id of an entity."""
        return bytes(self.id_text[self.id_start[entity] : self.id_start[entity + 1]]).decode()

    def name(self, row: int) -> str:
        """A row's name as it was given."""
        return bytes(self.name_text[self.name_start[row] : self.name_start[row + 1]]).decode()

    def token(self, number: int) -> str:
        """A token's folded text."""
        return bytes(self.token_text[self.token_text_start[number] : self.token_text_start[number + 1]]).decode()

    def find(self, identifier: str) -> int:
        """The entity with this id, or -1."""
        wanted = id_hash(identifier)
        position = int(np.searchsorted(self.id_hash, wanted))
        while position < len(self.id_hash) and self.id_hash[position] == wanted:
            entity = int(self.id_order[position])
            if self.entity_id(entity) == identifier:
                return entity
            position += 1
        return -1


def id_hash(text: str) -> np.uint64:
    """A stable 64-bit hash of an id or token."""
    return np.uint64(int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little"))


ARRAYS: Final = tuple(field.name for field in fields(Segment))


class _Vocabulary:
    """Distinct tokens in the order in which they are met."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, Role], int] = {}
        self.tokens: list[Token] = []

    def number(self, token: Token) -> int:
        known = self.numbers.get((token.text, token.role))
        if known is None:
            known = self.numbers[token.text, token.role] = len(self.tokens)
            self.tokens.append(token)
        return known


class _Rows:
    """Entities and rows while they are gathered."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.groups: list[int] = []
        self.entity_row: list[int] = [0]
        self.entity: list[int] = []
        self.weak: list[int] = []
        self.start: list[int] = [0]
        self.token: list[int] = []
        self.weight: list[float] = []
        self.names: list[bytes] = []


def build(entries: Iterable[Entry], kind: Kind, *, whole: bool = False) -> Segment:
    """Build a segment of one kind from entries with distinct ids; ``whole``: names are not divided into written forms."""
    vocabulary, rows = _Vocabulary(), _Rows()
    for entry in entries:
        for form in forms(entry, kind, whole=whole):
            _add_row(rows, vocabulary, form)
        rows.ids.append(entry.id)
        rows.groups.append(entry.group)
        rows.entity_row.append(len(rows.entity))
    return _assemble(rows, vocabulary)


def _add_row(rows: _Rows, vocabulary: _Vocabulary, form: Form) -> None:
    rows.entity.append(len(rows.ids))
    rows.weak.append(int(form.weak))
    rows.token.extend(vocabulary.number(token) for token in form.tokens)
    rows.start.append(len(rows.token))
    rows.weight.append(sum(token.weight for token in form.tokens))
    rows.names.append(form.name.encode("utf-8", "replace"))


Arrays = dict[str, npt.NDArray[Any]]


def _assemble(rows: _Rows, vocabulary: _Vocabulary) -> Segment:
    tokens = vocabulary.tokens
    arrays = (
        _entity_arrays(rows) | _row_arrays(rows) | _token_arrays(tokens) | _concept_arrays(tokens) | _key_arrays(tokens)
    )
    arrays |= _posting_arrays(arrays["row_start"], arrays["row_token"], arrays["token_role"])
    arrays |= _glue_arrays(arrays["row_start"], arrays["row_token"], arrays["token_skeleton"], arrays["token_length"])
    return Segment(**arrays)


def _entity_arrays(rows: _Rows) -> Arrays:
    hashes = np.array([id_hash(identifier) for identifier in rows.ids], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable").astype(np.int32)
    groups = np.array(rows.groups, dtype=np.int64)
    group_value, group_code = np.unique(groups, return_inverse=True)
    text, start = _blob([identifier.encode() for identifier in rows.ids])
    tie = (hashes >> np.uint64(33)).astype(np.int32)
    return {
        "id_text": text,
        "id_start": start,
        "id_hash": hashes[order],
        "id_order": order,
        "group": groups,
        "group_value": group_value,
        "group_code": group_code.astype(np.int32),
        "entity_row": np.array(rows.entity_row, dtype=np.int32),
        "row_tie": tie[np.array(rows.entity, dtype=np.int32)],
    }


def _row_arrays(rows: _Rows) -> Arrays:
    text, start = _blob(rows.names)
    return {
        "name_text": text,
        "name_start": start,
        "row_entity": np.array(rows.entity, dtype=np.int32),
        "row_weak": np.array(rows.weak, dtype=np.uint8),
        "row_start": np.array(rows.start, dtype=np.int32),
        "row_token": np.array(rows.token, dtype=np.int32),
        "row_weight": np.array(rows.weight, dtype=np.float32),
    }


def _token_arrays(tokens: list[Token]) -> Arrays:
    count = len(tokens)
    symbols = np.array([encode(token.symbols) for token in tokens], dtype=np.uint8).reshape(count, MAX_SYMBOLS)
    skeletons = [skeleton(token.symbols) for token in tokens]
    text, start = _blob([token.text.encode("utf-8", "replace") for token in tokens])
    return {
        "token_symbols": symbols,
        "token_abjad": np.array([token.abjad for token in tokens], dtype=np.uint8),
        "token_known": np.array([token.known for token in tokens], dtype=np.uint8),
        "token_role": np.array([token.role for token in tokens], dtype=np.uint8),
        "token_weight": np.array([token.weight for token in tokens], dtype=np.float32),
        "token_skeleton": np.array([pack(classes) for classes in skeletons], dtype=np.uint64),
        "token_length": np.array([len(classes) for classes in skeletons], dtype=np.uint8),
        "token_vowels": np.array([vowel_counts(token.symbols) for token in tokens], dtype=np.uint8).reshape(count, 4),
        "token_mass": LOSE[PLAIN][symbols].sum(axis=1),
        "token_concept": np.array([token.concept for token in tokens], dtype=np.int32),
        "token_hash": np.array([id_hash(token.text) for token in tokens], dtype=np.uint64),
        "token_text": text,
        "token_text_start": start,
    }


def _concept_arrays(tokens: list[Token]) -> Arrays:
    concepts = np.array([token.concept for token in tokens], dtype=np.int32)
    order = np.argsort(concepts, kind="stable").astype(np.int32)
    order = order[concepts[order] != 0]
    return {"concept": concepts[order], "concept_order": order}


def _blob(texts: list[bytes]) -> tuple[Bytes, Longs]:
    start = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=start[1:])
    return np.frombuffer(b"".join(texts), dtype=np.uint8), start


def _key_arrays(tokens: list[Token]) -> Arrays:
    keys: list[int] = []
    marks: list[int] = []
    owners: list[int] = []
    for number, token in enumerate(tokens):
        if token.role in LEADING:
            for key, mark in token_keys(token.symbols):
                keys.append(key)
                marks.append(mark)
                owners.append(number)
    all_keys = np.array(keys, dtype=np.uint64)
    order = np.argsort(all_keys, kind="stable")
    distinct, start = np.unique(all_keys[order], return_index=True)
    bounds = np.append(start, len(all_keys)).astype(np.int32)
    owner = np.array(owners, dtype=np.int32)[order]
    return {
        "key": distinct,
        "key_start": bounds,
        "key_token": owner,
        "key_mark": np.array(marks, dtype=np.uint8)[order],
    }


def _posting_arrays(row_start: Ints, row_token: Ints, role: Bytes) -> Arrays:
    owner = np.repeat(np.arange(len(row_start) - 1, dtype=np.int32), np.diff(row_start))
    leading = np.isin(role[row_token], np.array(LEADING, dtype=np.uint8))
    held = row_token[leading]
    order = np.argsort(held, kind="stable")
    start = np.zeros(len(role) + 1, dtype=np.int64)
    np.cumsum(np.bincount(held, minlength=len(role)), out=start[1:])
    return {"post_start": start, "post_row": owner[leading][order]}


def _glue_arrays(row_start: Ints, row_token: Ints, packed: Keys, length: Bytes) -> Arrays:
    """Keys of each two neighbouring tokens written as one (``Koumta Madji`` for ``Koumtamadji``)."""
    if len(row_token) < 2:
        return {"glue_key": np.zeros(0, np.uint64), "glue_row": np.zeros(0, np.int32)}
    owner = np.repeat(np.arange(len(row_start) - 1, dtype=np.int32), np.diff(row_start))
    first, second = row_token[:-1], row_token[1:]
    total = length[first].astype(np.int32) + length[second]
    fits = (owner[:-1] == owner[1:]) & (total <= MAX_SKELETON) & (total >= 2)
    shift = length[second[fits]].astype(np.uint64) * np.uint64(4)
    keys = packed[first[fits]] << shift | packed[second[fits]]
    order = np.argsort(keys, kind="stable")
    return {"glue_key": keys[order], "glue_row": owner[:-1][fits][order]}
