"""What the pages themselves tell when there is no service behind it: lost addresses, refused forms, our own bugs."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_PAGE: Final = fault_code(
    "web.no-page",
    _("There is nothing here that you can see."),
    _("Check the address, or search for what you need."),
)
FORM_REFUSED: Final = fault_code(
    "web.form-refused",
    _("The form could not be accepted, because it may not come from you."),
    _("Go back, load the page again and send the form once more. Cookies must be allowed for this address."),
)
BAD_REQUEST: Final = fault_code(
    "web.bad-request",
    _("The node could not read what your browser sent."),
    _("Go back, load the page again and repeat."),
)
FILE_TOO_LARGE: Final = fault_code(
    "web.file-too-large",
    _("The file is empty, or larger than %(most)s MB."),
    _("Send it in parts, or make the pictures in it smaller."),
)
CUT_OFF: Final = fault_code(
    "web.cut-off",
    _("The file did not arrive whole. Nothing was kept."),
    _("Send it again."),
)
OUR_FAULT: Final = fault_code(
    "web.our-fault",
    _("Something went wrong on this node. Nothing was changed."),
    _("Try again. If it happens again, give the reference below to your node administrator."),
)
