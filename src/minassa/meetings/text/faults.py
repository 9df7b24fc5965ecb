"""What can go wrong with a declaration's text, and what to do about it."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.base import fault_code

NO_TEXT: Final = fault_code(
    "text.not-found",
    _("There is no such declaration, paragraph or proposal, or it is not open to you."),
    _("Check the address, or look on the meeting's page."),
)
OTHER_STATE: Final = fault_code(
    "text.other-state",
    _("This cannot be done with the text as it stands now."),
    _("Load the page again: it shows where the text stands and what can be done next."),
)
WORDING: Final = fault_code(
    "text.wording",
    _("The wording is missing, longer than %(limit)s characters, or holds characters that cannot be shown."),
    _("Write one paragraph of plain words; a second paragraph is a proposal of its own."),
)
LANGUAGE: Final = fault_code(
    "text.language",
    _("The text is negotiated in Arabic, French, English and Portuguese."),
    _("Choose one of these languages."),
)
CHANGED: Final = fault_code(
    "text.changed",
    _("The paragraph has been changed since you read it."),
    _("Your words are kept. Compare them with the text as it is now, and send them again."),
)
NOT_CLEAN: Final = fault_code(
    "text.not-clean",
    _("The text is not clean yet: something is open or in brackets in %(paragraphs)s."),
    _("Settle these paragraphs first."),
)
NO_SILENCE: Final = fault_code(
    "text.no-silence",
    _(
        "Silence cannot start: a bracket, an open paragraph, or a missing or outdated language remains in %(paragraphs)s."
    ),
    _("The page of languages names each of them."),
)
SILENCE_LENGTH: Final = fault_code(
    "text.silence-length",
    _("A silence lasts 72 hours to 30 days."),
    _("Choose a number of whole hours between 72 and 720."),
)
SILENCE_RUNS: Final = fault_code(
    "text.silence-runs",
    _("The silence has not ended yet."),
    _("Wait until its clock has run down; any delegation may object until then."),
)
IN_BRACKETS: Final = fault_code(
    "text.in-brackets",
    _("Something in this paragraph is still in brackets."),
    _("Settle its proposals, and take square brackets out of its words, in all languages."),
)
DISCORD: Final = fault_code(
    "text.discord",
    _("The languages do not say the same numbers, figures, dates or years."),
    _("The page of languages names each difference; mend it there."),
)
NO_DELEGATION: Final = fault_code(
    "text.no-delegation",
    _("Your agency takes no part in this negotiation with a delegation that may propose."),
    _("Ask the secretariat about your delegation's rights."),
)
NOT_YOURS: Final = fault_code(
    "text.not-yours",
    _("This proposal belongs to another delegation."),
    _("Support it, or table a proposal of your own."),
)
REASON: Final = fault_code(
    "text.reason",
    _("This needs a reason in a few words, of at most %(limit)s characters."),
    _("Write why; the other delegations read it."),
)
MANY: Final = fault_code(
    "text.many",
    _("The text has more paragraphs or proposals than one text can hold (%(limit)s)."),
    _("Take proposals back that are no longer needed."),
)
TITLE: Final = fault_code(
    "text.title",
    _("A declaration has a title in each language, in one line."),
    _("Write a title of at most 200 characters in each of the four languages."),
)
UNREADABLE: Final = fault_code(
    "text.document-unreadable",
    _("The document has no paragraphs of this declaration in it."),
    _("Download the text as a Word document, write your changes into it with changes tracked, and send that file."),
)
NOT_FIXED: Final = fault_code(
    "text.not-fixed",
    _("The authentic texts are not fixed for signature, or somebody has signed them already."),
    _("Load the page again: it shows what can be done next."),
)
SIGNATURE: Final = fault_code(
    "text.signature",
    _("The signature does not fit these texts and your agency's key."),
    _("Fetch the statement to sign again, and sign exactly its bytes with your agency's present key."),
)
NO_KEY: Final = fault_code(
    "text.no-key",
    _("This node knows no signing key of your agency."),
    _("Ask the secretariat to publish your agency's key in the directory of members."),
)
PASSKEY: Final = fault_code(
    "text.passkey",
    _("The answer is not that of a passkey of yours to these texts, given on this page with your PIN or fingerprint."),
    _("Load the page of signatures again and sign with a passkey that your account lists."),
)
CERTIFICATE: Final = fault_code(
    "text.certificate",
    _("The certificate cannot be read, is not valid today, or has a key that is too weak."),
    _("Send a certificate (X.509, PEM or DER) with an Ed25519 or elliptic key, or RSA of at least 2048 bits."),
)
UNCONFIRMED: Final = fault_code(
    "text.unconfirmed",
    _("A certificate has not been confirmed yet."),
    _("Compare its fingerprint with the agency by another way, then confirm or refuse the signature."),
)
