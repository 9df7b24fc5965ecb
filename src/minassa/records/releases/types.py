"""What crosses the room's edge about releases: the preview, reasons of a withdrawal, proposals of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.access import Label, Recipients
from minassa.desk import FileChoice
from minassa.records.items import Properties

KIND: Final = "record"


def stream_of(record: UUID) -> str:
    """The name of a record's stream."""
    return f"{KIND}:{record}"


class Why(StrEnum):
    """Why a property does not leave: only the owner's people see it, or it points to a record that was not released."""

    OWNERS_ONLY = "owners-only"
    NOT_RELEASED = "not-released"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A property that does not leave, wholly or in part."""

    property: str
    why: Why


class WithdrawReason(StrEnum):
    """Why something is withdrawn: a closed list, because the reason travels."""

    INACCURATE = "inaccurate"
    NO_GROUND = "no-ground"
    NOT_NEEDED = "not-needed"
    MIS_DISCLOSED = "mis-disclosed"
    RIGHTS = "rights"
    LEFT_COMMUNITY = "left-community"
    NARROWED = "narrowed"
    DELETED = "deleted"


REASON_NAMES: Final[dict[WithdrawReason, Promise]] = {
    WithdrawReason.INACCURATE: _("It is not accurate"),
    WithdrawReason.NO_GROUND: _("There is no legal basis for it any more"),
    WithdrawReason.NOT_NEEDED: _("It is not needed any more"),
    WithdrawReason.MIS_DISCLOSED: _("It was disclosed by mistake"),
    WithdrawReason.RIGHTS: _("A person's rights require it"),
    WithdrawReason.LEFT_COMMUNITY: _("The agency left the community"),
    WithdrawReason.NARROWED: _("Its owner narrowed its audience"),
    WithdrawReason.DELETED: _("Its owner deleted it"),
}
CHOSEN_REASONS: Final = (
    WithdrawReason.INACCURATE,
    WithdrawReason.NO_GROUND,
    WithdrawReason.NOT_NEEDED,
    WithdrawReason.MIS_DISCLOSED,
    WithdrawReason.RIGHTS,
)
"""The reasons that a person chooses from; the others follow from what was done."""


@dataclass(frozen=True, slots=True)
class ReleasePreview:
    """Exactly what a release would let out, and to whom.

    `content` is what each parcel would hold; `properties` the same, for a page. `label` is the label as sent, `own` the one
    that the record itself bears from then on. `fresh` are the agencies that get it for the first time, `holders` those that
    have it. `narratives` are free texts that leave: nobody but a reader can tell whether they betray a source. `files` are all that are about
    the record, each with whether it can go and was chosen.
    """

    record: UUID
    version: int
    schema: str
    caption: str
    content: Mapping[str, Any]
    properties: Properties
    left_out: tuple[LeftOut, ...]
    narratives: tuple[str, ...]
    recipients: Recipients
    fresh: frozenset[UUID]
    holders: frozenset[UUID]
    files: tuple[FileChoice, ...]
    label: Label
    own: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    needs_approval: bool


@dataclass(frozen=True, slots=True)
class Released:
    """A release that was made: its parcels, how many agencies got the record for the first time, and how many files went."""

    record: UUID
    version: int
    parcels: tuple[UUID, ...]
    agencies: int
    files: int = 0


class ProposalState(StrEnum):
    """Waiting for the owner, accepted, or refused by it."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


PROPOSAL_STATES: Final[dict[ProposalState, Promise]] = {
    ProposalState.WAITING: _("Waits for the owner"),
    ProposalState.ACCEPTED: _("Accepted by the owner"),
    ProposalState.REFUSED: _("Refused by the owner"),
}


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A change to a record that another agency than its owner proposes: in words, and as values where it gave them."""

    id: UUID
    record: UUID
    owner: UUID
    by: UUID
    mine: bool
    text: str
    properties: Properties
    state: ProposalState
    answer: str
    created: datetime
    answered_at: datetime | None
    marks: tuple[str, ...]
