"""Who is told of what arrived, of what was proposed and answered, and of acknowledgements that are overdue.

A notice says that something happened and where it is; it never says what a record says.
"""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import (
    DeliveryView,
    Label,
    Parcel,
    PersonView,
    Role,
    Step,
    Tlp,
    addressed_here,
    list_agencies,
    list_people,
    system_actor,
)
from minassa.desk import Urgency, notice_kind, notify

_RELEASES = _("Records exchanged with other agencies")

RECEIVED = notice_kind(
    "record-received", _("%(agency)s released a record to your agency."), topic=_RELEASES, urgency=Urgency.QUIET
)
CORRECTED = notice_kind(
    "record-corrected",
    _("%(agency)s corrected a record that your agency has. Read it and acknowledge it."),
    topic=_RELEASES,
)
WITHDRAWN = notice_kind(
    "record-withdrawn",
    _("%(agency)s withdrew a record. Destroy what was printed or noted of it, and acknowledge it."),
    topic=_RELEASES,
)
RECALLED = notice_kind(
    "record-recalled",
    _("%(agency)s recalls a record that was disclosed by mistake. Destroy all copies at once and acknowledge it."),
    topic=_RELEASES,
    urgency=Urgency.URGENT,
)
OVERDUE = notice_kind(
    "acknowledgement-overdue",
    _("%(agency)s has not acknowledged a correction or withdrawal in time."),
    topic=_("Acknowledgements that are overdue"),
    addressed=True,
)
PROPOSED = notice_kind(
    "change-proposed", _("%(agency)s proposes a change to a record of your agency."), topic=_RELEASES
)
ANSWERED = notice_kind("change-answered", _("%(agency)s answered a proposed change."), topic=_RELEASES)

_CONTACTS = frozenset({Role.LIAISON_OFFICER, Role.SUPERVISOR})
_BY_STEP = {Step.SHARE: RECEIVED, Step.CORRECT: CORRECTED, Step.WITHDRAW: WITHDRAWN}


def tell_recipients(parcel: Parcel) -> None:
    """Tell the contacts of each agency of this node to which a parcel is addressed."""
    for agency in sorted(addressed_here(parcel.label)):
        tell_agency(parcel, agency)


def tell_agency(parcel: Parcel, agency: UUID) -> None:
    """Tell one agency's contacts of a parcel; of TLP:RED only the persons whom it names."""
    _tell(agency, _kind_of(parcel), about=parcel.stream, by=parcel.owner, people=_readers(agency, parcel.label))


def tell_overdue(late: DeliveryView) -> None:
    """Tell the supervisors of the agency that released something that a recipient owes an acknowledgement."""
    supervisors = [one for one in _people(late.owner) if Role.SUPERVISOR in one.roles]
    _tell(late.owner, OVERDUE, about=late.stream, by=late.agency, people=supervisors)


def _kind_of(parcel: Parcel) -> str:
    if parcel.step is Step.MESSAGE:
        return ANSWERED if "state" in parcel.content else PROPOSED
    return RECALLED if parcel.content.get("urgent") is True else _BY_STEP[parcel.step]


def _readers(agency: UUID, label: Label) -> list[PersonView]:
    people = _people(agency)
    if label.tlp is Tlp.RED:
        return [one for one in people if f"user:{one.id}" in label.audience]
    return [one for one in people if not _CONTACTS.isdisjoint(one.roles)]


def _people(agency: UUID) -> list[PersonView]:
    return [one for one in list_people(system_actor("records-exchange"), agency=agency) if one.is_active]


def _tell(agency: UUID, kind: str, *, about: str, by: UUID, people: Iterable[PersonView]) -> None:
    node = system_actor("records-exchange")
    names = {one.id: one.name for one in list_agencies(node)}
    for person in people:
        notify(node, person=person.id, agency=agency, kind=kind, about=about, params={"agency": names.get(by, "")})
