"""The reply clock: until when an answer is due, stopped while the answerer waits for a clarification. Pure.

The times are after Directive (EU) 2023/977, article 5(1), the published rule of this kind nearest to the work of these
agencies: eight hours for what is urgent and at hand, three days for what is urgent and must be obtained, seven days for the
rest. There they count from receipt, here from sending, since only the sender knows of both sides when that was.
The members may agree on others: they stand here alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Urgency(StrEnum):
    """How soon an answer is needed."""

    ROUTINE = "routine"
    PRIORITY = "priority"
    URGENT = "urgent"


REPLY_WITHIN: Final[Mapping[Urgency, timedelta]] = MappingProxyType(
    {Urgency.ROUTINE: timedelta(days=7), Urgency.PRIORITY: timedelta(days=3), Urgency.URGENT: timedelta(hours=8)}
)
REMIND_BEFORE: Final[Mapping[Urgency, timedelta]] = MappingProxyType(
    {Urgency.ROUTINE: timedelta(days=2), Urgency.PRIORITY: timedelta(days=1), Urgency.URGENT: timedelta(hours=2)}
)
"""How long before it is due people are reminded: enough to still answer in time within office hours."""
RERATE_WITHIN: Final = timedelta(days=30)
"""How long after its first rating a side may change it: it tells of what was seen then. The time is ours."""
NAMES_KEPT: Final = timedelta(days=90)
"""How long names of nominees are kept after a training ended or came to nothing, for certificates and accounts. The time is ours."""
SKEW: Final = timedelta(minutes=5)
"""How far another node's clock may be ahead of ours (the same as for signed requests between nodes)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When the answer is due; `stopped` is since when it stands still, None while it runs."""

    due: datetime
    stopped: datetime | None = None


def started(urgency: Urgency, at: datetime) -> Clock:
    """The clock of a request that was sent at this moment."""
    return Clock(at + REPLY_WITHIN[urgency])


def stop(clock: Clock, at: datetime) -> Clock:
    """The clock from the moment at which the answerer asked back; one that stands still goes on standing still."""
    return clock if clock.stopped else replace(clock, stopped=at)


def go_on(clock: Clock, at: datetime) -> Clock:
    """The clock after a clarification: due as much later as it stood still, never earlier."""
    if clock.stopped is None:
        return clock
    return Clock(clock.due + max(at - clock.stopped, timedelta(0)))


def left(clock: Clock, at: datetime) -> timedelta:
    """How much time is left, negative when overdue; while it stands still, what was left when it stopped."""
    return clock.due - (clock.stopped or at)


def is_overdue(clock: Clock, at: datetime) -> bool:
    """Whether the answer is late."""
    return left(clock, at) < timedelta(0)


def believed(stated: datetime, *, after: datetime, received: datetime) -> datetime:
    """A moment that the other node states, held between the message before it and our own time plus a small skew.

    A peer that lies about the time can move a clock by no more than its message was on the way.
    """
    return min(max(stated, after), max(received + SKEW, after))
