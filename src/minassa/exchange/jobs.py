"""What the clock does for the exchange: fetch feeds, publish what was released, carry parcels, forget what is old."""

from minassa.exchange.feeds.running import sync_due_feeds
from minassa.exchange.peers import keeping, sending
from minassa.exchange.taxii import publishing, statuses


def sync_feeds() -> None:
    """Fetch every feed whose time has come; what went wrong stands on its page."""
    sync_due_feeds()


def forget_statuses() -> None:
    """Forget what became of requests that are some days old."""
    statuses.forget_statuses()


def update_collections() -> None:
    """Put what was released since into the collections that take it."""
    publishing.update_collections()


def carry() -> None:
    """Carry to other nodes what waits for them, and fetch what waits for this one."""
    sending.sync_peers()


def forget_old_traffic() -> None:
    """Forget what cannot be replayed or fetched any more."""
    keeping.forget_old_traffic()
