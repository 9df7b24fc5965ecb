"""What a payment message says, in one shape for ISO 20022 and MT103."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal


class Role(StrEnum):
    """What somebody does in a payment."""

    INITIATING = "initiating-party"
    DEBTOR = "debtor"
    ULTIMATE_DEBTOR = "ultimate-debtor"
    CREDITOR = "creditor"
    ULTIMATE_CREDITOR = "ultimate-creditor"
    DEBTOR_AGENT = "debtor-agent"
    CREDITOR_AGENT = "creditor-agent"
    INTERMEDIARY = "intermediary"
    INSTRUCTING_AGENT = "instructing-agent"
    INSTRUCTED_AGENT = "instructed-agent"
    ACCOUNT_OWNER = "account-owner"
    OTHER = "other"


class NumberKind(StrEnum):
    """What an identifier identifies."""

    IBAN = "iban"
    ACCOUNT = "account"
    CARD = "card"
    BIC = "bic"
    LEI = "lei"
    PHONE = "phone"
    EMAIL = "email"
    WALLET = "wallet"
    DOCUMENT = "document"


class Problem(StrEnum):
    """Why a transaction, or the rest of a file, cannot be screened as it stands."""

    NO_AMOUNT = "no-amount"
    BAD_AMOUNT = "bad-amount"
    NOT_POSITIVE = "not-positive"
    ABSURD_AMOUNT = "absurd-amount"
    BAD_CURRENCY = "bad-currency"
    NO_PARTY = "no-party"
    BROKEN_LETTERS = "broken-letters"
    TOO_LONG = "too-long"
    NOT_MT103 = "not-mt103"
    NO_FIELD = "no-field"
    BREAKS_OFF = "breaks-off"


class NotPaymentsError(Exception):
    """The file as a whole is none of the messages that are read here."""


class RefusedMarkupError(NotPaymentsError):
    """The file declares a document type or entities (entity bombs, external entities)."""


@dataclass(frozen=True, slots=True)
class Number:
    """An identifier as it is written, with whose it is and where it stands.

    A card's `value` is the whole number, for matching in memory alone: what is shown or stored is `shown`.
    """

    kind: NumberKind
    value: str = field(repr=False)
    path: str
    role: Role = Role.OTHER

    @property
    def shown(self) -> str:
        """The identifier as it may be shown and stored: of a card, its first six and last four digits."""
        return masked(self.value) if self.kind is NumberKind.CARD else self.value


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who takes part: a person, an organisation or an agent (a bank).

    `country` is a code of two letters or empty, `birth_date` ISO or empty, `address` the lines of the address as they are written.
    """

    role: Role
    path: str
    name: str = ""
    kind: Literal["person", "organisation"] | None = None
    country: str = ""
    birth_date: str = ""
    address: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words that somebody wrote freely: what the payment is for, instructions, notes."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Transaction:
    """One payment. `number` counts from 1 through the file; `raw` is its own part of the file, cards shortened.

    `references` are those of the message: `message`, `instruction`, `end-to-end`, `transaction`, `uetr`, `batch`. What has `problems` was not
    understood well enough to be screened.
    """

    number: int
    sort: str
    references: dict[str, str]
    amount: Decimal | None
    currency: str
    day: str
    parties: tuple[Party, ...]
    texts: tuple[Text, ...]
    problems: tuple[tuple[Problem, str], ...] = ()
    raw: str = ""

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All identifiers of all parties."""
        return tuple(one for party in self.parties for one in party.numbers)


@dataclass(frozen=True, slots=True)
class Total:
    """A control total of a message or batch: how many transactions and which sum it states, and what came.

    `sort`, `message`: which kind of message, and its own reference. None where it states none.
    """

    sort: str
    message: str
    path: str
    stated_count: int | None
    stated_sum: Decimal | None
    count: int
    sum: Decimal

    @property
    def adds_up(self) -> bool:
        """Whether what came is what was stated."""
        return self.stated_count in {None, self.count} and self.stated_sum in {None, self.sum}


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The file cannot be read past this place; what stood before it was read."""

    where: str


Event = Transaction | Total | BrokenOff

MOST_DIGITS: Final = 18
"""ISO 20022's amounts have at most 18 digits, five of them behind the point."""
ABSURD: Final = Decimal(10) ** 15
"""A single payment of more than this, in whatever currency, is a misprint."""


def masked(card: str) -> str:
    """A card's number as it may be shown: its first six and last four digits."""
    digits = "".join(one for one in card if one.isdigit())
    return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}"


def once(numbers: Sequence[Number]) -> tuple[Number, ...]:
    """Each identifier once, in order."""
    seen: dict[tuple[str, str], Number] = {}
    for one in numbers:
        seen.setdefault((one.kind, one.value), one)
    return tuple(seen.values())
