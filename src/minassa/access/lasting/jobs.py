"""What the clock does for the ledger."""

from minassa.access.lasting import service


def tidy_ledger() -> None:
    """Carry what a fault left in the database, and forget the months that are kept no more."""
    service.tidy_ledger()
