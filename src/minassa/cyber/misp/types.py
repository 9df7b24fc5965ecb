"""What a MISP event says, as far as it is read here. Shapes follow MISP's core format (draft-dulaunoy-misp-core-format) and its feeds."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Why(StrEnum):
    """Why a row of an event became nothing here."""

    CONTEXT = "context"
    TYPE = "type"
    VALUE = "value"
    UNREADABLE = "unreadable"
    TECHNIQUES = "techniques"
    REFUSED = "refused"


WHY: Final[dict[Why, Promise]] = {
    Why.CONTEXT: _("Its author gives it as context, not for detection (to_ids is off)."),
    Why.TYPE: _("There is no counterpart for this type here."),
    Why.VALUE: _("The value is not what its type says."),
    Why.UNREADABLE: _("The row does not follow MISP's format."),
    Why.TECHNIQUES: _("The event has more pairs of indicators and techniques than are kept."),
    Why.REFUSED: _("What was made of it was refused."),
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """An entry of ATT&CK with which something is tagged: STIX's `type`, its name, its number (`T1566.001`) and phases.

    `uuid` is empty where only a tag names it. MISP's galaxies of ATT&CK keep the UUIDs of MITRE's own STIX objects.
    """

    type: str
    name: str
    mark: str
    uuid: str = ""
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribute:
    """One value of an event. `tags` are its own, beside the event's; `told_by` the id of our own object that says it whole."""

    uuid: str
    type: str
    value: str
    comment: str
    timestamp: datetime
    to_ids: bool = False
    deleted: bool = False
    first_seen: datetime | None = None
    tags: tuple[str, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    is_kept_close: bool = False
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `is_kept_close`: its distribution is its author's organisation or a sharing group.

    `objects` are STIX objects that a node like this one put in beside the attributes, byte for byte.
    """

    uuid: str
    info: str
    author: str
    timestamp: datetime
    tags: tuple[str, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    is_kept_close: bool = False
    attributes: tuple[Attribute, ...] = ()
    objects: tuple[bytes, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A row that became nothing: `value` is empty where it is for named persons only (TLP:RED)."""

    event: str
    attribute: str
    type: str
    value: str
    why: Why


@dataclass(frozen=True, slots=True)
class Draft:
    """A STIX object before it has a version: `said` without `created` and `modified`, and when its author last touched it.

    Of what is `fixed`, `said` is whole and never gets another version by us.
    """

    said: dict[str, Any]
    at: datetime
    fixed: bytes = b""

    @property
    def id(self) -> str:
        """Its STIX id."""
        return str(self.said["id"])


@dataclass(frozen=True, slots=True)
class Translated:
    """What an event became: drafts, the rows that became nothing, and the ids of what its author deleted."""

    drafts: tuple[Draft, ...]
    unmapped: tuple[Unmapped, ...]
    deleted: tuple[str, ...]
