"""What crosses the room's edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from minassa.access import Label
from minassa.transactions.patterns import Transaction


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How a file is written: its encoding, the order of days, the currency of rows that name none, the day it counts days from."""

    encoding: str = ""
    order: str = ""
    currency: str = ""
    first_day: date | None = None


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of transactions. While it is asked what its columns hold: its headings, first rows, and what is proposed."""

    id: UUID
    name: str
    state: str
    mine: bool
    marks: tuple[str, ...]
    modified: datetime
    review_on: date
    purpose: str
    rows: int
    refused: int
    first: date | None
    last: date | None
    currencies: tuple[tuple[str, int], ...]
    fault: str = ""
    heads: tuple[str, ...] = ()
    sample: tuple[tuple[str, ...], ...] = ()
    proposed: Mapping[str, int] | None = None
    options: FileOptions | None = None
    is_remembered: bool = False


@dataclass(frozen=True, slots=True)
class RuleTold:
    """What became of a rule in a search: how many findings, how many of them new or changed, and the currencies it could not search."""

    name: str
    count: int
    kept: int
    new: int
    changed: int
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """A search: its state (waiting, running, done, failed), its files by name, and what each rule found. `rules` is the table it went by."""

    id: UUID
    state: str
    mine: bool
    marks: tuple[str, ...]
    modified: datetime
    files: tuple[tuple[UUID, str], ...]
    told: tuple[RuleTold, ...]
    waits: tuple[str, ...]
    rules: Mapping[str, object]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """The decision that a change undid: what it was, why, when, and how many transactions came and went since."""

    state: str
    reason: str
    on: date
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a list shows it."""

    id: UUID
    rule: str
    method: str
    values: Mapping[str, object]
    subjects: tuple[str, ...]
    currency: str
    count: int
    total: Decimal
    first: date
    last: date
    state: str
    marks: tuple[str, ...]
    modified: datetime
    purpose: str
    before: Before | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with the transactions that made it; `version` goes with a decision, so that nobody decides on what they have not seen."""

    row: FindingRow
    reason: str
    decided: datetime | None
    search: UUID
    files: tuple[tuple[UUID, str], ...]
    transactions: tuple[Transaction, ...]
    version: str
    label: Label


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A page of findings, and where the next one begins."""

    rows: tuple[FindingRow, ...]
    following: str


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """All that went from one account to another in one currency; a side that is empty is cash."""

    payer: str
    payee: str
    currency: str
    count: int
    total: Decimal
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Money:
    """The graph of money around some accounts: flows, the largest first, what moved on which days, and whether there is more."""

    centre: tuple[str, ...]
    flows: tuple[MoneyFlow, ...]
    days: tuple[tuple[date, str, int, Decimal], ...]
    more: int
    names: Mapping[str, str]
