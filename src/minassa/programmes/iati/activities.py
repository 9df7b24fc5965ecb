"""Partners' activities as they are read and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from minassa.programmes.types import Sharing


class Unread(StrEnum):
    """Why an activity of a file was not taken."""

    IDENTIFIER = "identifier"
    TITLE = "title"
    TWICE = "twice"
    LONG = "long"


class Doubt(StrEnum):
    """What of an activity is not as the rulebook wants it: it is kept, and said."""

    SECTORS = "sectors"
    PLACES = "places"
    DATES = "dates"
    AMOUNTS = "amounts"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with a part in an activity; `role` is IATI's code, empty where none was given."""

    name: str
    reference: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a vocabulary, with its part of the whole where it was given."""

    vocabulary: str
    code: str
    percent: Decimal | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """All transactions of a type (IATI's code) in a currency."""

    kind: str
    currency: str
    total: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity as its publisher says it. Contact persons are not read. `days` maps IATI's ActivityDateType to a day."""

    identifier: str
    title: str
    description: str
    status: str
    reporter: Organisation
    organisations: tuple[Organisation, ...]
    countries: tuple[Coded, ...]
    regions: tuple[Coded, ...]
    sectors: tuple[Coded, ...]
    targets: tuple[str, ...]
    days: Mapping[str, date]
    amounts: tuple[Amount, ...]
    results: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class ReadActivity:
    """An activity of a file by its place in it, read or not."""

    place: int
    identifier: str
    activity: Activity | None
    why: Unread | None = None


@dataclass(frozen=True, slots=True)
class FaultyActivity:
    """An activity that was not taken: its place in the file, what it calls itself, and why."""

    place: int
    identifier: str
    why: Unread


@dataclass(frozen=True, slots=True)
class ActivityFileView:
    """A file that was brought in. `failed` counts all that were not taken, `faulty` tells the first ones."""

    id: UUID
    name: str
    added: int
    updated: int
    unchanged: int
    failed: int
    faulty: tuple[FaultyActivity, ...]
    mine: bool
    sharing: Sharing
    marks: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A partner's activity as this actor sees it."""

    id: UUID
    owner: UUID
    file: UUID
    activity: Activity
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    modified: datetime


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """A page of partners' activities, newest first, and the place of the next one; empty at the end."""

    rows: tuple[ActivityRow, ...]
    next: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty narrows nothing.

    Words of titles and organisations, a country (two letters), a sector (five digits, or three for its category), a target, a status.
    """

    words: str = ""
    country: str = ""
    sector: str = ""
    target: str = ""
    status: str = ""
