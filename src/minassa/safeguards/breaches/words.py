"""The words of the register, as pages and papers show them."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.safeguards.breaches.rules import BreachKind, BreachState, Party, RightsRisk, Severity, Step, Told

BREACH_KINDS: Final[Mapping[BreachKind, Promise]] = {
    BreachKind.WRONG_RECIPIENT: _("Sent to the wrong recipient"),
    BreachKind.TOO_MUCH: _("More was released than was meant"),
    BreachKind.LOST_DEVICE: _("A device or paper was lost"),
    BreachKind.STOLEN_CREDENTIALS: _("Credentials were stolen"),
    BreachKind.INTRUSION: _("Intrusion"),
    BreachKind.SCRAPING: _("Data were read in bulk"),
    BreachKind.LOG_BROKEN: _("The audit log does not hold"),
    BreachKind.OTHER: _("Something else"),
}
SEVERITIES: Final[Mapping[Severity, Promise]] = {
    Severity.LOW: _("Low severity"),
    Severity.MEDIUM: _("Medium severity"),
    Severity.HIGH: _("High severity"),
    Severity.CRITICAL: _("Critical severity"),
}
RIGHTS_RISKS: Final[Mapping[RightsRisk, Promise]] = {
    RightsRisk.UNLIKELY: _("Harm to persons is unlikely"),
    RightsRisk.LIKELY: _("Harm to persons is likely"),
    RightsRisk.HIGH: _("High risk to the rights of persons"),
}
BREACH_STATES: Final[Mapping[BreachState, Promise]] = {
    BreachState.OPEN: _("Worked on"),
    BreachState.CLOSING: _("Waits for a second person"),
    BreachState.CLOSED: _("Closed incident"),
}
PARTIES: Final[Mapping[Party, Promise]] = {
    Party.AUTHORITY: _("Data-protection authority"),
    Party.PERSONS: _("Persons concerned"),
}
TOLD_WORDS: Final[Mapping[Told, Promise]] = {
    Told.WAITING: _("Not decided yet"),
    Told.TOLD: _("Was told"),
    Told.NOT_NEEDED: _("Not to be told"),
}
STEPS: Final[Mapping[Step, Promise]] = {
    Step.ENTERED: _("Entered in the register"),
    Step.CHANGED: _("What it says was changed"),
    Step.NOTED: _("Note on the incident"),
    Step.RECALLED: _("A release was recalled"),
    Step.AUTHORITY: _("Decided on telling the authority"),
    Step.PERSONS: _("Decided on telling the persons"),
    Step.LEARNT: _("Lessons written down"),
    Step.REMINDED: _("Keepers were reminded of the deadline"),
    Step.LATE: _("The deadline was missed"),
    Step.CLOSING: _("Asked to close it"),
    Step.KEPT_OPEN: _("Kept open by the second person"),
    Step.CLOSED: _("Incident closed"),
}
LACKS: Final[Mapping[str, Promise]] = {
    Party.AUTHORITY.value: _("Decide on telling the data-protection authority"),
    Party.PERSONS.value: _("Decide on telling the persons concerned"),
    "lessons": _("Write down what was learnt"),
}
