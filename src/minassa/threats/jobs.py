"""What the clock does in this room."""

from minassa.threats.picture import outlook


def make_outlooks() -> None:
    """Make the forecasts that readers asked for, each from what that reader may see."""
    outlook.make_outlooks()
