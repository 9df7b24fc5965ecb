"""age files locked with a passphrase, as streams: pyrage does this only for what fits into memory.

Source: the age specification, C2SP `age.md` version 1: the scrypt recipient stanza, and the payload in STREAM chunks of 64 KiB.
The tests hold both directions against pyrage.
"""

import hashlib
import hmac
import os
import re
from base64 import b64decode, b64encode
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

CHUNK: Final = 64 * 1024
TAG: Final = 16
WORK: Final = 18
"""scrypt's cost as a power of two: 256 MiB and about a second for each guess."""
MOST_WORK: Final = 20
LONGEST_LINE: Final = 200

_VERSION: Final = b"age-encryption.org/v1\n"
_STANZA: Final = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n")
_NO_NONCE: Final = bytes(12)


class WrongPassphraseError(Exception):
    """The passphrase is not the one with which the file was locked."""


class NotLockedSoError(Exception):
    """The file is no age file, or one that is locked with keys."""


class BrokenError(Exception):
    """The file was altered or cut off."""


def lock(reader: BinaryIO, writer: BinaryIO, passphrase: str, *, work: int = WORK) -> None:
    """Write an age file of what `reader` gives, chunk by chunk."""
    file_key, salt = os.urandom(16), os.urandom(16)
    wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, work)).encrypt(_NO_NONCE, file_key, None)
    header = _VERSION + b"-> scrypt " + _text(salt) + b" " + str(work).encode() + b"\n" + _text(wrapped) + b"\n---"
    nonce = os.urandom(16)
    writer.write(header + b" " + _text(_mac(file_key, header)) + b"\n" + nonce)
    cipher, counter = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")), 0
    chunk = filled(reader, CHUNK)
    while True:
        following = filled(reader, CHUNK) if len(chunk) == CHUNK else b""
        writer.write(cipher.encrypt(_nonce(counter, last=not following), chunk, None))
        if not following:
            return
        chunk, counter = following, counter + 1


def unlock(reader: BinaryIO, writer: BinaryIO, passphrase: str) -> None:
    """Write what an age file holds; each chunk only after it was found unaltered.

    Raises WrongPassphraseError, NotLockedSoError, or BrokenError, which may come after a part was written.
    """
    file_key = _opened_header(reader, passphrase)
    cipher, counter = ChaCha20Poly1305(_derived(file_key, filled(reader, 16), b"payload")), 0
    chunk = filled(reader, CHUNK + TAG)
    while True:
        following = filled(reader, CHUNK + TAG) if len(chunk) == CHUNK + TAG else b""
        try:
            plain = cipher.decrypt(_nonce(counter, last=not following), chunk, None)
        except InvalidTag as error:
            raise BrokenError from error
        if not plain and counter:
            raise BrokenError
        writer.write(plain)
        if not following:
            return
        chunk, counter = following, counter + 1


def is_locked_so(start: bytes) -> bool:
    """Whether a file that begins with these bytes is an age file locked with a passphrase."""
    return start.startswith(_VERSION) and _STANZA.match(start, len(_VERSION)) is not None


def _opened_header(reader: BinaryIO, passphrase: str) -> bytes:
    version, line, wrapped, mac = (reader.readline(LONGEST_LINE) for _line in range(4))
    stanza = _STANZA.fullmatch(line)
    if version != _VERSION or stanza is None:
        raise NotLockedSoError
    salt, work = _bytes(stanza[1]), int(stanza[2])
    if work > MOST_WORK:
        raise NotLockedSoError
    try:
        key = _wrapping_key(passphrase, salt, work)
        file_key = ChaCha20Poly1305(key).decrypt(_NO_NONCE, _bytes(wrapped.strip()), None)
    except (InvalidTag, ValueError) as error:
        raise WrongPassphraseError from error
    header = version + line + wrapped + b"---"
    if not hmac.compare_digest(mac, b"--- " + _text(_mac(file_key, header)) + b"\n"):
        raise BrokenError
    return file_key


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    salted = b"age-encryption.org/v1/scrypt" + salt
    size = 1 << work
    return hashlib.scrypt(passphrase.encode(), salt=salted, n=size, r=8, p=1, maxmem=size * 1024 + (1 << 20), dklen=32)


def _derived(file_key: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, use).derive(file_key)


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")


def _nonce(counter: int, *, last: bool) -> bytes:
    return counter.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def filled(reader: BinaryIO, size: int) -> bytes:
    """As many bytes as were asked for, fewer only at the end: a pipe gives what it has."""
    parts, missing = [], size
    while missing and (part := reader.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


def _text(raw: bytes) -> bytes:
    return b64encode(raw).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    return b64decode(text + b"=" * (-len(text) % 4), validate=True)
