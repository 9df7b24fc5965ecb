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
NOBODY: Final = fault_code(
    "safeguards.nobody",
    _("Nobody of this node can keep the register: it has neither supervisors nor administrators."),
    _("Speak with whoever runs the node."),
)
NOTICED: Final = fault_code(
    "safeguards.moment",
    _("That moment is still to come, or lies before the incident was noticed."),
    _("Correct the day and the time."),
)
CONCERNS: Final = fault_code(
    "safeguards.concerns",
    _("What it concerns cannot be taken: references such as record:… , one a line, at most %(most)s."),
    _("Copy the reference or the address of the page."),
)
CHANGED: Final = fault_code(
    "safeguards.changed",
    _("Somebody else worked on the incident meanwhile."),
    _("Load the page again and repeat."),
)
LACKING: Final = fault_code(
    "safeguards.lacking",
    _("It cannot be closed yet: who is to be told, or what was learnt, is still open."),
    _("Decide on both clocks and write down what was learnt, then close it."),
)
SECOND_PERSON: Final = fault_code(
    "safeguards.second-person",
    _("Whoever asked to close an incident does not close it."),
    _("A second keeper of the register looks at it."),
)
