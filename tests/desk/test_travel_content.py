"""What parcels say of files, both ways: what is written is read back, and what anybody else writes is refused and never believed."""

import hashlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from minassa.base import Invalid
from minassa.desk.attachments.travel.content import (
    PIECE_BYTES,
    Manifest,
    filled_in,
    gone_from,
    manifest_of,
    named,
    piece_of,
    withdrawal_from,
)

ABOUT = "record:0199aa00-0000-7000-8000-000000000000"
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("about", "name", "size", "sha256", "piece", "content", "gone", "reason", "due")


def whole(size: int) -> tuple[Manifest, bytes]:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    return Manifest(ABOUT, "list.txt", size, hashlib.sha256(content).hexdigest()), content


@pytest.mark.parametrize("size", [1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES])
def test_the_pieces_of_a_file_put_together_are_the_file(size: int) -> None:
    manifest, content = whole(size)
    found = b""
    for number in range(manifest.pieces):
        start = number * PIECE_BYTES
        body = filled_in(named(manifest, number), content[start : start + PIECE_BYTES])
        if number == 0:
            assert manifest_of(body) == manifest
        assert piece_of(body)[0] == number
        assert len(piece_of(body)[1]) == manifest.length_of(number)
        found += piece_of(body)[1]
    assert manifest.fits(found)
    assert not manifest.fits(found + b"x")


@settings(max_examples=50, deadline=None)
@given(body=some.dictionaries(some.sampled_from(KEYS), JSON, max_size=6))
def test_anything_else_is_refused_with_a_fault(body: dict[str, Any]) -> None:
    for read in (manifest_of, piece_of, gone_from, withdrawal_from):
        with suppress(Invalid):  # anything but this fault fails the test
            read(body)
