"""The ground floor: ids, clock, faults, canonical JSON, settings and outgoing fetches. No models, no I/O at import."""

from minassa.base.canonical import Json, canonical_json
from minassa.base.clock import held_at, now, today
from minassa.base.cursors import Cursor, cursor_from, cursor_text
from minassa.base.errors import (
    Conflict,
    Fault,
    Invalid,
    NotFound,
    PeerFault,
    Refused,
    Sentence,
    Unavailable,
    fault_code,
    fault_codes,
)
from minassa.base.ids import new_id, new_ids
from minassa.base.sentences import filled
from minassa.base.settings import LANGUAGES, Settings, SettingsFault, home_folder, read_settings

__all__ = [
    "LANGUAGES",
    "Conflict",
    "Cursor",
    "Fault",
    "Invalid",
    "Json",
    "NotFound",
    "PeerFault",
    "Refused",
    "Sentence",
    "Settings",
    "SettingsFault",
    "Unavailable",
    "canonical_json",
    "cursor_from",
    "cursor_text",
    "fault_code",
    "fault_codes",
    "filled",
    "held_at",
    "home_folder",
    "new_id",
    "new_ids",
    "now",
    "read_settings",
    "today",
]
