"""What people are told about duty contacts."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import notice_kind
from minassa.liaison import telling
from minassa.liaison.models import DutyContact

CONFIRM: Final = notice_kind(
    "duty.confirm",
    _("Nobody has confirmed a duty contact of your agency for 90 days: is it still right?"),
    topic=_("Duty contacts to confirm"),
    addressed=True,
)


def confirm(row: DutyContact) -> None:
    """Ask the officers of an agency whether a contact is still right."""
    telling.tell(telling.officers(row.owner), agency=row.owner, kind=CONFIRM, about=f"duty:{row.id}", params={})
