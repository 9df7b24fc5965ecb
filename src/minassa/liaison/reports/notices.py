"""What people are told about reports; never what a report says."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.desk import notice_kind
from minassa.liaison import telling
from minassa.liaison.models import Report

_TOPIC: Final = _("Reports")
RELEASED: Final = notice_kind("report.released", _("%(agency)s has released a report to your agency."), topic=_TOPIC)
CORRECTED: Final = notice_kind("report.corrected", _("%(agency)s has corrected its report."), topic=_TOPIC)


def arrived(row: Report, agency: UUID) -> None:
    """Tell everybody of an agency who works with content that there is a report, or a new version of one."""
    kind = CORRECTED if row.versions.count() > 1 else RELEASED
    params = {"agency": telling.name_of(row.owner)}
    telling.tell(telling.everybody(agency), agency=agency, kind=kind, about=f"report:{row.id}", params=params)
