"""Files that go with a message: the form without metadata leaves, under the message's marks; the receiver checks it again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from minassa.access import Actor, Label, Parcel, system_actor
from minassa.base import Invalid
from minassa.desk import (
    Enclosed,
    Scan,
    Sharing,
    enclosed_content,
    enclosed_file,
    receive_attachment,
    view_attachment,
)
from minassa.liaison import faults
from minassa.liaison.requests import attached
from minassa.liaison.requests.content import MEGABYTE, MOST_FILE_BYTES, MOST_FILES, Enclosure, filled_in, kept_of
from minassa.liaison.requests.types import Marks


def enclosed(actor: Actor, request: UUID, ids: Iterable[UUID], marks: Marks) -> tuple[Enclosed, ...]:
    """Files of the own side's file of a request as they leave with a message under these marks, each once.

    Raises NotFound for one that is hidden or absent, Invalid for one that cannot leave, and for too many or too large ones.
    """
    wanted = tuple(dict.fromkeys(ids))
    if len(wanted) > MOST_FILES:
        raise too_large()
    found: list[Enclosed] = []
    for one in wanted:
        found.append(_leaving(actor, request, one, marks))
        if sum(each.size for each in found) > MOST_FILE_BYTES:
            raise too_large()
    return tuple(found)


def _leaving(actor: Actor, request: UUID, file: UUID, marks: Marks) -> Enclosed:
    view = view_attachment(actor, id=file)
    if view.about != attached.about(request) or not view.mine:
        raise Invalid(faults.FILE_STRANGE, name=view.name)
    if view.sharing is Sharing.UNPROVEN or view.scan is Scan.WAITING:
        raise Invalid(faults.FILE_WAITS, name=view.name)
    if not view.label.handling <= marks.handling:
        raise Invalid(faults.FILE_MARKS, name=view.name)
    return enclosed_file(actor, id=file)


def too_large() -> Invalid:
    """The fault of a message with too many or too large files."""
    return Invalid(faults.FILES_LARGE, files=MOST_FILES, most=MOST_FILE_BYTES // MEGABYTE)


def keep(request: UUID, files: Iterable[Enclosure], label: Label) -> None:
    """Keep what came with a message in the receiver's file, under the message's label. Raises Invalid: then nothing of it is kept."""
    for one in files:
        receive_attachment(
            system_actor("attachments"), about=attached.about(request), label=label, name=one.name, content=one.content
        )


def fill(parcel: Parcel) -> Mapping[str, Any]:
    """The content of a message as it leaves, its files read from the shelf."""
    return filled_in(parcel.content, enclosed_content)


def proof_of(parcel: Parcel) -> Mapping[str, Any]:
    """What stays written in the outbox of a message that has arrived."""
    return kept_of(parcel.content)
