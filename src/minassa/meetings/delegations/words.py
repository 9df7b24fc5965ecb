"""The words of delegations in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.meetings.delegations.rules import Decision, DelegateState, DelegationKind, LetterState

DELEGATION_KINDS: Final[Mapping[DelegationKind, Promise]] = {
    DelegationKind.AGENCY: _("Agency"),
    DelegationKind.STATE: _("State"),
    DelegationKind.OBSERVER: _("Observer"),
}
DELEGATE_STATES: Final[Mapping[DelegateState, Promise]] = {
    DelegateState.DRAFT: _("Draft of the delegation"),
    DelegateState.NOMINATED: _("Nominated"),
    DelegateState.WITHDRAWN: _("Taken back"),
}
LETTER_STATES: Final[Mapping[LetterState, Promise]] = {
    LetterState.DRAFT: _("Letter not sent yet"),
    LetterState.SENT: _("Letter with the secretariat"),
    LetterState.ACCEPTED: _("Letter accepted"),
    LetterState.RETURNED: _("Letter returned"),
}
DECISIONS: Final[Mapping[Decision, Promise]] = {
    Decision.ACCREDITED: _("Accredited"),
    Decision.REFUSED: _("Refused"),
}
