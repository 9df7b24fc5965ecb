"""What people are told about the directory of expertise."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import notice_kind
from minassa.liaison import telling
from minassa.liaison.models import Expertise

CONFIRM: Final = notice_kind(
    "expertise.confirm",
    _("Nobody has confirmed what your agency offers in the directory of expertise for 180 days: is it still right?"),
    topic=_("Expertise to confirm"),
    addressed=True,
)


def confirm(row: Expertise) -> None:
    """Ask the officers of an agency whether an entry is still right."""
    telling.tell(telling.officers(row.owner), agency=row.owner, kind=CONFIRM, about=f"expertise:{row.id}", params={})
