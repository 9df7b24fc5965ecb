"""What people are told of files of payments: that one has ended, and never what it held."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_FILES: Final = _("Files of payments")

SCREENED: Final = notice_kind(
    "payments-screened",
    _("A file of payments is screened: %(stopped)s stopped, %(bad)s that could not be screened."),
    topic=_FILES,
    urgency=Urgency.QUIET,
)
NOT_READ: Final = notice_kind("payments-not-read", _("A file of payments could not be read."), topic=_FILES)
