"""Reading attachments: what stands about a thing, and one file, whole and checked."""

from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import Conflict, NotFound, Refused, Unavailable
from minassa.desk.acts import ATTACHMENT_LIST, ATTACHMENT_READ
from minassa.desk.attachments import faults, shelf
from minassa.desk.attachments.keyring import keyring
from minassa.desk.attachments.scanner import Scan
from minassa.desk.attachments.sealing import Damaged, unwrapped
from minassa.desk.attachments.sealing import opened as unsealed
from minassa.desk.attachments.targets import label_for_reading
from minassa.desk.attachments.types import AttachedFile, AttachmentView, Sharing, attachment_view, sharing_of
from minassa.desk.models import Attachment

MOST_LISTED: Final = 200


def list_attachments(actor: Actor, *, about: str, purpose: str = "") -> tuple[AttachmentView, ...]:
    """The files about a thing, the latest first, at most two hundred. Raises NotFound where the thing is absent or hidden."""
    label_for_reading(actor, about, purpose)
    with door(actor, ATTACHMENT_LIST, purpose=purpose) as opened:
        rows = Attachment.objects.filter(about=about).order_by("-added", "-id")[:MOST_LISTED]
        return tuple(attachment_view(row, opened) for row in rows if is_shown(row, opened))


def read_attachment(
    actor: Actor,
    *,
    id: UUID,  # noqa: A002 - the word that every room uses
    original: bool = False,
    purpose: str = "",
    case: str = "",
) -> AttachedFile:
    """One file. Others than the owner's people get the form without metadata; these may ask for the original too.

    Raises NotFound where the file, or what it is about, is absent or hidden, or waits for its owner's confirmation: all look the same.
    Raises Refused for another agency's original, Conflict in quarantine, Unavailable where the stored file is missing or damaged.
    """
    with door(actor, ATTACHMENT_READ, purpose=purpose, case=case, subject=f"attachment:{id}") as opened:
        row = Attachment.objects.filter(id=id).first()
        if row is None or not is_shown(row, opened):
            raise NotFound(faults.NO_TARGET)
        label_for_reading(actor, row.about, purpose)
        view = attachment_view(row, opened)
        is_original = not row.shared or original
        opened.note(owner=view.label.owner, about=row.about, original=is_original)
        if original and not view.mine:
            raise Refused(faults.SEALED)
        if view.scan is Scan.WAITING:
            raise Conflict(faults.IN_QUARANTINE)
        stored, key = (row.stored, row.wrapped) if is_original else (row.shared, row.shared_wrapped)
        return AttachedFile(view, content_of(row, stored, key), is_original)


def view_attachment(actor: Actor, *, id: UUID, purpose: str = "") -> AttachmentView:  # noqa: A002 - the word that every room uses
    """What is known of one file, without its content. Raises NotFound as `read_attachment` does."""
    with door(actor, ATTACHMENT_LIST, purpose=purpose, subject=f"attachment:{id}") as opened:
        row = Attachment.objects.filter(id=id).first()
        if row is None or not is_shown(row, opened):
            raise NotFound(faults.NO_TARGET)
        label_for_reading(actor, row.about, purpose)
        return attachment_view(row, opened)


def content_of(row: Attachment, stored: str, wrapped: bytes | memoryview) -> bytes:
    """A stored file of a row, opened whole before the first byte goes out. Raises Unavailable."""
    return unsealed_file(stored, wrapped, row.key_id)


def unsealed_file(stored: str, wrapped: bytes | memoryview, key_id: str) -> bytes:
    """A stored file, opened whole with its wrapped key. Raises Unavailable where it is missing or damaged."""
    under = keyring().named(key_id)
    try:
        key = unwrapped(bytes(wrapped), under.secret, stored)
        with shelf.taken(stored) as file:
            return b"".join(unsealed(file, key, stored))
    except Damaged as error:
        raise Unavailable(faults.LOST) from error


def is_shown(row: Attachment, opened: Opened) -> bool:
    """Whether a row that the labels let through is shown.

    To others not before its owner has confirmed what could not be stripped, and never where it can tell who a source is.
    """
    mine = opened.label_of(row.label_id).owner == opened.actor.agency
    return mine or not (row.stays or sharing_of(row) is Sharing.UNPROVEN)
