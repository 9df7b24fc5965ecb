"""What keepers are told; never whom they watch."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_TOPIC: Final = _("Subjects under watch")
HITS: Final = notice_kind(
    "watch.hits",
    _("Subjects that you keep under watch: %(new)s new matches, %(changed)s changed, %(gone)s gone."),
    topic=_TOPIC,
)
QUIET: Final = notice_kind(
    "watch.quiet",
    _("Nothing new about the subjects that you keep under watch (%(count)s)."),
    topic=_("Quiet days of the watch"),
    urgency=Urgency.QUIET,
)
ENDS: Final = notice_kind(
    "watch.ends",
    _("Subjects that you keep under watch end within two weeks, unless you extend them for a reason: %(count)s."),
    topic=_TOPIC,
    addressed=True,
)
TAKEN_IN: Final = notice_kind(
    "watch.taken-in",
    _("Your file of subjects was read. Under watch: %(added)s; rows refused: %(refused)s."),
    topic=_TOPIC,
)
