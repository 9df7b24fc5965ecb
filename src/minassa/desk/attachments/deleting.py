"""Deleting files: taken back within a day, deleted by two persons, gone with what they were about."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from minassa.access import Actor, ApprovalView, ask_approval, door, is_waiting_with, system_actor
from minassa.base import Conflict, Refused, now
from minassa.desk.acts import ATTACHMENT_DELETE, ATTACHMENT_READ, ATTACHMENT_REMOVE, ATTACHMENT_TAKE_BACK
from minassa.desk.attachments import faults
from minassa.desk.attachments.storing import own_row, remove_rows
from minassa.desk.attachments.targets import refuse_held, travels
from minassa.desk.attachments.travel.content import FileReason
from minassa.desk.attachments.travel.taking import take_back_file
from minassa.desk.models import Arriving, Attachment

TAKEN_BACK_WITHIN: Final = timedelta(days=1)


def ask_to_delete_attachment(actor: Actor, *, id: UUID, reason: str) -> ApprovalView:  # noqa: A002 - the word that every room uses
    """Ask a second person to agree that a file is deleted for good; then `delete_attachment(..., approval=...)`."""
    with door(actor, ATTACHMENT_READ, subject=f"attachment:{id}") as opened:
        row = own_row(opened, id)
        content = {"digest": row.digest}
    return ask_approval(actor, act=ATTACHMENT_DELETE, subject=f"attachment:{id}", reason=reason, content=content)


def delete_attachment(actor: Actor, *, id: UUID, approval: UUID | None = None) -> None:  # noqa: A002 - the word that every room uses
    """Delete a file for good: within a day whoever attached it takes it back; later it needs a second person (S16).

    It is withdrawn from all who have it. Raises Conflict where a legal hold keeps it, or a message with it has not arrived yet.
    """
    act = ATTACHMENT_DELETE if approval else ATTACHMENT_TAKE_BACK
    with door(actor, act, subject=f"attachment:{id}", approval=approval) as opened:
        row = own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, about=row.about)
        if approval is None and (row.added_by != actor.user_id or now() - row.added > TAKEN_BACK_WITHIN):
            raise Refused(faults.SECOND_PERSON)
        if approval is not None and dict(opened.granted or {}) != {"digest": row.digest}:
            raise Refused(faults.OTHER_THAN_GRANTED)
        refuse_held(row.about)
        if goes_with_a_message(row):
            raise Conflict(faults.ON_ITS_WAY)
        take_back_file(row.id, FileReason.DELETED)
        remove_rows([row])


def remove_attachments(about: str) -> int:
    """Remove all files about a thing, also those of which some pieces are here, in the transaction that deletes the thing; give how many."""
    with door(system_actor("attachments"), ATTACHMENT_REMOVE, subject=about) as opened:
        rows = list(Attachment.objects.filter(about=about))
        remove_rows(rows)
        for one in list(Arriving.objects.filter(about=about)):
            one.delete()  # the pieces' files are swept from the shelf
        opened.note(files=len(rows))
        return len(rows)


def remove_attachments_of(ids: list[UUID], *, reason: str) -> None:
    """Remove single files for a reason that the log states in one word."""
    with door(system_actor("attachments"), ATTACHMENT_REMOVE) as opened:
        rows = list(Attachment.objects.filter(id__in=ids))
        for row in rows:
            opened.note(subject=f"attachment:{row.id}", owner=opened.label_of(row.label_id).owner, why=reason)
        remove_rows(rows)


def goes_with_a_message(row: Attachment) -> bool:
    """Whether a file goes with a message that waits to be carried: it is read from here when it leaves."""
    return not travels(row.about) and is_waiting_with(str(row.id), kind=row.about.partition(":")[0])
