"""What can go wrong when a document is made."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NOT_READY: Final = fault_code(
    "documents.not-ready",
    _("This node cannot make PDF documents: %(reason)s."),
    _("Ask the node administrator to run `minassa doctor`, which names what is missing."),
)
TOO_LONG: Final = fault_code(
    "documents.too-long",
    _("The document is too long to be made into a PDF in one piece."),
    _("Choose fewer records or a shorter period, or export it as data."),
)
