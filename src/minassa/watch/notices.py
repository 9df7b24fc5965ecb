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
    _("Nothing new about the %(count)s subjects that you keep under watch."),
    topic=_("Quiet days of the watch"),
    urgency=Urgency.QUIET,
)
ENDS: Final = notice_kind(
    "watch.ends",
    _("%(count)s subjects that you keep under watch end within two weeks, unless you extend them for a reason."),
    topic=_TOPIC,
    addressed=True,
)
TAKEN_IN: Final = notice_kind(
    "watch.taken-in",
    _("Your file of subjects is read: %(added)s are under watch, %(refused)s rows were refused."),
    topic=_TOPIC,
)
