"""What the clock does in this room."""

from minassa.briefings.scheduling import make_due


def begin_reports() -> None:
    """Begin the threat reports whose month or quarter is over."""
    make_due()
