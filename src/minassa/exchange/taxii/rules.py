"""Which label an object gets in a collection. Pure.

Its owner is the agency that sent it. Its markings may narrow what the collection's label allows, and never widen it.
"""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from minassa.access import Handling, Label, Tlp, purposes_within
from minassa.base import Invalid
from minassa.exchange import faults

_PLATFORM_WIDE: Final = frozenset({Tlp.CLEAR, Tlp.GREEN})


@dataclass(frozen=True, slots=True)
class Marks:
    """What an object's own markings say. No level: it is unmarked, and the collection's holds."""

    tlp: Tlp | None = None
    handling: frozenset[Handling] = frozenset()
    purposes: frozenset[str] = frozenset()
    exercise: bool = False


UNMARKED: Final = Marks()


def label_within(bounds: Label, *, owner: UUID, marks: Marks = UNMARKED) -> Label:
    """The label of an object of this owner in a collection with the label `bounds`; unmarked objects get the collection's.

    The collection's own agency sees everything in it. Raises Invalid for TLP:RED where the collection names no persons,
    and for purposes of which this platform knows none.
    """
    level = bounds.tlp if marks.tlp is None else min(marks.tlp, bounds.tlp, key=lambda one: one.width)
    if level is Tlp.RED and not any(one.startswith("user:") for one in bounds.audience):
        raise Invalid(faults.TOO_NARROW)
    return replace(
        bounds,
        owner=owner,
        tlp=level,
        audience=_audience(bounds, owner, level),
        handling=bounds.handling | marks.handling,
        purposes=purposes_within(bounds.purposes, marks.purposes),
        exercise=bounds.exercise or marks.exercise,
    )


def _audience(bounds: Label, owner: UUID, level: Tlp) -> frozenset[str]:
    """The collection's audience, and its keeper where the object is another agency's: it would not be addressed otherwise.

    GREEN and CLEAR without an audience are for the whole platform: naming one agency would narrow them to it.
    """
    is_for_all = not bounds.audience and level in _PLATFORM_WIDE
    if bounds.owner == owner or is_for_all or level is Tlp.RED:
        return bounds.audience
    return bounds.audience | {f"agency:{bounds.owner}"}
