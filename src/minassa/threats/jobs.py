"""What the clock does in this room."""

from minassa.threats.picture import outlook
from minassa.threats.placing import place_incidents
from minassa.threats.warnings import looking


def place_all() -> None:
    """Look up the hexagon and the area of incidents that came in before there were any, or before the shapes changed."""
    place_incidents()


def make_outlooks() -> None:
    """Make the forecasts that readers asked for, each from what that reader may see."""
    outlook.make_outlooks()


def look_for_warnings() -> None:
    """Look at the rules of all agencies, each with its keeper's eyes, and put what is new into that person's work."""
    looking.look()
