"""What people are told about meetings; never a name, nor what an agenda or a decision says."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Role, list_people, system_actor
from minassa.desk import notice_kind, notify
from minassa.meetings.models import Delegation, Edition

_TOPIC: Final = _("Meetings")
INVITED: Final = notice_kind(
    "meeting.invited",
    _("Your agency is invited to the meeting in %(city)s in %(year)s: name your delegation."),
    topic=_TOPIC,
    addressed=True,
)
NOMINATED: Final = notice_kind(
    "meeting.nominated",
    _("%(delegation)s has named people for the meeting in %(city)s: decide on their accreditation."),
    topic=_TOPIC,
    addressed=True,
)
DECIDED: Final = notice_kind(
    "meeting.accreditation",
    _("The secretariat has decided on the accreditation of your delegation's people for %(city)s."),
    topic=_TOPIC,
)
LETTER_SENT: Final = notice_kind(
    "meeting.letter-sent",
    _("%(delegation)s has sent its letter of credentials for %(city)s: accept or return it."),
    topic=_TOPIC,
    addressed=True,
)
LETTER_DECIDED: Final = notice_kind(
    "meeting.letter-decided",
    _("The secretariat has decided on the letter of credentials of your delegation for %(city)s."),
    topic=_TOPIC,
)


def tell(agency: UUID, roles: Iterable[Role], kind: str, row: Edition, delegation: Delegation | None = None) -> None:
    """Tell everybody of an agency who has one of these roles, with a way to the edition or to the delegation."""
    about = f"delegation:{delegation.id}" if delegation else f"edition:{row.id}"
    params = {"city": row.city, "year": str(row.start.year), "delegation": delegation.name if delegation else ""}
    wanted = frozenset(roles)
    for person in list_people(system_actor("meetings"), agency=agency):
        if person.is_active and wanted & set(person.roles):
            notify(system_actor("meetings"), person=person.id, agency=agency, kind=kind, about=about, params=params)
