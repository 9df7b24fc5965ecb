"""What can go wrong with suspicious-transaction reports: each code with its sentence and the next step."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_FOUND: Final = fault_code(
    "suspicions.not-found",
    _("There is no report here that you may see."),
    _("Check the address, or go back to the list of suspicious-transaction reports."),
)
STATE: Final = fault_code(
    "suspicions.state",
    _("That cannot be done with the report as it stands now."),
    _("Load the page again to see how it stands."),
)
CHANGED: Final = fault_code(
    "suspicions.changed",
    _("Somebody else worked on the report meanwhile."),
    _("Load the page again and repeat."),
)
SECOND_PERSON: Final = fault_code(
    "suspicions.second-person",
    _("Whoever submitted a report does not review it."),
    _("A second person of your agency looks at it."),
)
FIELD: Final = fault_code(
    "suspicions.field",
    _("“%(field)s” is missing, too long or not in its form."),
    _("Correct it and try again."),
)
AMOUNT: Final = fault_code(
    "suspicions.amount",
    _("The amount is no number above zero with at most 15 digits before and 8 after the point."),
    _("Write it without spaces, such as 9900.50."),
)
TOO_MANY: Final = fault_code(
    "suspicions.too-many",
    _("A report holds at most %(most)s of these."),
    _("Make a second report for the rest."),
)
LACKING: Final = fault_code(
    "suspicions.lacking",
    _("The report cannot be submitted yet; it lacks: %(what)s."),
    _("Fill in what is missing, then submit it."),
)
