"""A file as it lies on the shelf and as others get it: its manifest, and one piece of it."""

from dataclasses import dataclass
from typing import Final

from minassa.base import Unavailable
from minassa.desk.attachments import faults, shelf
from minassa.desk.attachments.keyring import keyring
from minassa.desk.attachments.reads import content_of
from minassa.desk.attachments.sealing import CHUNK, Damaged, opened_part, unwrapped
from minassa.desk.attachments.travel.content import PIECE_BYTES, Manifest
from minassa.desk.models import Attachment

CHUNKS: Final = PIECE_BYTES // CHUNK


@dataclass(frozen=True, slots=True)
class Form:
    """Where the form for others lies."""

    stored: str
    wrapped: bytes
    size: int


def form_of(row: Attachment) -> Form:
    """The form that others get: without metadata, or the file as it is where there was none to take out."""
    if row.shared:
        return Form(row.shared, bytes(row.shared_wrapped), row.shared_size)
    return Form(row.stored, bytes(row.wrapped), row.size)


def shared_content(row: Attachment) -> bytes:
    """The whole form for others. Raises Unavailable where the stored file is missing or damaged."""
    form = form_of(row)
    return content_of(row, form.stored, form.wrapped)


def piece(row: Attachment, number: int) -> bytes:
    """One piece of the form for others, read from where it stands. Raises Unavailable."""
    form = form_of(row)
    under = keyring().named(row.key_id)
    try:
        key = unwrapped(form.wrapped, under.secret, form.stored)
        with shelf.taken(form.stored) as file:
            return opened_part(file, key, form.stored, first=number * CHUNKS, chunks=CHUNKS, size=form.size)
    except Damaged as error:
        raise Unavailable(faults.LOST) from error


def check_piece(manifest: Manifest, number: int, content: bytes) -> bytes:
    """The same, if it is as long as the manifest says. Raises Unavailable: the shelf's file is not what was released."""
    if len(content) != manifest.length_of(number):
        raise Unavailable(faults.LOST)
    return content
