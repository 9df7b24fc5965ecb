"""How grave an alert is, how soon it is acknowledged, and when it is over. Pure.

The times are ours: no published rule sets them. An immediate threat must be in somebody's hands within the hour in which
it can still be met; a serious one within the same watch; a general warning by the next day. A node that is off line for
longer is thereby noticed by whoever issued the alert.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Gravity(StrEnum):
    """How near and how certain the threat is."""

    IMMEDIATE = "immediate"
    SERIOUS = "serious"
    WARNING = "warning"


class AlertState(StrEnum):
    """A draft of the agency, in force, or stood down."""

    DRAFT = "draft"
    ACTIVE = "active"
    STOOD_DOWN = "stood-down"


ACKNOWLEDGE_WITHIN: Final[Mapping[Gravity, timedelta]] = MappingProxyType(
    {Gravity.IMMEDIATE: timedelta(hours=1), Gravity.SERIOUS: timedelta(hours=4), Gravity.WARNING: timedelta(hours=24)}
)
STAND_DOWN_WITHIN: Final = timedelta(hours=24)
"""How soon agencies acknowledge that an alert is over."""
