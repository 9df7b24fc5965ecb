"""What the clock does with records."""

from minassa.records import index


def refresh_index() -> None:
    """Save the name index where enough has changed, so that a new process opens it instead of building it."""
    index.refresh_index()
