"""What can go wrong with payments."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code
from minassa.payments.messages import Problem

NO_MESSAGE: Final = fault_code(
    "payments.no-message",
    _("This is none of the messages that are read: pain.001, pacs.008, pacs.009, camt.053 or MT103."),
    _("Send the message as your system wrote it, in XML or in SWIFT's own form."),
)
REFUSED_MARKUP: Final = fault_code(
    "payments.refused-markup",
    _("The file declares a document type or entities, which payment messages never do."),
    _("Ask whoever wrote the file for one without them."),
)
EMPTY: Final = fault_code(
    "payments.empty", _("No payment stands in this message."), _("Look whether the right file was sent.")
)
TOO_MANY: Final = fault_code(
    "payments.too-many",
    _("The message holds more than %(most)s payments."),
    _("Send it as a file instead."),
)
TOO_LONG: Final = fault_code(
    "payments.message-too-long",
    _("The message is longer than %(most)s letters."),
    _("Send it as a file instead."),
)
NO_FILE: Final = fault_code(
    "payments.no-file", _("There is no such file of payments that you may see."), _("Load the list of files again.")
)
NO_PAYMENT: Final = fault_code(
    "payments.no-payment",
    _("There is no such stopped payment that you may see."),
    _("Load the list of stopped payments again."),
)
NO_REASON: Final = fault_code(
    "payments.no-reason",
    _("A decision needs a reason of at most %(most)s letters."),
    _("Say what tells the two apart, or why they are the same."),
)
DECIDED: Final = fault_code(
    "payments.decided-already",
    _("Somebody has decided on this payment in the meantime."),
    _("Load it again and read what was decided."),
)
SAME_PERSON: Final = fault_code(
    "payments.same-person",
    _("Whoever asked for a decision cannot confirm it."),
    _("Ask a colleague to look at it."),
)
NO_PERSON: Final = fault_code(
    "payments.no-person",
    _("Payments are screened and decided by people of an agency."),
    _("Log in as one, or use a person's token."),
)
STILL_RUNNING: Final = fault_code(
    "payments.still-running",
    _("The file is being screened, or payments of it wait for a decision."),
    _("Wait until it is done, and decide what was stopped first."),
)
NOT_WHOLE: Final = fault_code(
    "payments.not-whole",
    _("The file is not screened to its end yet."),
    _("Wait until it is done, then take the answer."),
)
GIVEN_UP: Final = fault_code(
    "payments.given-up",
    _("The file was cut off several times and is given up; what was screened before stands."),
    _("Send it again in smaller parts, and tell the node's administrator."),
)

OF_PROBLEM: Final = {
    Problem.NO_AMOUNT: fault_code(
        "payments.no-amount", _("The payment states no amount."), _("Add the amount with its currency.")
    ),
    Problem.BAD_AMOUNT: fault_code(
        "payments.bad-amount",
        _("“%(value)s” is not an amount."),
        _("Write digits, with at most five of them behind the decimal mark."),
    ),
    Problem.NOT_POSITIVE: fault_code(
        "payments.not-positive", _("The amount %(value)s is not above zero."), _("Look what was meant.")
    ),
    Problem.ABSURD_AMOUNT: fault_code(
        "payments.absurd-amount",
        _("The amount %(value)s is larger than any payment."),
        _("Look whether the decimal mark or the currency is wrong."),
    ),
    Problem.BAD_CURRENCY: fault_code(
        "payments.bad-currency",
        _("“%(value)s” is not a currency's code."),
        _("Write three letters of ISO 4217, such as XOF."),
    ),
    Problem.NO_PARTY: fault_code(
        "payments.no-party",
        _("The payment names nobody and no account."),
        _("Add who pays and who receives."),
    ),
    Problem.BROKEN_LETTERS: fault_code(
        "payments.broken-letters",
        _("The payment holds letters that cannot be read in the file's encoding."),
        _("Write the file again in UTF-8."),
    ),
    Problem.TOO_LONG: fault_code(
        "payments.too-long",
        _("The payment names more parties or says more than a message can."),
        _("Split it, or look what wrote it."),
    ),
    Problem.NOT_MT103: fault_code(
        "payments.not-mt103",
        _("The message is not an MT103 (%(value)s)."),
        _("Send only customer transfers in this file."),
    ),
    Problem.NO_FIELD: fault_code(
        "payments.no-field",
        _("The field %(value)s is missing or holds what it may not."),
        _("Add it as the standard asks."),
    ),
    Problem.BREAKS_OFF: fault_code(
        "payments.breaks-off",
        _("The file is broken or cut off here (%(value)s); nothing behind this place could be read."),
        _("Send the rest again, written whole."),
    ),
}
"""The sentence of each reason why a payment could not be screened."""
