"""What the clock does in this room."""

from minassa.threats.intakes import run_waiting


def bring_in() -> None:
    """Bring in the files of incidents that people sent."""
    run_waiting()
