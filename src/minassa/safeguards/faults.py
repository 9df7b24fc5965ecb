"""What can go wrong with safeguards: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import Fault, fault_code


class TooFast(Fault):
    """Somebody who is slowed asks again before the minute is over."""

    status = 429
    retry_after: int = 60


SLOWED: Final = fault_code(
    "safeguards.slowed",
    _("Your access is slowed at present, because far more was read through it than usual."),
    _("Wait a minute, and speak with your supervisor."),
)
NOT_FOUND: Final = fault_code(
    "safeguards.not-found",
    _("There is nothing here that you may see."),
    _("Check the address, or go back to the list."),
)
NOT_OPEN: Final = fault_code(
    "safeguards.not-open",
    _("Somebody has decided about this already."),
    _("Load the page again to see what was decided."),
)
REASON: Final = fault_code(
    "safeguards.reason",
    _("A reason is needed, of at most %(most)s characters."),
    _("Write in a sentence why."),
)
HOURS: Final = fault_code(
    "safeguards.hours",
    _("It can be slowed for 1 to %(most)s hours."),
    _("Choose a shorter time; it can be slowed again."),
)
NOT_YOURS: Final = fault_code(
    "safeguards.not-yours",
    _("Another agency decides about this."),
    _("Speak with its supervisor."),
)
