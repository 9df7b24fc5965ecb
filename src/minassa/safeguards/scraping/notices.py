"""What people are told about scraping: that it is to be looked at, never who it was."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from minassa.access import PersonView
from minassa.desk import Urgency, notice_kind
from minassa.safeguards.telling import tell

RAISED: Final = notice_kind(
    "scraping.raised",
    _("Far more was read through one access than usual. Look at it, and decide."),
    topic=_("Security incidents"),
    urgency=Urgency.URGENT,
)


def raised(everybody: Iterable[PersonView], persons: Iterable[UUID], alert: UUID) -> None:
    """Tell whoever may know that there is an alert."""
    tell(everybody, persons, kind=RAISED, about=f"scraping:{alert}")
