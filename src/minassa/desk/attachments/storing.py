"""Files and their rows, written and taken away together: a file that no row names is swept, a row without its file is told as lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from minassa.access import Opened
from minassa.base import NotFound
from minassa.desk.attachments import faults, shelf
from minassa.desk.attachments.keyring import keyring
from minassa.desk.attachments.sealing import new_key, sealed, wrapped
from minassa.desk.attachments.stripping import SharedForm
from minassa.desk.models import Attachment


def own_row(opened: Opened, attachment: UUID) -> Attachment:
    """A row of the actor's own agency. Raises NotFound where it is hidden, absent, or another agency's."""
    row = Attachment.objects.filter(id=attachment).first()
    if row is None or opened.label_of(row.label_id).owner != opened.actor.agency:
        raise NotFound(faults.NO_TARGET)
    return row


def remove_rows(rows: list[Attachment]) -> None:
    """The rows now; the files when that is certain. A process that ends in between leaves files to the sweep."""
    names = [name for row in rows for name in (row.stored, row.shared)]
    for row in rows:
        row.delete()
    shelf.remove_later(names)


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """The stored files of one attachment with their wrapped keys."""

    key_id: str
    stored: str
    wrapped: bytes
    shared: str = ""
    shared_wrapped: bytes = b""
    shared_size: int = 0

    def columns(self) -> dict[str, str | bytes | int]:
        """The row's columns that tell of the files."""
        return {name: getattr(self, name) for name in self.__slots__}


@contextmanager
def stored_forms(content: bytes, form: SharedForm) -> Iterator[StoredFiles]:
    """Both forms on the shelf, for a row that is made in the block; taken off again where the block fails."""
    under = keyring().present
    kept: list[tuple[str, bytes]] = []
    try:
        for each in (content, form.content):
            if each is not None:
                name, key = shelf.new_name(), new_key()
                shelf.put(name, sealed(each, key, name))
                kept.append((name, wrapped(key, under.secret, name)))
        (stored, key), *others = kept
        shared, shared_key = others[0] if others else ("", b"")
        yield StoredFiles(under.id, stored, key, shared, shared_key, len(form.content or b""))
    except BaseException:
        shelf.remove(name for name, _key in kept)
        raise
