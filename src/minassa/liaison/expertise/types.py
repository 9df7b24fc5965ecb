"""What crosses the edge about expertise."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from minassa.liaison.duty.types import Sharing
from minassa.liaison.expertise.rules import Field


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry as its agency states it. `languages` are two-letter codes, the best spoken first; `until` is the last day."""

    field: Field
    languages: tuple[str, ...]
    offered: str
    contact: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is empty does not narrow. `language` and `country` are two-letter codes."""

    field: Field | None = None
    language: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ExpertiseView:
    """An entry as it is now. `stale`: nobody confirmed it for 180 days. `over`: its last day has passed."""

    id: UUID
    owner: UUID
    mine: bool
    offer: Offer
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    confirmed: datetime
    stale: bool
    over: bool
    sharing: Sharing | None
