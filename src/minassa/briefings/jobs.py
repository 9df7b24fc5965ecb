"""What the clock does in this room."""

from minassa.briefings import asking
from minassa.briefings.scheduling import make_due


def begin_reports() -> None:
    """Begin the threat reports whose month or quarter is over."""
    make_due()


def make_asked() -> None:
    """Begin the threat reports that people asked for and whose figures take long."""
    asking.make_asked()
