"""The fields of expertise, and until when an entry is to be trusted. Pure.

The fields follow what the African Union's Plan of Action on terrorism and the United Nations' global strategy ask states to
help one another with; the list is closed, so that a search in one language finds what was written in another.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final


class Field(StrEnum):
    """What an agency is good at."""

    ANALYSIS = "analysis"
    BORDER = "border"
    COMMUNITY = "community"
    CRISIS = "crisis"
    CYBER = "cyber"
    EXPLOSIVES = "explosives"
    FINANCE = "finance"
    FORENSICS = "forensics"
    LANGUAGES = "languages"
    LEGAL = "legal"
    PREVENTION = "prevention"
    PROTECTION = "protection"
    TRAINING = "training"
    VICTIMS = "victims"


CONFIRM_EVERY: Final = timedelta(days=180)
"""How often an agency says that an entry is still right: experts move to other posts within the year."""
REMIND_AGAIN: Final = timedelta(days=14)


def is_stale(confirmed: datetime, at: datetime) -> bool:
    """Whether nobody has confirmed the entry for too long."""
    return at - confirmed > CONFIRM_EVERY


def is_over(until: date | None, at: datetime) -> bool:
    """Whether the last day of the offer has passed, in UTC."""
    return until is not None and until < at.date()
