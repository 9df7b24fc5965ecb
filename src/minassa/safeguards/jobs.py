"""What the clock does in this room."""

from minassa.safeguards.breaches.watch import watch_clocks
from minassa.safeguards.scraping.rules import Span
from minassa.safeguards.scraping.watch import watch


def watch_reading() -> None:
    """Raise an alert where far more was read within an hour than usual."""
    watch(Span.HOUR)


def watch_days() -> None:
    """The same over a day, for whoever reads slowly; and forget what is kept no longer."""
    watch(Span.DAY)


def watch_breaches() -> None:
    """Remind of the deadlines of incidents, and tell of those that were missed."""
    watch_clocks()
