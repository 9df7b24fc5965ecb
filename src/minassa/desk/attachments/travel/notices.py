"""What people are told of files that arrive or are withdrawn; never a file's name, nor what it is."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Label, Parcel, Role, Tlp, list_agencies, list_people, system_actor
from minassa.desk.kinds import Urgency, notice_kind
from minassa.desk.notices import notify

_TOPIC = _("Files that other agencies send")
ARRIVED: Final = notice_kind("file.arrived", _("%(agency)s sent a file."), topic=_TOPIC, urgency=Urgency.QUIET)
WITHDRAWN: Final = notice_kind(
    "file.withdrawn",
    _("%(agency)s withdrew a file; it is deleted here. Destroy what was printed or saved of it, and acknowledge it."),
    topic=_TOPIC,
)
_CONTACTS = frozenset({Role.LIAISON_OFFICER, Role.SUPERVISOR})


def arrived(file: UUID, owner: UUID, agency: UUID, label: Label) -> None:
    """Tell an agency's contacts that a file is here whole; of TLP:RED only the persons whom it names."""
    _tell(ARRIVED, f"attachment:{file}", owner, agency, label)


def withdrawn(parcel: Parcel, agency: UUID) -> None:
    """Tell an agency's contacts that a file was withdrawn by itself; a withdrawal of its thing tells of both."""
    _tell(WITHDRAWN, parcel.stream, parcel.owner, agency, parcel.label)


def _tell(kind: str, about: str, owner: UUID, agency: UUID, label: Label) -> None:
    node = system_actor("attachments")
    names = {one.id: one.name for one in list_agencies(node)}
    for one in list_people(node, agency=agency):
        named = f"user:{one.id}" in label.audience if label.tlp is Tlp.RED else not _CONTACTS.isdisjoint(one.roles)
        if one.is_active and named:
            notify(node, person=one.id, agency=agency, kind=kind, about=about, params={"agency": names.get(owner, "")})
