"""What the clock does for lists: fetch the official ones again."""

import logging

from minassa.access import system_actor
from minassa.base import Fault
from minassa.screening.publishers import sources
from minassa.screening.updates import update_list

logger = logging.getLogger(__name__)


def update_lists() -> None:
    """Update every official list; one that fails is told in the log and does not keep the others back."""
    actor = system_actor("lists-update")
    for source in sources():
        if not source.official:
            continue
        try:
            update_list(actor, source=source.key)
        except Fault as fault:
            logger.warning("the list %s was not updated: %s", source.key, fault.code)
