"""What the clock does in this room."""

from minassa.programmes.reporting.reminding import remind_of_reports


def watch_reports() -> None:
    """Remind programme officers of reports that are due, close to their last day, or missing."""
    remind_of_reports()
