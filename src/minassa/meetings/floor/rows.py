"""Finding a session in the agenda in force as somebody sees it, and the delegation for which they speak."""

from uuid import UUID

from minassa.access import Opened
from minassa.base import NotFound, Refused
from minassa.meetings import faults
from minassa.meetings import rows as room
from minassa.meetings.models import AgendaItem, AgendaVersion, Delegation, Edition


def session_of(session: UUID) -> tuple[Edition, AgendaItem]:
    """A session of an agenda in force that this actor sees, with its edition. Raises NotFound."""
    found = AgendaItem.objects.filter(session=session).order_by("-version__number").first()
    newest = AgendaVersion.objects.filter(edition_id=found.edition_id).order_by("-number").first() if found else None
    if found is None or newest is None or found.version_id != newest.id:
        raise NotFound(faults.NO_SESSION)
    return room.edition(found.edition_id), found


def kept_session(opened: Opened, session: UUID) -> tuple[Edition, AgendaItem]:
    """The same for the secretariat that prepares the edition; the edition is locked. Raises NotFound, Refused."""
    edition, item = session_of(session)
    return room.kept_edition(opened, edition.id), item


def speaking_for(opened: Opened, edition: Edition) -> Delegation:
    """The delegation for which an actor speaks. Raises Refused for whoever has none at this edition."""
    found = room.own_delegation(opened.actor, edition)
    if found is None:
        raise Refused(faults.NOT_YOUR_DELEGATION)
    return found
