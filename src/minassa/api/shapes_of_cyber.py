"""Shapes of indicators and of what is known of observables."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from minassa import cyber as room
from minassa.api.shapes import Told


class ObservableTold(Told):
    """One value in the spelling by which it is compared."""

    kind: room.Kind
    value: str = Field(examples=["evil.example.com"])
    system: str = Field(description="The chain of a wallet, or the service of an account; empty for all others.")


class MatchTold(Told):
    """One indicator in force that names what was asked."""

    indicator: UUID
    name: str
    source: str = Field(description="The file, feed or agency from which it came.")
    owner: UUID
    marks: list[str] = Field(examples=[["TLP:AMBER", "H1"]])
    obligations: list[str] = Field(examples=[["verify-with-owner-before-acting"]])
    valid_from: datetime
    valid_until: datetime | None
    received: datetime
    confidence: int | None = Field(ge=0, le=100)
    alone: bool = Field(
        description="Whether this value by itself satisfies the pattern; else it is one of several parts."
    )
    through: str = Field(description="The network in which an address lies; empty where the value itself is named.")


class AnsweredTold(Told):
    """What is known of one value: the indicators that name it, the newest first; `more` were left out."""

    observable: ObservableTold
    known: bool
    matches: list[MatchTold]
    more: int = Field(ge=0)


def answered(one: room.Answered) -> dict[str, Any]:
    """An answer as the API tells it."""
    return {"observable": one.observable, "known": one.is_known, "matches": one.matches, "more": one.more}
