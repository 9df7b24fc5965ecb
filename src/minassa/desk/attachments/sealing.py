"""A file at rest: a key of its own, chunks sealed with AES-256-GCM, and that key wrapped under the node's. Pure.

The chunks follow the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as the age format does: each nonce is the number of
its chunk and whether it is the last, so that chunks cannot be dropped, doubled, reordered or cut off. Each file has a key of its own, so
no nonce comes twice under one key. The stored name is bound to every chunk and to the wrapped key: files cannot change places.
"""

import secrets
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK: Final = 65_536
KEY_BYTES: Final = 32
_TAG: Final = 16
_NONCE: Final = 12
_COUNTER: Final = _NONCE - 1
_USE: Final = b"minassa attachment 1 "
_WRAP: Final = b"minassa attachment key 1 "


class Damaged(ValueError):  # noqa: N818 - what happened to a file, in one word
    """What is stored is not what was sealed, or was sealed under another key or name."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def sealed(content: bytes, key: bytes, name: str) -> Iterator[bytes]:
    """A file's sealed chunks under its own key, bound to its stored name."""
    seal, bound = AESGCM(key), _USE + name.encode()
    last = max(0, (len(content) - 1) // CHUNK)
    for number in range(last + 1):
        part = content[number * CHUNK : (number + 1) * CHUNK]
        yield seal.encrypt(_nonce(number, is_last=number == last), part, bound)


def opened(file: IO[bytes], key: bytes, name: str) -> Iterator[bytes]:
    """The chunks of a sealed file. Raises Damaged at the first that is not as it was sealed, or where the last is missing."""
    seal, bound = AESGCM(key), _USE + name.encode()
    number, chunk = 0, file.read(CHUNK + _TAG)
    while True:
        following = file.read(CHUNK + _TAG)
        try:
            yield seal.decrypt(_nonce(number, is_last=not following), chunk, bound)
        except InvalidTag as error:
            raise Damaged(name) from error
        if not following:
            return
        number, chunk = number + 1, following


def opened_part(  # noqa: PLR0913 - which part of which file, each named
    file: IO[bytes], key: bytes, name: str, *, first: int, chunks: int, size: int
) -> bytes:
    """Some chunks of a sealed file of `size` bytes, without reading what stands before them. Raises Damaged."""
    seal, bound = AESGCM(key), _USE + name.encode()
    last = max(0, (size - 1) // CHUNK)
    file.seek(first * (CHUNK + _TAG))
    found = bytearray()
    for number in range(first, min(first + chunks, last + 1)):
        try:
            found += seal.decrypt(_nonce(number, is_last=number == last), file.read(CHUNK + _TAG), bound)
        except (InvalidTag, ValueError) as error:
            raise Damaged(name) from error
    return bytes(found)


def wrapped(key: bytes, under: bytes, name: str) -> bytes:
    """A file's key, sealed under the node's key for that stored name."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(under).encrypt(nonce, key, _WRAP + name.encode())


def unwrapped(sealed_key: bytes, under: bytes, name: str) -> bytes:
    """The key that `wrapped` sealed. Raises Damaged."""
    try:
        return AESGCM(under).decrypt(sealed_key[:_NONCE], sealed_key[_NONCE:], _WRAP + name.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged(name) from error


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(_COUNTER, "big") + bytes([is_last])
