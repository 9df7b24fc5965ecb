"""What people are told about good practices and lessons; never what one says."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import Step
from minassa.desk import notice_kind
from minassa.liaison import telling
from minassa.liaison.models import Practice

_TOPIC: Final = _("Good practices and lessons")
RELEASED: Final = notice_kind(
    "practice.released", _("%(agency)s shares a good practice or a lesson with your agency."), topic=_TOPIC
)
CORRECTED: Final = notice_kind(
    "practice.corrected", _("%(agency)s has corrected a good practice or a lesson."), topic=_TOPIC
)


def arrived(row: Practice, agency: UUID, step: Step) -> None:
    """Tell everybody of an agency who works with content that there is a document, or a new version of one."""
    kind = CORRECTED if step is Step.CORRECT else RELEASED
    params = {"agency": telling.name_of(row.owner)}
    telling.tell(telling.everybody(agency), agency=agency, kind=kind, about=f"practice:{row.id}", params=params)
