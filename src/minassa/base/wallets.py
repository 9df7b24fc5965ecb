"""Wallets, held to their check digits. Pure.

Bitcoin and Litecoin (Base58Check; BIP 173 and BIP 350), Dogecoin and Tron (Base58Check), Ethereum (EIP-55), Monero (its own Base58 by
blocks, with four bytes of Keccak-256). An address with wrong check digits is a misprint, and no address: telling "unknown" of it would mislead.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS: Final = {letter: value for value, letter in enumerate(_BASE58)}
_BASE58_SHAPE: Final = re.compile(f"[{_BASE58}]{{26,35}}")
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_SHAPE: Final = re.compile(f"(?:bc|ltc)1[{_BECH32}]{{11,71}}", re.IGNORECASE)
_ETHEREUM_SHAPE: Final = re.compile(r"0x[0-9a-f]{40}", re.IGNORECASE)
_MONERO_SHAPE: Final = re.compile(f"[48][{_BASE58}]{{94}}(?:[{_BASE58}]{{11}})?")
# Monero's own versions: an address, an integrated one (with a payment's number), a subaddress.
_MONERO: Final = {18: 69, 19: 77, 42: 69}
_MONERO_BLOCK: Final = 11
_BYTES_OF_LETTERS: Final = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
_VERSIONS: Final = {
    0x00: "bitcoin", 0x05: "bitcoin", 0x41: "tron", 0x30: "litecoin", 0x32: "litecoin", 0x1E: "dogecoin", 0x16: "dogecoin",
}  # fmt: skip
_SEGWIT: Final = {"bc": "bitcoin", "ltc": "litecoin"}
_BECH32_CONSTANT: Final = 1
_BECH32M_CONSTANT: Final = 0x2BC830A3
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@dataclass(frozen=True, slots=True)
class Wallet:
    """A wallet's address in its one spelling, and whose system it is of (`bitcoin`, `ethereum`, `tron` ...)."""

    value: str
    system: str


def wallet_of(written: str) -> Wallet | None:
    """A wallet's address with right check digits; None for anything else."""
    if _ETHEREUM_SHAPE.fullmatch(written):
        return _ethereum(written)
    if _BECH32_SHAPE.fullmatch(written):
        return _segwit(written)
    if _BASE58_SHAPE.fullmatch(written):
        return _base58(written)
    if _MONERO_SHAPE.fullmatch(written):
        return _monero(written)
    return None


def _base58(written: str) -> Wallet | None:
    number = 0
    for letter in written:
        number = number * 58 + _DIGITS[letter]
    if number >= 1 << 200:
        return None
    raw = number.to_bytes(25)
    body, check = raw[:-4], raw[-4:]
    leading = len(written) - len(written.lstrip("1"))
    if (
        leading != len(raw) - len(raw.lstrip(b"\0"))
        or hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4] != check
    ):
        return None
    system = _VERSIONS.get(body[0])
    return Wallet(written, system) if system else None


def _monero(written: str) -> Wallet | None:
    """Base58 by blocks of eight bytes, the last one shorter; the end is four bytes of the Keccak-256 of all before."""
    raw = bytearray()
    for start in range(0, len(written), _MONERO_BLOCK):
        block = written[start : start + _MONERO_BLOCK]
        size, number = _BYTES_OF_LETTERS.get(len(block), 0), 0
        for letter in block:
            number = number * 58 + _DIGITS[letter]
        if not size or number >= 1 << (8 * size):
            return None
        raw += number.to_bytes(size)
    body, check = bytes(raw[:-4]), bytes(raw[-4:])
    if _MONERO.get(body[0]) != len(raw) or keccak_256(body)[:4] != check:
        return None
    return Wallet(written, "monero")


