"""Locked with a passphrase, as streams: the same files as age itself writes and reads (pyrage is the oracle)."""

import io
import os
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minassa.base import Invalid
from minassa.node.backups import passphrase
from minassa.node.backups.locks import Keys, lock_with, make_key, opened, read_identities
from minassa.node.backups.passphrase import CHUNK
from minassa.node.backups.pipes import piped

WORDS = "EXERCISE horse battery staple"
QUICK = 4
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 17]


class Drops(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = io.BytesIO(data), step

    def read(self, size: int = -1) -> bytes:
        return self._data.read(min(size, self._step) if size >= 0 else self._step)


def locked(data: bytes, words: str = WORDS) -> bytes:
    out = io.BytesIO()
    passphrase.lock(io.BytesIO(data), out, words, work=QUICK)
    return out.getvalue()


def unlocked(data: bytes, words: str = WORDS) -> bytes:
    out = io.BytesIO()
    passphrase.unlock(io.BytesIO(data), out, words)
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_age_opens_what_we_lock(size: int) -> None:
    data = os.urandom(size)
    assert pyrage.passphrase.decrypt(locked(data), WORDS) == data


def test_we_open_what_age_locks() -> None:
    data = os.urandom(3 * CHUNK + 17)
    assert unlocked(pyrage.passphrase.encrypt(data, WORDS)) == data


@settings(max_examples=30, deadline=None)
@given(size=st.integers(0, 3 * CHUNK), step=st.integers(1, 2 * CHUNK))
def test_a_stream_that_gives_little_at_a_time_is_locked_and_opened_whole(size: int, step: int) -> None:
    data, out = os.urandom(size), io.BytesIO()
    passphrase.lock(Drops(data, step), out, WORDS, work=QUICK)  # type: ignore[arg-type] # it reads
    assert unlocked(out.getvalue()) == data


WHOLE = locked(os.urandom(2 * CHUNK + 100))


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), bit=st.integers(0, 7))
def test_no_bit_can_be_flipped(place: int, bit: int) -> None:
    broken = bytearray(WHOLE)
    broken[place] ^= 1 << bit
    with pytest.raises((passphrase.BrokenError, passphrase.WrongPassphraseError, passphrase.NotLockedSoError)):
        unlocked(bytes(broken))


@settings(max_examples=100, deadline=None)
@given(size=st.integers(0, len(WHOLE) - 1))
def test_it_cannot_be_cut_off_anywhere(size: int) -> None:
    with pytest.raises((passphrase.BrokenError, passphrase.WrongPassphraseError, passphrase.NotLockedSoError)):
        unlocked(WHOLE[:size])


def test_whole_chunks_cannot_be_taken_from_its_end() -> None:
    with pytest.raises(passphrase.BrokenError):
        unlocked(locked(b"x" * 2 * CHUNK)[: -CHUNK - 16])


def test_another_passphrase_does_not_open_it() -> None:
    with pytest.raises(passphrase.WrongPassphraseError):
        unlocked(WHOLE, WORDS + "!")


def test_a_file_that_asks_for_too_much_memory_is_not_tried() -> None:
    greedy = locked(b"x").replace(b" %d\n" % QUICK, b" 30\n", 1)
    with pytest.raises(passphrase.NotLockedSoError):
        unlocked(greedy)


def test_two_persons_must_agree_to_open(tmp_path: Path) -> None:
    first, second = (make_key(tmp_path / name) for name in ("first", "second"))
    lock = lock_with([first], [second])
    path = tmp_path / "b.age"
    with path.open("wb") as file:
        lock.close(io.BytesIO(b"inside" * 50_000), file)
    keys = {name: Keys(read_identities([tmp_path / name])) for name in ("first", "second")}
    both = Keys(read_identities([tmp_path / "first", tmp_path / "second"]))
    with opened(path, both) as (stream, persons):
        assert (stream.read(), persons) == (b"inside" * 50_000, 2)
    with opened(path, lock.keys) as (stream, persons):
        assert (stream.read(), persons) == (b"inside" * 50_000, 2)
    for name, code in (("first", "backup.wrong-key"), ("second", "backup.second-key")):
        with pytest.raises(Invalid) as caught, opened(path, keys[name]) as (stream, _persons):
            assert stream.read() == b""
        assert caught.value.code == code


def test_an_ssh_key_opens_too(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - only here
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415 - only here

    key = Ed25519PrivateKey.generate()
    forms = serialization.Encoding, serialization.PrivateFormat, serialization.PublicFormat
    private = key.private_bytes(forms[0].PEM, forms[1].OpenSSH, serialization.NoEncryption())
    public = key.public_key().public_bytes(forms[0].OpenSSH, forms[2].OpenSSH).decode()
    (tmp_path / "id").write_bytes(private)
    with (tmp_path / "b.age").open("wb") as file:
        lock_with([public]).close(io.BytesIO(b"inside"), file)
    with opened(tmp_path / "b.age", Keys(read_identities([tmp_path / "id"]))) as (stream, persons):
        assert (stream.read(), persons) == (b"inside", 1)


@pytest.mark.parametrize(
    ("recipients", "secret", "code"),
    [
        ((), "", "backup.no-lock"),
        (("age1nonsense",), "", "backup.bad-recipient"),
        (("ssh-ed25519 nonsense",), "", "backup.bad-recipient"),
        ((), "too short", "backup.weak-passphrase"),
        (("age1cec52hthnj2xerv8h0j8r3zja9wv2umm9wnkxkcfdct7ppks9amq8x7l0v",), WORDS, "backup.two-locks"),
    ],
)
def test_what_would_not_hold_is_refused(recipients: tuple[str, ...], secret: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        lock_with(recipients, (), secret)
    assert caught.value.code == code


def test_a_key_is_never_written_over_and_is_private(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(Invalid) as caught:
        make_key(tmp_path / "key")
    assert caught.value.code == "backup.file-exists"
    assert (tmp_path / "key").read_bytes() == before
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0


def test_a_secret_is_in_no_repr() -> None:
    lock = lock_with((), (), WORDS)
    assert WORDS not in repr(lock) + repr(lock.keys)
    assert "SECRET" not in repr(lock_with(["age1cec52hthnj2xerv8h0j8r3zja9wv2umm9wnkxkcfdct7ppks9amq8x7l0v"]))


def test_a_pipes_producers_error_is_the_one_that_is_told() -> None:
    def produce(writer: io.BufferedIOBase) -> None:
        writer.write(b"half")
        raise KeyError("why")

    def consume() -> None:
        with piped(produce) as reader:  # type: ignore[arg-type] # it writes
            assert reader.read() == b"half"
            raise ValueError("it ended early")

    with pytest.raises(KeyError):
        consume()


def test_a_pipe_whose_reader_fails_ends_its_producer() -> None:
    def produce(writer: io.BufferedIOBase) -> None:
        while True:
            writer.write(b"x" * 100_000)

    def consume() -> None:
        with piped(produce) as reader:  # type: ignore[arg-type] # it writes
            reader.read(10)
            raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        consume()
