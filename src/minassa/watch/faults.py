"""What can be wrong with a watch, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_WATCH: Final = fault_code(
    "watch.unknown",
    _("There is no such subject under watch, or you may not see it."),
    _("Go back to the list of subjects under watch."),
)
NO_HIT: Final = fault_code(
    "watch.no-hit",
    _("There is no such hit, or you may not see it."),
    _("Go back to the subject under watch."),
)
NO_FILE: Final = fault_code(
    "watch.no-file",
    _("There is no such file of subjects, or you may not see it."),
    _("Go back to the list of files."),
)
NO_PERSON: Final = fault_code(
    "watch.person-needed",
    _("Only people of an agency keep subjects under watch."),
    _("Log in as a person of an agency."),
)
REASON: Final = fault_code(
    "watch.reason-missing",
    _("A watch needs a reason of at most %(limit)s characters."),
    _("Write why this subject is kept under watch."),
)
TERM: Final = fault_code(
    "watch.term",
    _("A watch ends on a day after today and at most a year from now."),
    _("Choose such a day. It can be extended later, for a reason."),
)
ALREADY: Final = fault_code(
    "watch.already",
    _("Your agency keeps this subject under watch already."),
    _("See it in the list of subjects under watch."),
)
OVER: Final = fault_code(
    "watch.over",
    _("This watch has ended."),
    _("Begin a new one if there is a reason."),
)
NO_NAMES: Final = fault_code(
    "watch.record-without-name",
    _("This record has neither a name nor a number by which it could be met."),
    _("Add a name or a number to the record first."),
)
FILE_EMPTY: Final = fault_code(
    "watch.file-empty",
    _("The file holds no rows below its first one."),
    _("Choose another file."),
)
FILE_NO_TABLE: Final = fault_code(
    "watch.file-no-table",
    _("The file is neither a table (CSV) nor a workbook (XLSX) that can be read."),
    _("Save it as CSV UTF-8 or as XLSX and repeat."),
)
FILE_TOO_LONG: Final = fault_code(
    "watch.file-too-long",
    _("The file unpacks to more than %(most)s MB."),
    _("Divide it, and bring in the parts one after the other."),
)
FILE_BROKEN: Final = fault_code(
    "watch.file-broken",
    _("The file could not be read to its end after several tries. What was read before stays under watch."),
    _("See how many rows were taken, and tell the node's administrator."),
)
FILE_BUSY: Final = fault_code(
    "watch.file-busy",
    _("This file is being read."),
    _("Wait until it is done."),
)
KEEPER_THERE: Final = fault_code(
    "watch.keeper-there",
    _("This person still works here, and keeps what they keep."),
    _("Ask them to stop what is not needed any more."),
)
