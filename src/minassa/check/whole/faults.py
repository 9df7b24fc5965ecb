"""What can be wrong with a file that is screened, as a whole or in one row, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_NAME_COLUMN: Final = fault_code(
    "check.no-name-column",
    _("The file has no column “name”."),
    _("Write the column names in the first line; one of them must be name."),
)
NOT_UTF8: Final = fault_code(
    "check.file-not-utf8",
    _("The file is not text in UTF-8 (line %(line)s)."),
    _("Save it as CSV UTF-8 and repeat."),
)
NOT_WORKBOOK: Final = fault_code(
    "check.file-not-workbook",
    _("The file is not a workbook (XLSX) that can be read."),
    _("Save it again as XLSX, or as CSV UTF-8, and repeat."),
)
NOT_WHOLE: Final = fault_code(
    "check.file-cut-short",
    _("The compressed file is damaged or cut short."),
    _("Compress or fetch it again and repeat."),
)
ROW_NOT_UTF8: Final = fault_code(
    "check.row-not-utf8",
    _("The row holds characters that are not UTF-8."),
    _("Save the table as CSV UTF-8, and screen this row again."),
)
ROW_BROKEN: Final = fault_code(
    "check.row-broken",
    _("This line is not a row of a table."),
    _("Mend its quotation marks, and screen this row again."),
)
FILE_CHANGED: Final = fault_code(
    "check.file-changed",
    _("The run in %(out)s was begun with another file, purpose, case or person."),
    _("Give the same ones to go on, or --afresh to begin again."),
)
LISTS_MOVED: Final = fault_code(
    "check.lists-moved",
    _("Since this run began, lists have changed: %(lists)s."),
    _(
        "Repeat with --keep-lists to finish with the versions that it began with, or with --afresh to ask the new ones from row 1."
    ),
)
BUSY: Final = fault_code(
    "check.run-busy",
    _("Another process is writing %(out)s."),
    _("Wait until it has ended, or write to another file."),
)
OUTPUT_LOST: Final = fault_code(
    "check.output-lost",
    _("What this run had written to %(out)s is not there any more."),
    _("Repeat with --afresh to begin again."),
)
WORKER_LOST: Final = fault_code(
    "check.worker-lost",
    _("A worker process ended in the middle of its work."),
    _("Repeat the command: it goes on where it stopped. If that happens again, give fewer workers."),
)
NO_RAY: Final = fault_code(
    "check.no-ray",
    _("Ray is not installed here."),
    _('Install it with pip install "minassa[ray]", or leave out --ray.'),
)
NO_CLUSTER: Final = fault_code(
    "check.no-cluster",
    _("The Ray cluster could not be reached or begun."),
    _("Look at RAY_ADDRESS and at the cluster, or leave out --ray: the run goes on in this machine's own processes."),
)
