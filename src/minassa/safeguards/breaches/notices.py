"""What people are told about incidents: that there is one, and that a clock runs out; never what happened."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import PersonView
from minassa.desk import Urgency, notice_kind
from minassa.safeguards.breaches.rules import Party
from minassa.safeguards.telling import tell

_TOPIC: Final = _("Security incidents")
ENTERED: Final = notice_kind(
    "breach.entered", _("A security incident was entered in the register."), topic=_TOPIC, addressed=True
)
CLOSING: Final = notice_kind(
    "breach.closing",
    _("A security incident is to be closed: look at it as the second person."),
    topic=_TOPIC,
    addressed=True,
)
CLOSED: Final = notice_kind("breach.closed", _("A security incident was closed."), topic=_TOPIC)
_SOON: Final[Mapping[Party, str]] = {
    Party.AUTHORITY: notice_kind(
        "breach.authority-soon",
        _("The time to tell the data-protection authority of a security incident is running out."),
        topic=_TOPIC,
        addressed=True,
    ),
    Party.PERSONS: notice_kind(
        "breach.persons-soon",
        _("The time to tell the persons concerned of a security incident, or to say why not, is running out."),
        topic=_TOPIC,
        addressed=True,
    ),
}
_LATE: Final[Mapping[Party, str]] = {
    Party.AUTHORITY: notice_kind(
        "breach.authority-late",
        _("The data-protection authority was not told of a security incident in time."),
        topic=_TOPIC,
        urgency=Urgency.URGENT,
    ),
    Party.PERSONS: notice_kind(
        "breach.persons-late",
        _("The persons concerned were not told of a security incident in time, and no reason stands why not."),
        topic=_TOPIC,
        urgency=Urgency.URGENT,
    ),
}


def give(everybody: Iterable[PersonView], persons: Iterable[UUID], kind: str, breach: UUID) -> None:
    """Tell these persons."""
    tell(everybody, persons, kind=kind, about=f"breach:{breach}")


def clock_kind(party: Party, *, late: bool) -> str:
    """The kind of notice of a clock."""
    return (_LATE if late else _SOON)[party]
