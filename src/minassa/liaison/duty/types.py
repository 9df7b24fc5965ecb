"""What crosses the edge about duty contacts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minassa.access import Handling, Tlp
from minassa.liaison.duty.rules import Hours, Turn


class ChannelKind(StrEnum):
    """By what a contact is reached."""

    PHONE = "phone"
    SECURE_MAIL = "secure-mail"
    EMAIL = "email"
    RADIO = "radio"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to reach a contact: a number, an address, a call sign."""

    kind: ChannelKind
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact point as its agency states it. `languages` are two-letter codes, the best spoken first."""

    name: str
    about: str
    languages: tuple[str, ...]
    channels: tuple[Channel, ...]
    hours: Hours
    roster: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees a contact: all agencies of the platform, or those named ("agency:<uuid>"); under these marks."""

    everyone: bool = True
    to: tuple[str, ...] = ()
    tlp: Tlp = Tlp.GREEN
    handling: frozenset[Handling] = frozenset({Handling.H0})


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as it is now: whether somebody is there, who, until or from when, and whether it was confirmed lately."""

    id: UUID
    owner: UUID
    mine: bool
    contact: Contact
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    on_duty: bool
    now: tuple[str, ...]
    changes: datetime | None
    confirmed: datetime
    stale: bool
    sharing: Sharing | None
