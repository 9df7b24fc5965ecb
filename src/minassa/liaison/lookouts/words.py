"""The words of lookouts in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.lookouts.types import LookoutKind, LookoutState, Tell, Wish

LOOKOUT_KINDS: Final[Mapping[LookoutKind, Promise]] = {
    LookoutKind.PERSON: _("Person"),
    LookoutKind.VEHICLE: _("Vehicle"),
    LookoutKind.DOCUMENT: _("Document"),
}
LOOKOUT_STATES: Final[Mapping[LookoutState, Promise]] = {
    LookoutState.DRAFT: _("Draft, to be issued by a supervisor"),
    LookoutState.ACTIVE: _("In force"),
    LookoutState.WITHDRAWN: _("Withdrawn"),
}
WISHES: Final[Mapping[Wish, Promise]] = {
    Wish.REPORT: _("Only tell us; do not act on it"),
    Wish.CALL: _("Call us at once, before you do anything"),
}
TELLS: Final[Mapping[Tell, Promise]] = {
    Tell.BOTH: _("Both sides: we are told, and whoever checks sees it"),
    Tell.OWNER: _("We, and the liaison officers of the agency that checks; whoever checks sees nothing"),
}
