"""What people are told of their files and searches: that the work has ended, and never what it held."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_TOPIC: Final = _("Files of transactions")

TAKEN_IN: Final = notice_kind(
    "transactions-taken-in", _("A file of transactions is taken in."), topic=_TOPIC, urgency=Urgency.QUIET
)
NOT_TAKEN: Final = notice_kind(
    "transactions-not-taken", _("A file of transactions could not be taken in."), topic=_TOPIC
)
SEARCHED: Final = notice_kind(
    "transactions-searched", _("A search of transactions has ended."), topic=_TOPIC, urgency=Urgency.QUIET
)
NOT_SEARCHED: Final = notice_kind(
    "transactions-not-searched", _("A search of transactions could not be ended."), topic=_TOPIC
)
FORGOTTEN: Final = notice_kind(
    "transactions-forgotten", _("A file of transactions was deleted on its day of review."), topic=_TOPIC
)
