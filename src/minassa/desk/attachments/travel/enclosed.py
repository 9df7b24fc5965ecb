"""Files that go with a message: the outbox names them by hash and size; their content is read from the shelf when the message leaves."""

from dataclasses import dataclass
from uuid import UUID

from minassa.access import Actor, door, system_actor
from minassa.base import NotFound, Unavailable
from minassa.desk.acts import ATTACHMENT_CARRY, ATTACHMENT_READ
from minassa.desk.attachments import faults
from minassa.desk.attachments.storing import own_row
from minassa.desk.attachments.travel.content import Manifest
from minassa.desk.attachments.travel.plans import manifest_for
from minassa.desk.attachments.travel.stored import shared_content
from minassa.desk.models import Attachment


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of the own agency as it goes with a message: without metadata, known by size and SHA-256."""

    id: UUID
    name: str
    size: int
    sha256: str


def enclosed_file(actor: Actor, *, id: UUID) -> Enclosed:  # noqa: A002 - the word that every room uses
    """A file of the own agency, measured as it would leave. Raises NotFound, Unavailable where the stored file is lost."""
    with door(actor, ATTACHMENT_READ, subject=f"attachment:{id}") as opened:
        row = own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, about=row.about, original=False)
        found = manifest_for(row)
        return Enclosed(row.id, row.name, found.size, found.sha256)


def enclosed_content(one: Enclosed) -> bytes:
    """What the file is, for whoever carries the message. Raises NotFound for one that is gone, Unavailable for one that is lost."""
    with door(system_actor("attachments"), ATTACHMENT_CARRY, subject=f"attachment:{one.id}"):
        row = Attachment.objects.filter(id=one.id).first()
        if row is None:
            raise NotFound(faults.LOST)
        content = shared_content(row)
    if not Manifest(row.about, one.name, one.size, one.sha256).fits(content):
        raise Unavailable(faults.LOST)
    return content
