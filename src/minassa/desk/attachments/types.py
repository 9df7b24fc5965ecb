"""What crosses the room's edge about attachments."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from minassa.access import Label, Opened, marks
from minassa.desk.attachments.formats import Format
from minassa.desk.attachments.scanner import Scan
from minassa.desk.models import Attachment


class Sharing(StrEnum):
    """What others get: the file as it is (texts), a form without metadata, or nothing until a person has confirmed."""

    PLAIN = "plain"
    STRIPPED = "stripped"
    UNPROVEN = "unproven"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """A file as this actor may see it. Who added it, its digest and what was left in it are the owner agency's alone.

    `stays`: it can tell who a source is, and never leaves.
    """

    id: UUID
    about: str
    name: str
    format: Format
    size: int
    label: Label
    marks: tuple[str, ...]
    obligations: tuple[str, ...]
    mine: bool
    added: datetime
    scan: Scan
    sharing: Sharing
    added_by: UUID | None = None
    digest: str = ""
    left: tuple[str, ...] = ()
    stays: bool = False


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that was read: whole and checked, or not at all."""

    view: AttachmentView
    content: bytes
    is_original: bool


def sharing_of(row: Attachment) -> Sharing:
    """What others get of a row's file."""
    if row.left:
        return Sharing.CONFIRMED if row.confirmed_at else Sharing.UNPROVEN
    return Sharing.STRIPPED if row.shared else Sharing.PLAIN


def attachment_view(row: Attachment, opened: Opened) -> AttachmentView:
    """A row as the door's actor may see it."""
    label = opened.label_of(row.label_id)
    mine = label.owner == opened.actor.agency
    return AttachmentView(
        id=row.id,
        about=row.about,
        name=row.name,
        format=Format(row.format),
        size=row.size if mine or not row.shared else row.shared_size,
        label=label,
        marks=marks(label),
        obligations=opened.obligations(row.label_id),
        mine=mine,
        added=row.added,
        scan=Scan(row.scan),
        sharing=sharing_of(row),
        added_by=row.added_by if mine else None,
        digest=row.digest if mine else "",
        left=tuple(row.left) if mine else (),
        stays=row.stays,
    )
