"""What the node itself tells people. Imported with the addresses, so that every process that shows notices knows them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.desk import Urgency, notice_kind

_TOPIC: Final = _("The node itself")

RESTORED: Final = notice_kind(
    "node-restored",
    _("This node was restored from a backup of %(at)s. What was entered since is missing; see the audit log."),
    topic=_TOPIC,
    addressed=True,
)
RESTORED_ALONE: Final = notice_kind(
    "node-restored-alone",
    _(
        "One person alone restored this node from a backup of %(at)s. What was entered since is missing. "
        "Ask whoever runs the node why, and look at the audit log."
    ),
    topic=_TOPIC,
    urgency=Urgency.URGENT,
)
