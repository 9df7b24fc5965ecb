"""The words of cases, as pages and papers show them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.cases.rules import CaseState, CaseStep
from minassa.cases.types import OriginKind

ORIGINS: Final[Mapping[OriginKind, Promise]] = {
    OriginKind.CHECK: _("A check by name"),
    OriginKind.BATCH: _("A screened file"),
    OriginKind.WATCH: _("A watch"),
    OriginKind.PAYMENT: _("A payment"),
    OriginKind.PATTERN: _("A pattern of transactions"),
    OriginKind.OWN: _("Opened by a person"),
}
CASE_STATES: Final[Mapping[CaseState, Promise]] = {
    CaseState.OPEN: _("Case is open"),
    CaseState.WAITING: _("Waits for a second person"),
    CaseState.CONFIRMED: _("Confirmed"),
    CaseState.DISMISSED: _("Dismissed"),
    CaseState.MERGED: _("Merged into another case"),
}
CASE_STEPS: Final[Mapping[CaseStep, Promise]] = {
    CaseStep.OPENED: _("Case opened"),
    CaseStep.RETURNED: _("It came up again, and the evidence has changed"),
    CaseStep.EVIDENCE: _("Evidence added"),
    CaseStep.NOTED: _("Note on the case"),
    CaseStep.ASSIGNED: _("Assigned"),
    CaseStep.DUE: _("Deadline set"),
    CaseStep.LINKED: _("Link added"),
    CaseStep.UNLINKED: _("Link taken away"),
    CaseStep.PROPOSED_CONFIRMED: _("Proposed to confirm it"),
    CaseStep.PROPOSED_DISMISSED: _("Proposed to dismiss it"),
    CaseStep.NOT_AGREED: _("The second person did not agree"),
    CaseStep.CONFIRMED: _("Case confirmed"),
    CaseStep.DISMISSED: _("Case dismissed"),
    CaseStep.REOPENED: _("Case reopened"),
    CaseStep.MERGED: _("Merged into another case"),
    CaseStep.TOOK_IN: _("Took in another case"),
    CaseStep.GAVE_BACK: _("Gave back a case that it had taken in"),
    CaseStep.SPLIT: _("Part of the evidence went to a new case"),
    CaseStep.CAME: _("Split from another case"),
}
LINE_WORDS: Final[Mapping[str, Promise]] = {
    "account": _("Account"),
    "address": _("Address"),
    "alias": _("Other name"),
    "amount": _("Amount"),
    "as-of": _("As of"),
    "birth": _("Date of birth"),
    "birth-place": _("Place of birth"),
    "country": _("Country"),
    "fact": _("What is said of it"),
    "identifier": _("Number or address"),
    "kind": _("Kind"),
    "listed-on": _("Listed on"),
    "matched-name": _("Matched name"),
    "name": _("Name"),
    "period": _("Period"),
    "programme": _("Programme"),
    "rule": _("Rule"),
    "score": _("Score"),
    "transaction": _("Transaction"),
    "why": _("Why"),
}
"""Words for the kinds of lines; a line of another kind shows its kind as it is."""


def line_word(kind: str) -> str:
    """What stands before a line of evidence."""
    return str(LINE_WORDS.get(kind, kind))
