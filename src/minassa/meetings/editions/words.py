"""The words of editions and agendas in the reader's language."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minassa.meetings.editions.rules import ChangeKind, EditionState, SessionKind

EDITION_STATES: Final[Mapping[EditionState, Promise]] = {
    EditionState.PREPARATION: _("In preparation"),
    EditionState.RUNNING: _("Taking place"),
    EditionState.HELD: _("Held"),
}
SESSION_KINDS: Final[Mapping[SessionKind, Promise]] = {
    SessionKind.OPENING: _("Opening"),
    SessionKind.PLENARY: _("Plenary session"),
    SessionKind.WORKING: _("Working session"),
    SessionKind.BREAK: _("Break"),
    SessionKind.CLOSING: _("Closing"),
}
CHANGE_KINDS: Final[Mapping[ChangeKind, Promise]] = {
    ChangeKind.ADDED: _("New"),
    ChangeKind.REMOVED: _("Dropped"),
    ChangeKind.MOVED: _("Moved"),
    ChangeKind.CHANGED: _("Changed"),
}
FACT_TOPICS: Final[Mapping[str, Promise]] = {
    "launch": _("Launch of the platform"),
    "organisers": _("Organisers"),
    "length": _("Length"),
    "chair": _("Chair"),
    "participation": _("Participation"),
    "topics": _("Topics"),
    "training": _("Training"),
    "format": _("Purpose"),
    "speakers": _("Speakers"),
}
CONFIDENCE_NAMES: Final[Mapping[str, Promise]] = {
    "high": _("High confidence"),
    "medium": _("Medium confidence"),
    "low": _("Low confidence"),
}
SPOKEN_NAMES: Final[Mapping[str, Promise]] = {
    "ar": _("Arabic"),
    "en": _("English"),
    "fr": _("French"),
    "pt": _("Portuguese"),
    "es": _("Spanish"),
    "sw": _("Kiswahili"),
}
SESSION_FIELDS: Final[Mapping[str, Promise]] = {
    "date": _("Day"),
    "kind": _("Kind"),
    "begins": _("Begins"),
    "ends": _("Ends"),
    "title": _("Title"),
    "theme": _("Theme"),
    "room": _("Room"),
    "chairs": _("Chairs"),
    "speakers": _("Speakers"),
    "channels": _("Interpretation"),
    "is_open": _("Open to observers"),
    "takes_up": _("Recommendations taken up"),
}
