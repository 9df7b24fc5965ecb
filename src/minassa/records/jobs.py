"""What the clock does with records."""

from minassa.access import chase
from minassa.records import index, retention
from minassa.records.nexus import held, whole
from minassa.records.releases import notices
from minassa.records.twins import finding


def refresh_index() -> None:
    """Save the name index where enough has changed, so that a new process opens it instead of building it."""
    index.refresh_index()


def refresh_graph() -> None:
    """Make the snapshot of the graph anew where enough has changed, so that processes open it instead of reading all records."""
    held.refresh_graph()


def refresh_communities() -> None:
    """Find the communities of all that somebody may see, for those who asked: once by night, and when what was kept is void."""
    whole.refresh_communities()


def find_twins() -> None:
    """Look for suspected duplicates among what changed."""
    finding.find_twins()


def chase_acknowledgements() -> None:
    """Tell supervisors whose corrections and withdrawals were not acknowledged in time, once for each recipient."""
    for late in chase():
        notices.tell_overdue(late)


def keep_the_clock() -> None:
    """Ask about records that come up for review, and delete those for which nobody gave a reason (R07)."""
    retention.keep_the_clock()
