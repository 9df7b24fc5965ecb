"""What the clock does with transactions."""

from minassa.transactions import searching, taking


def take_in() -> None:
    """Read the file that waits longest for a while; the rest of it waits for the next time."""
    taking.take_waiting()


def search() -> None:
    """Run the search that waits longest."""
    searching.run_waiting()


def keep_the_clock() -> None:
    """Delete what is due for review, and folders that no row names."""
    taking.keep_the_clock()