def _segwit(written: str) -> Wallet | None:
    """BIP 173 with BIP 350: version 0 ends in a Bech32 checksum, later ones in a Bech32m one."""
    text = written.lower()
    if written not in {text, text.upper()}:
        return None
    prefix, _one, rest = text.partition("1")
    data = [_BECH32.index(letter) for letter in rest]
    version, program = data[0], _eights(data[1:-6])
    wanted = _BECH32_CONSTANT if version == 0 else _BECH32M_CONSTANT
    expanded = [*(ord(one) >> 5 for one in prefix), 0, *(ord(one) & 31 for one in prefix)]
    if _polymod([*expanded, *data]) != wanted or program is None or version > 16:
        return None
    fits = program in {20, 32} if version == 0 else 2 <= program <= 40
    return Wallet(text, _SEGWIT[prefix]) if fits else None


def _eights(fives: list[int]) -> int | None:
    """How many bytes these groups of five bits make; None where the rest is not the zero padding that BIP 173 asks for."""
    bits = 5 * len(fives)
    rest = bits % 8
    return bits // 8 if rest < 5 and not (fives and fives[-1] & ((1 << rest) - 1)) else None


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= generator
    return check


def _ethereum(written: str) -> Wallet | None:
    """Written in one case it carries no check; in both, the case of each letter is the check (EIP-55)."""
    body = written[2:]
    if body not in {body.lower(), body.upper()} and checksummed(body) != body:
        return None
    return Wallet(f"0x{body.lower()}", "ethereum")


@lru_cache(maxsize=4096)
def checksummed(body: str) -> str:
    """The forty hexadecimal digits of an Ethereum address in the case that EIP-55 gives them."""
    digest = keccak_256(body.lower().encode("ascii")).hex()
    return "".join(
        letter.upper() if int(nibble, 16) >= 8 else letter
        for letter, nibble in zip(body.lower(), digest[:40], strict=True)
    )


_MASK: Final = (1 << 64) - 1
_RATE: Final = 136


def _round_constants() -> tuple[int, ...]:
    """The constants of Keccak-f[1600], from its shift register (the Keccak reference, 1.2)."""
    register, found = 1, []
    for _round in range(24):
        constant = 0
        for place in range(7):
            if register & 1:
                constant |= 1 << ((1 << place) - 1)
            register = (register << 1) ^ (0x171 if register >> 7 else 0)
        found.append(constant)
    return tuple(found)


def _turns() -> tuple[tuple[int, int, int], ...]:
    """Where each lane goes and by how much it is turned: steps rho and pi as (from, to, bits)."""
    found, x, y = [(0, 0, 0)], 1, 0
    for step in range(24):
        to_x, to_y = y, (2 * x + 3 * y) % 5
        found.append((x + 5 * y, to_x + 5 * to_y, (step + 1) * (step + 2) // 2 % 64))
        x, y = to_x, to_y
    return tuple(found)


_CONSTANTS: Final = _round_constants()
_TURNS: Final = _turns()


def keccak_256(message: bytes) -> bytes:
    """Keccak-256 as Ethereum uses it: the submission's padding, not SHA-3's. For messages of one block (135 bytes)."""
    if len(message) >= _RATE:
        raise ValueError("addresses are short: one block is all that is hashed here")
    block = bytearray(message.ljust(_RATE, b"\0"))
    block[len(message)] ^= 0x01
    block[-1] ^= 0x80
    lanes = [int.from_bytes(block[8 * place : 8 * place + 8], "little") for place in range(17)] + [0] * 8
    for constant in _CONSTANTS:
        lanes = _permuted(lanes, constant)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permuted(lanes: list[int], constant: int) -> list[int]:
    """One round of Keccak-f[1600]: theta, rho and pi, chi, iota."""
    sums = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
    mixed = [sums[x - 1] ^ _turned(sums[(x + 1) % 5], 1) for x in range(5)]
    moved = [0] * 25
    for source, target, bits in _TURNS:
        moved[target] = _turned(lanes[source] ^ mixed[source % 5], bits)
    found = [
        moved[y + x] ^ (~moved[y + (x + 1) % 5] & moved[y + (x + 2) % 5] & _MASK)
        for y in range(0, 25, 5)
        for x in range(5)
    ]
    found[0] ^= constant
    return found


def _turned(lane: int, bits: int) -> int:
    return (lane << bits | lane >> (64 - bits)) & _MASK if bits else lane
