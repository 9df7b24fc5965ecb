"""What `minassa work` does for the log."""

from minassa.audit.service import seal


def seal_waiting() -> None:
    """Give the waiting lines their places and sign a checkpoint."""
    seal()
