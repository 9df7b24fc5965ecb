"""What can be wrong with a table of calls, payments or journeys, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NO_SORT: Final = fault_code(
    "records.no-such-table",
    _("%(sort)s is not a sort of table that can be read here."),
    _("Use calls, payments or travel."),
)
UNMAPPED: Final = fault_code(
    "records.columns-missing",
    _("No column of the file was said to hold: %(missing)s."),
    _("Say which column holds it. Without it no row can be read."),
)
NO_LINE: Final = fault_code(
    "records.no-line",
    _("%(value)s is not a phone number."),
    _("Give it with its country's prefix, or say in which country the numbers without one are."),
)
NO_ACCOUNT: Final = fault_code(
    "records.no-account",
    _("The row does not name both accounts by a number."),
    _("Give an IBAN, an account number, or for mobile money a phone number that begins with +."),
)
NO_MOMENT: Final = fault_code(
    "records.no-moment",
    _("%(value)s is not a date, or can be read as two."),
    _("Write days as 2026-03-09, or say in which order the file has day and month."),
)
NO_AMOUNT: Final = fault_code(
    "records.no-amount",
    _("%(value)s is not an amount, or can be read as two."),
    _("Write it without marks between thousands and with two decimal places, such as 1250.00."),
)
NO_DURATION: Final = fault_code(
    "records.no-duration",
    _("%(value)s is not a duration."),
    _("Write seconds, or hours, minutes and seconds such as 0:02:31."),
)
NO_TRAVELLER: Final = fault_code(
    "records.no-traveller",
    _("No record has this travel document, and the row does not name who travels with it."),
    _("Give the name, or bring in a record of the person first."),
)
NO_PLACE: Final = fault_code(
    "records.no-place",
    _("The row does not say from where and to where."),
    _("Give both places."),
)
SAME_ENDS: Final = fault_code(
    "records.same-ends",
    _("Both ends of this row are the same."),
    _("Check the columns: the same one may have been chosen twice."),
)
FILE_EMPTY: Final = fault_code(
    "records.table-empty",
    _("The file holds no rows below its first one."),
    _("Choose another file."),
)
