"""What is read out of text: kinds, and one observable in the spelling by which it is compared."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a value is."""

    DOMAIN = "domain"
    URL = "url"
    IPV4 = "ipv4"
    IPV6 = "ipv6"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    SHA512 = "sha512"
    EMAIL = "email"
    WALLET = "wallet"
    ACCOUNT = "account"


HASHES: Final = frozenset({Kind.MD5, Kind.SHA1, Kind.SHA256, Kind.SHA512})
PERSONAL: Final = frozenset({Kind.EMAIL, Kind.ACCOUNT})
"""Kinds that mostly stand for one person: asking for them is asking for a person."""


@dataclass(frozen=True, slots=True, order=True)
class Observable:
    """One value in its canonical spelling.

    `system` is the chain of a wallet (`bitcoin`, `ethereum`, `tron`) or the service of an account (`telegram`; empty
    where none is named). `value` of an IP kind may be a network (`198.51.100.0/24`).
    """

    kind: Kind
    value: str
    system: str = ""

    @property
    def text(self) -> str:
        """As it is written for people and files: an account with its service in front."""
        return f"{self.system}:{self.value}" if self.kind is Kind.ACCOUNT and self.system else self.value

    @property
    def is_network(self) -> bool:
        """Whether it stands for many addresses."""
        return self.kind in {Kind.IPV4, Kind.IPV6} and "/" in self.value


@dataclass(frozen=True, slots=True)
class Found:
    """An observable where it was found: as it was written, and in which line of the text, from 1."""

    observable: Observable
    written: str
    line: int


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a text holds: each observable once, in order; and how many lines had none (empty lines are not counted)."""

    found: tuple[Found, ...]
    unread: int
    is_cut: bool
    """Whether the text held more than may be asked at once."""
