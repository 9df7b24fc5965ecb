"""What people are told about alerts; never what an alert says."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind
from minassa.liaison import telling
from minassa.liaison.alerts.rules import AlertState
from minassa.liaison.models import Alert

_TOPIC: Final = _("Alerts")
ISSUED: Final = notice_kind(
    "alert.issued", _("Alert of %(agency)s: read and acknowledge it."), topic=_TOPIC, urgency=Urgency.URGENT
)
UPDATED: Final = notice_kind(
    "alert.updated",
    _("%(agency)s has updated its alert: read and acknowledge it."),
    topic=_TOPIC,
    urgency=Urgency.URGENT,
)
STOOD_DOWN: Final = notice_kind("alert.stood-down", _("%(agency)s has stood its alert down."), topic=_TOPIC)
SILENT: Final = notice_kind(
    "alert.silent", _("%(agency)s has not acknowledged your agency's alert in time."), topic=_TOPIC, addressed=True
)
OVERDUE: Final = notice_kind(
    "alert.overdue", _("Your agency has not acknowledged an alert of %(agency)s in time."), topic=_TOPIC, addressed=True
)


def arrived(row: Alert, agency: UUID, *, is_new: bool) -> None:
    """Tell everybody of an agency who works with content that there is an alert, or news of one."""
    kind = STOOD_DOWN if row.state == AlertState.STOOD_DOWN.value else ISSUED if is_new else UPDATED
    _tell(telling.everybody(agency), agency, kind, row, named=row.owner)


def silent(row: Alert, agency: UUID) -> None:
    """Tell the issuer's officers and supervisors that an agency has not acknowledged."""
    _tell(telling.officers(row.owner, chiefs=True), row.owner, SILENT, row, named=agency)


def overdue(row: Alert, agency: UUID) -> None:
    """Tell the officers and supervisors of the silent agency itself."""
    _tell(telling.officers(agency, chiefs=True), agency, OVERDUE, row, named=row.owner)


def _tell(persons: tuple[UUID, ...], agency: UUID, kind: str, row: Alert, *, named: UUID) -> None:
    params = {"agency": telling.name_of(named)}
    telling.tell(persons, agency=agency, kind=kind, about=f"alert:{row.id}", params=params)
