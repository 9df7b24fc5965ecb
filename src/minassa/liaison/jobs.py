"""What the clock does in this room."""

from minassa.liaison.alerts.watch import chase_silence
from minassa.liaison.duty.service import remind_to_confirm
from minassa.liaison.expertise.service import remind_to_confirm as remind_to_confirm_expertise
from minassa.liaison.requests.forgetting import forget_names
from minassa.liaison.requests.watch import remind


def watch_requests() -> None:
    """Remind people of answers that are due, and tell both sides of those that are late."""
    remind()


def forget_nominees() -> None:
    """Delete the names of nominees whose time has passed."""
    forget_names()


def watch_alerts() -> None:
    """Tell of alerts that were not acknowledged in time."""
    chase_silence()


def watch_contacts() -> None:
    """Ask agencies to confirm duty contacts that nobody has looked at for ninety days."""
    remind_to_confirm()


def watch_expertise() -> None:
    """Ask agencies to confirm what they offer in the directory of expertise and nobody has looked at for 180 days."""
    remind_to_confirm_expertise()
