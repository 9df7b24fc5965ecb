"""What people are told of tables of links: that one has ended, and never what it held."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_IMPORTS: Final = _("Tables of calls, payments and journeys")

BROUGHT_IN: Final = notice_kind(
    "links-brought-in", _("A table of links is brought in."), topic=_IMPORTS, urgency=Urgency.QUIET
)
NOT_READ: Final = notice_kind("links-not-read", _("A table of links could not be brought in."), topic=_IMPORTS)
