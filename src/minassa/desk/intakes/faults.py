"""What can go wrong with a file that is brought in, whatever it holds."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_INTAKE: Final = fault_code(
    "desk.no-intake",
    _("There is no such import, or you may not see it."),
    _("Look in the list of imports."),
)
INTAKE_STATE: Final = fault_code(
    "desk.intake-state",
    _("The import is not at this step any more."),
    _("Load its page again."),
)
UNPACKS_TOO_MUCH: Final = fault_code(
    "desk.intake-too-long",
    _("The file unpacks to more than %(most)s MB."),
    _("Split it, or bring it in on the node."),
)
NOT_PACKED: Final = fault_code(
    "desk.intake-not-packed",
    _("The packed file is damaged, or is not packed with gzip."),
    _("Pack it again, or send it as it is."),
)
GIVEN_UP: Final = fault_code(
    "desk.intake-given-up",
    _("The file could not be brought in any further after several tries; what stood before is kept."),
    _("Send it again; if that fails too, tell the node's administrator."),
)
