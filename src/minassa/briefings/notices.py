"""What people are told about briefings."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import notice_kind

_TOPIC: Final = _("Reports")
MADE: Final = notice_kind("briefing.made", _("A threat report was begun on schedule: write its parts."), topic=_TOPIC)
READY: Final = notice_kind(
    "briefing.ready", _("The figures of your threat report are made: write its parts."), topic=_TOPIC
)
NOT_READY: Final = notice_kind(
    "briefing.not-ready", _("The figures of your threat report could not be made."), topic=_TOPIC
)
FAILED: Final = notice_kind("briefing.failed", _("A threat report could not be begun on schedule."), topic=_TOPIC)
