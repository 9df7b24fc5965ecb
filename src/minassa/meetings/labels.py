"""Whom a row of a meeting is for. The secretariat owns what it writes; delegations own what they write.

An edition has two communities, which the secretariat's invitations fill: `everybody` (observers too) and `members`.
"""

from typing import Final
from uuid import UUID

from minassa.access import Handling, Label, Opened, Tlp
from minassa.meetings.models import Edition

_H0: Final = frozenset({Handling.H0})


def own(owner: UUID, *, exercise: bool) -> Label:
    """For one agency alone: what the secretariat plans, what a delegation drafts."""
    return Label(owner, Tlp.AMBER_STRICT, frozenset({f"agency:{owner}"}), _H0, exercise=exercise)


def personal(person: UUID, owner: UUID, *, exercise: bool) -> Label:
    """For one person alone."""
    return Label(owner, Tlp.RED, frozenset({f"user:{person}"}), _H0, exercise=exercise)


def between(owner: UUID, other: UUID, *, exercise: bool) -> Label:
    """For two agencies: what a delegation tells the secretariat, or the secretariat one delegation."""
    audience = frozenset({f"agency:{owner}", f"agency:{other}"})
    return Label(owner, Tlp.AMBER_STRICT, audience, _H0, exercise=exercise)


def public(owner: UUID, *, exercise: bool) -> Label:
    """For everybody: facts that are published anyway."""
    return Label(owner, Tlp.CLEAR, handling=_H0, exercise=exercise)


def circle(edition: Edition, owner: UUID, *, exercise: bool, observers: bool) -> Label:
    """For the delegations of an edition, observers too or not, and the secretariat; of an edition without a circle, its owner's."""
    community = edition.everybody if observers else edition.members
    if community is None:
        return own(owner, exercise=exercise)
    audience = frozenset({f"community:{community}", f"agency:{edition.owner}", f"agency:{owner}"})
    return Label(owner, Tlp.GREEN, audience, _H0, exercise=exercise)


def for_participants(opened: Opened, edition: Edition, owner: UUID | None = None, *, observers: bool = True) -> Label:
    """As `circle`, for what is written to an edition that has its label; `owner` is the secretariat unless another one writes."""
    exercise = opened.label_of(edition.label_id).exercise
    return circle(edition, owner or edition.owner, exercise=exercise, observers=observers)
