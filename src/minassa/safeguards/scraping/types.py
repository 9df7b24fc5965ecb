"""What crosses the room's edge about scraping."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minassa.safeguards.scraping.rules import Excess


class ScrapingState(StrEnum):
    """Nobody has decided yet; it was explained; it was taken up as an incident, or its access was ended."""

    OPEN = "open"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


@dataclass(frozen=True, slots=True)
class ScrapingView:
    """One alert, for whom it names. `who` and `actors` are as the audit log has them; `can` what this reader can do."""

    id: UUID
    who: str
    agency: UUID | None
    actors: tuple[str, ...]
    excesses: tuple[Excess, ...]
    state: ScrapingState
    reason: str
    decided_by: UUID | None
    decided_at: datetime | None
    created: datetime
    modified: datetime
    slowed_until: datetime | None
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    can: tuple[str, ...]

    @property
    def person(self) -> UUID | None:
        """The person, unless it is another node."""
        kind, _colon, key = self.who.partition(":")
        return UUID(key) if kind == "user" else None

    @property
    def tokens(self) -> tuple[UUID, ...]:
        """The programs' tokens among the actors."""
        return tuple(UUID(one[6:]) for one in self.actors if one.startswith("token:"))


@dataclass(frozen=True, slots=True)
class ScrapingPage:
    """A page of alerts, newest first; `next` is the following page's `before`."""

    rows: tuple[ScrapingView, ...]
    next: str
