"""What people are told of imports: that one has ended, and never what it held."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_IMPORTS: Final = _("Imports of incidents")

BROUGHT_IN: Final = notice_kind(
    "incidents-brought-in", _("A file of incidents is brought in."), topic=_IMPORTS, urgency=Urgency.QUIET
)
NOT_READ: Final = notice_kind("incidents-not-read", _("A file of incidents could not be brought in."), topic=_IMPORTS)
