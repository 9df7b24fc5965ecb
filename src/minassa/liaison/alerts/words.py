"""The words of alerts in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.liaison.alerts.rules import AlertState, Gravity

GRAVITIES: Final[Mapping[Gravity, Promise]] = {
    Gravity.IMMEDIATE: _("Immediate threat: acknowledged within 1 hour"),
    Gravity.SERIOUS: _("Serious threat: acknowledged within 4 hours"),
    Gravity.WARNING: _("Warning: acknowledged within 24 hours"),
}
GRAVITY_NAMES: Final[Mapping[Gravity, Promise]] = {
    Gravity.IMMEDIATE: _("Immediate threat"),
    Gravity.SERIOUS: _("Serious threat"),
    Gravity.WARNING: _("Warning"),
}
ALERT_STATES: Final[Mapping[AlertState, Promise]] = {
    AlertState.DRAFT: _("Draft, to be issued by a supervisor"),
    AlertState.ACTIVE: _("In force"),
    AlertState.STOOD_DOWN: _("Stood down"),
}
