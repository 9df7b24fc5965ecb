"""What the clock does for the outbox."""

from minassa.access.releases import forgetting


def forget_settled() -> None:
    """Forget what was stopped on its way, or given up long ago."""
    forgetting.forget_settled()
