"""Files in requests: each side attaches to its own file of a request, and only its own people read what is there."""

from uuid import UUID

from minassa.access import Actor, Label, door
from minassa.base import NotFound
from minassa.desk import attachable
from minassa.liaison import faults
from minassa.liaison.acts import REQUEST_LIST
from minassa.liaison.models import Request
from minassa.liaison.own import agency_of


def register() -> None:
    """Register requests as things to which files are attached, once Django has started.

    The file of a request is its holder's alone, so a label wider than its own is refused, and not only without effect.
    """
    attachable("request", reads=_as_holder, attaches=_as_holder, bounded=True)


def about(request: UUID) -> str:
    """The word by which attachments name a file of a request."""
    return f"request:{request}"


def _as_holder(actor: Actor, key: str, _purpose: str) -> Label:
    with door(actor, REQUEST_LIST) as opened:
        return opened.label_of(_found(actor, key).label_id)


def _found(actor: Actor, key: str) -> Request:
    try:
        row = Request.objects.filter(id=UUID(key), holder=agency_of(actor)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound(faults.NOT_FOUND)
    return row
