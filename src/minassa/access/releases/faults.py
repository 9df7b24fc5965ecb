"""What the outbox and the inbox say when they refuse: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

PARCEL_INVALID: Final = fault_code(
    "parcel.invalid",
    _("This is not a parcel of the platform: its %(part)s cannot be read."),
    _("The sender's node must be mended or brought up to date; nothing was taken in."),
)
PARCEL_TOO_LARGE: Final = fault_code(
    "parcel.too-large",
    _("The parcel is larger than %(limit)s bytes."),
    _("Send large files as attachments, in parts."),
)
UNKNOWN_KIND: Final = fault_code(
    "parcel.unknown-kind",
    _("This node does not know what such a parcel is."),
    _("Bring this node up to date, then ask the sender to send it again."),
)
NOT_OWNER: Final = fault_code(
    "parcel.not-owner",
    _("The sender does not own what it sends."),
    _("Only the owner makes versions. Others propose a change to the owner."),
)
NOT_ADDRESSED: Final = fault_code(
    "parcel.not-addressed",
    _("The handling marks of the parcel address nobody on this node."),
    _("The sender must check to whom it released this."),
)
ALTERED: Final = fault_code(
    "parcel.altered",
    _("A parcel with the same number was taken in before, with other content."),
    _("Ask the sender's node administrator to look into it: a parcel never changes."),
)
OLDER: Final = fault_code(
    "parcel.older",
    _("A later version is here already."),
    _("Nothing needs to be done: the later version stands."),
)
WITHDRAWN: Final = fault_code(
    "parcel.withdrawn",
    _("Its owner has withdrawn this; it is not taken in again."),
    _("Ask the owner agency. What was withdrawn can only be shared anew, as something new."),
)
NO_RECIPIENT: Final = fault_code(
    "release.no-recipient",
    _("A release needs at least one agency that is not your own."),
    _("Choose the agencies or communities that shall receive it."),
)
UNKNOWN_RECIPIENT: Final = fault_code(
    "release.unknown-recipient",
    _("One of the recipients is not known here, or is closed."),
    _("Choose the recipients from the list."),
)
NOT_ADDRESSED_TO: Final = fault_code(
    "release.not-addressed",
    _("The handling marks do not let every recipient read it."),
    _("Address the handling marks to all recipients, or leave out those who may not read it."),
)
GONE_FROM_THERE: Final = fault_code(
    "release.gone-from-there",
    _("This was withdrawn from one of these agencies before."),
    _("Leave that agency out, or add what it shall have as something new and release that."),
)
NOTHING_TO_ACKNOWLEDGE: Final = fault_code(
    "release.nothing-to-acknowledge",
    _("There is nothing here that your agency has to acknowledge."),
    _("Look at the list of what your agency received."),
)
FORGOTTEN: Final = fault_code(
    "release.forgotten",
    _("What was to be sent was given up long ago, and is not kept any more."),
    _("Send it anew."),
)
NOT_DEAD: Final = fault_code(
    "release.not-dead",
    _("This delivery has not been given up."),
    _("Wait: it is tried again by itself."),
)
