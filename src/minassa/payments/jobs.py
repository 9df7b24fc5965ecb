"""What the clock does in this room."""

from minassa.payments.running import run_waiting


def screen_files() -> None:
    """Screen the files of payments that people sent."""
    run_waiting()
