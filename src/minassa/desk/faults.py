"""What the desk tells a user when it says no."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_PERSON: Final = fault_code(
    "desk.needs-person",
    _("This belongs to a person who logs in."),
    _("Log in and try again."),
)
KIND_UNKNOWN: Final = fault_code(
    "desk.notice-kind-unknown",
    _("There are no notices of this kind."),
    _("Choose a kind from the list in the inbox."),
)
KIND_FIXED: Final = fault_code(
    "desk.notice-kind-fixed",
    _("Notices of this kind ask something of you, or are urgent: they cannot be switched off."),
    _("Leave this kind as it is."),
)
MAIL_OFF: Final = fault_code(
    "desk.mail-off",
    _("This node sends no e-mail."),
    _("Ask whoever runs the node whether it should."),
)
MAIL_ADDRESS: Final = fault_code(
    "desk.mail-address",
    _("This is not an e-mail address."),
    _("Write it in full, with the part after @."),
)
MAIL_DOMAIN: Final = fault_code(
    "desk.mail-domain",
    _("This node writes only to addresses of: %(domains)s."),
    _("Use your address at work."),
)
NOT_URGENT: Final = fault_code(
    "desk.notice-not-urgent",
    _("This notice asks for no acknowledgement."),
    _("Mark it as read."),
)
