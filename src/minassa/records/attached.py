"""Files about records: whoever sees the record sees that it has files; the owner's people attach them."""

from uuid import UUID

from minassa.access import Actor, Label, door, system_actor
from minassa.base import NotFound, Refused
from minassa.desk import attachable
from minassa.records import faults
from minassa.records.acts import RECORD_BOOKS, RECORD_LIST
from minassa.records.holds import held_among
from minassa.records.models import Record


def register() -> None:
    """Register records as things to which files are attached, once Django has started."""
    attachable("record", reads=_as_reader, attaches=_as_keeper, owner=_owner_of, held=_is_held)


def _as_reader(actor: Actor, key: str, purpose: str) -> Label:
    with door(actor, RECORD_LIST, purpose=purpose) as opened:
        return opened.label_of(_found(key).label_id)


def _as_keeper(actor: Actor, key: str, purpose: str) -> Label:
    label = _as_reader(actor, key, purpose)
    if label.owner != actor.agency:
        raise Refused(faults.NOT_OWN)
    return label


def _owner_of(key: str) -> UUID | None:
    """Whose a record is, asked by the node when a file about it arrives."""
    with door(system_actor("records-exchange"), RECORD_BOOKS) as opened:
        row = Record.objects.filter(id=UUID(key)).first()
        return opened.label_of(row.label_id).owner if row else None


def _is_held(key: str) -> bool:
    """Whether a legal hold keeps a record, and its files with it."""
    with door(system_actor("records-exchange"), RECORD_BOOKS):
        return bool(held_among([UUID(key)]))


def _found(key: str) -> Record:
    try:
        row = Record.objects.filter(id=UUID(key)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row
