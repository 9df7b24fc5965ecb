"""The words of suspicious-transaction reports, as pages and papers show them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.suspicions.content import PartyKind, ReportKind
from minassa.suspicions.types import ReplyKind, SuspicionAct, SuspicionState

REPORT_KINDS: Final[Mapping[ReportKind, Promise]] = {
    ReportKind.TRANSACTION: _("Suspicious transactions (STR)"),
    ReportKind.ACTIVITY: _("Suspicious activity (SAR)"),
}
PARTY_KINDS: Final[Mapping[PartyKind, Promise]] = {
    PartyKind.PERSON: _("Person"),
    PartyKind.ENTITY: _("Organisation"),
    PartyKind.ACCOUNT: _("Account"),
}
SUSPICION_STATES: Final[Mapping[SuspicionState, Promise]] = {
    SuspicionState.DRAFT: _("Report is drafted"),
    SuspicionState.REVIEW: _("Report is reviewed"),
    SuspicionState.APPROVED: _("Report may leave"),
    SuspicionState.SENT: _("Report was sent"),
    SuspicionState.CLOSED: _("Report is closed"),
}
SUSPICION_ACTS: Final[Mapping[SuspicionAct, Promise]] = {
    SuspicionAct.DRAFTED: _("Report drafted"),
    SuspicionAct.SUBMITTED: _("Submitted for review"),
    SuspicionAct.RETURNED: _("Made a draft again"),
    SuspicionAct.APPROVED: _("Agreed to by the second person"),
    SuspicionAct.SENT: _("Sent to the FIU"),
    SuspicionAct.REPLIED: _("The FIU replied"),
    SuspicionAct.ANSWERED: _("The FIU was answered"),
    SuspicionAct.CLOSED: _("Report closed"),
}
REPLY_KINDS: Final[Mapping[ReplyKind, Promise]] = {
    ReplyKind.RECEIPT: _("It has the report"),
    ReplyKind.REJECTION: _("It does not take the report"),
    ReplyKind.QUESTION: _("It asks"),
    ReplyKind.FEEDBACK: _("What became of it"),
}
