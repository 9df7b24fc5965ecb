"""Rules of holding a record (R01, R07): what it must state, how long until its review, and when a label widens."""

from datetime import date, timedelta
from typing import Final

from minassa.access import Handling, Label, Purpose
from minassa.base import Invalid, today
from minassa.records import faults
from minassa.records.items import CONTROL
from minassa.records.types import Ground

LONGEST_BASIS: Final = 500
YEARS_TO_REVIEW: Final = 5
WARN_BEFORE: Final = timedelta(days=183)
"""How long before the review the owner is asked (R07): about six months."""


def latest_review(start: date | None = None) -> date:
    """The last day on which a record may come up for review: five years from now."""
    day = start or today()
    try:
        return day.replace(year=day.year + YEARS_TO_REVIEW)
    except ValueError:  # 29 February
        return day.replace(year=day.year + YEARS_TO_REVIEW, day=28)


def checked_ground(ground: Ground, label: Label) -> Ground:
    """The ground with its review date filled in. Raises Invalid where anything that R01 asks for is missing."""
    basis = " ".join(ground.legal_basis.split())
    if not basis or len(basis) > LONGEST_BASIS or CONTROL.search(basis):
        raise Invalid(faults.LEGAL_BASIS, limit=LONGEST_BASIS)
    if ground.purpose not in {one.value for one in Purpose}:
        raise Invalid(faults.PURPOSE)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    review_on = ground.review_on or latest_review()
    refuse_review(review_on)
    return Ground(basis, ground.purpose, review_on, ground.grading)


def refuse_review(day: date) -> None:
    """Raise Invalid for a day of review that is past or too far."""
    if not today() < day <= latest_review():
        raise Invalid(faults.REVIEW, latest=latest_review().isoformat())


def widens(old: Label, new: Label) -> bool:
    """Whether somebody could see or use a record under the new label who could not under the old one (S16)."""
    return (
        widens_marks(old, new)
        or not new.audience <= old.audience
        or (bool(old.audience) and not new.audience and new.tlp.width > 1)
    )


def widens_marks(old: Label, new: Label) -> bool:
    """The same but for the audience: whether level, handling codes, purposes or times allow more than they did."""
    restrictions = old.handling - {Handling.H0}
    return (
        new.tlp.width > old.tlp.width
        or not restrictions <= new.handling
        or bool(old.purposes and (not new.purposes or not new.purposes <= old.purposes))
        or (old.exercise and not new.exercise)
        or _opens_earlier(old, new)
    )


def _opens_earlier(old: Label, new: Label) -> bool:
    earlier = old.opens is not None and (new.opens is None or new.opens < old.opens)
    later = old.closes is not None and (new.closes is None or new.closes > old.closes)
    return earlier or later
