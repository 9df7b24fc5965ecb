"""What can be wrong with a file of transactions, its rows or a search, and what to do about it."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base.errors import fault_code

NOT_A_TABLE: Final = fault_code(
    "transactions.not-a-table",
    _("The file is neither a table of text (CSV) nor an Excel workbook that can be read."),
    _("Save it as CSV in UTF-8, or as .xlsx, with the column names in the first row."),
)
UNMAPPED: Final = fault_code(
    "transactions.columns-missing",
    _("No column of the file was said to hold: %(missing)s."),
    _("Say which column holds it. Without it no row can be read."),
)
EMPTY: Final = fault_code(
    "transactions.file-empty",
    _("The file holds no rows below its column names."),
    _("Choose another file."),
)
BROUGHT: Final = fault_code(
    "transactions.brought-already",
    _("Your agency has brought in this very file already."),
    _("Use the one that is there, or forget it first."),
)
NO_FILE: Final = fault_code(
    "transactions.no-file",
    _("There is no such file of transactions, or you may not see it."),
    _("Go back to the list of files."),
)
FILE_STATE: Final = fault_code(
    "transactions.file-state",
    _("This file was taken in already, or is being read."),
    _("Load the page again to see how far it is."),
)
NOT_READY: Final = fault_code(
    "transactions.not-ready",
    _("Only files that were taken in whole can be searched."),
    _("Wait until the file is read, or leave it out."),
)
BROKEN: Final = fault_code(
    "transactions.broken",
    _("The work was broken off several times, and nothing of it was kept."),
    _("Begin it again; if that fails too, tell the node's administrator."),
)
LOST: Final = fault_code(
    "transactions.lost",
    _("The transactions of this file are no longer in the node's folder."),
    _("Bring the file in again, or restore the folder from a backup."),
)
NO_SEARCH: Final = fault_code(
    "transactions.no-search",
    _("There is no such search, or you may not see it."),
    _("Go back to the list of searches."),
)
NO_FINDING: Final = fault_code(
    "transactions.no-finding",
    _("There is no such finding, or you may not see it."),
    _("Go back to the list of findings."),
)
FINDING_CHANGED: Final = fault_code(
    "transactions.finding-changed",
    _("This finding was changed or decided while you looked at it."),
    _("Look at it again before you decide."),
)
NO_REASON: Final = fault_code(
    "transactions.no-reason",
    _("A finding is dismissed with a reason."),
    _("Say in a sentence why it is ordinary."),
)
BAD_RULES: Final = fault_code(
    "transactions.bad-rules",
    _("The rules cannot be used: %(place)s %(bounds)s"),
    _("Correct it; docs/transactions.md describes each parameter and its bounds."),
)
BAD_OPTIONS: Final = fault_code(
    "transactions.bad-options",
    _("How the file is written was not said in a way that can be used."),
    _("Choose the encoding and the order of days from the lists, and a currency by its three letters."),
)
NO_ACCOUNT: Final = fault_code(
    "transactions.no-account",
    _("No account of this number moves money in this file."),
    _("Check the number, or choose another file."),
)
NOT_OWN: Final = fault_code(
    "transactions.not-own",
    _("Transactions are brought in for one's own agency only."),
    _("Act as a person of the agency that has them."),
)

ROW: Final[Mapping[str, str]] = {
    "length": fault_code(
        "transactions.row-length",
        _("The row has more cells than the file has columns."),
        _("Check its separators and quotation marks."),
    ),
    "encoding": fault_code(
        "transactions.row-encoding",
        _("The row holds bytes that are no text in the file's encoding."),
        _("Choose another encoding for the file, or mend the row."),
    ),
    "quotes": fault_code(
        "transactions.row-quotes",
        _("The row's quotation marks do not end where they should."),
        _("Mend its quotation marks."),
    ),
    "no_date": fault_code(
        "transactions.row-date",
        _("The row's date is none, or can be read as two."),
        _("Write days as 2026-03-09, or say in which order the file has day and month."),
    ),
    "impossible_date": fault_code(
        "transactions.row-day",
        _("The row's day is before 1970 or has not come yet."),
        _("Check the date, and the order of day and month."),
    ),
    "no_amount": fault_code(
        "transactions.row-amount",
        _("The row's amount is none, or can be read as two."),
        _("Write it without marks between thousands and with two decimal places, such as 1250.00."),
    ),
    "nothing_moved": fault_code(
        "transactions.row-nothing",
        _("The row moves nothing: its amount is zero."),
        _("Leave it out."),
    ),
    "negative": fault_code(
        "transactions.row-negative",
        _("The row's amount is negative."),
        _("Give amounts without a sign, and name the column that says whether money came in or went out."),
    ),
    "absurd": fault_code(
        "transactions.row-absurd",
        _("The row's amount is larger than any payment can be."),
        _("Check whether another number slipped into its column."),
    ),
    "no_account": fault_code(
        "transactions.row-account",
        _("The row names no account."),
        _("Give who pays or who is paid; the other side may be cash."),
    ),
    "same_ends": fault_code(
        "transactions.row-same",
        _("The row pays from an account to the same account."),
        _("Check the columns: the same one may have been chosen twice."),
    ),
    "no_currency": fault_code(
        "transactions.row-currency",
        _("The row names no currency by its letters."),
        _("Write codes such as XOF or MAD, or state the currency of rows that name none."),
    ),
    "no_direction": fault_code(
        "transactions.row-direction",
        _("The row does not say whether money came in or went out."),
        _("Write credit or debit, or in or out."),
    ),
    "too_long": fault_code(
        "transactions.row-long",
        _("The row, or an account's number in it, is too long to be one."),
        _("Check its separators and line ends."),
    ),
    "twice": fault_code(
        "transactions.row-twice",
        _("The row says the same transaction again, under the same reference."),
        _("Nothing needs to be done: it counts once."),
    ),
}
