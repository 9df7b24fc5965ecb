"""The words of good practices and lessons in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.practices.rules import PracticeKind, PracticeState

PRACTICE_KINDS: Final[Mapping[PracticeKind, Promise]] = {
    PracticeKind.GOOD_PRACTICE: _("Good practice"),
    PracticeKind.LESSON: _("Lesson learned"),
}
PRACTICE_STATES: Final[Mapping[PracticeState, Promise]] = {
    PracticeState.DRAFT: _("Draft, to be released by a supervisor"),
    PracticeState.RELEASED: _("Released to others"),
    PracticeState.WITHDRAWN: _("Taken back"),
}
