"""What alerts, lookouts, reports and practices have in common where they arrive: the labels they may bear, and who is taken out of them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from minassa.access import Label, Opened, Tlp, addressed_here
from minassa.base import Invalid
from minassa.liaison import faults


class Labelled(Protocol):
    """A row of this room that bears a label."""

    label_id: int

    def save(self, *, update_fields: list[str]) -> None:
        """Django's own."""


def bearable(label: Label, *, without: frozenset[Tlp], fault: str) -> Label:
    """The label, if something between agencies can bear it: none of these levels (`fault` says so), a handling code, no bounds."""
    if label.tlp in without:
        raise Invalid(fault)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    if label.purposes or label.opens or label.closes:
        raise Invalid(faults.MESSAGE_WRONG)
    return label


def taken_out(opened: Opened, row: Labelled, gone: frozenset[str], *, versions: Iterable[Labelled] = ()) -> bool:
    """Take these out of the audience of a row and its versions; whether somebody of this node is left.

    An empty audience of TLP:GREEN would be for everybody: the owner alone stays.
    """
    label = opened.label_of(row.label_id)
    for one in (*versions, row):
        old = opened.label_of(one.label_id)
        kept = (old.audience - gone) or frozenset({f"agency:{old.owner}"})
        one.label_id = opened.intern(replace(old, audience=kept))
        one.save(update_fields=["label"])
    left = label.audience - gone
    return bool(left) and bool(addressed_here(replace(label, audience=left)))
