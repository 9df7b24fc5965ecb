"""What one actor may use of the graph, and what this search wants of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Sight:
    """The label ids that the door opened; and the kinds of edges and the days that a search is narrowed to.

    An edge without dates is of all days: that a link has no date does not mean that it did not hold.
    """

    labels: frozenset[int]
    kinds: frozenset[int] | None = None
    since: date | None = None
    until: date | None = None
    without: frozenset[int] = field(default_factory=frozenset)
    """Subjects (by number) that are left out: those that the reader has hidden."""


def day_of(one: date) -> int:
    """Days since 1970."""
    return (one - EPOCH).days


def sight(labels: Iterable[int]) -> Sight:
    """All that these labels allow."""
    return Sight(frozenset(labels))
