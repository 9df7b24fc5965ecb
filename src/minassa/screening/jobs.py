"""What the clock does for lists: fetch the official ones again, and ask past checks again when they changed."""

import logging

from django.conf import settings

from minassa.access import system_actor
from minassa.base import Fault
from minassa.screening.publishers import sources
from minassa.screening.rechecks import forget_old_checks
from minassa.screening.rechecks import recheck_changed as _recheck_changed
from minassa.screening.updates import update_list

logger = logging.getLogger(__name__)


def update_lists() -> None:
    """Update every official list; one that fails is told in the log and does not keep the others back.

    A node for exercises keeps its invented list alone: nothing in it is real.
    """
    if settings.MINASSA.node.exercise:
        return
    actor = system_actor("lists-update")
    for source in sources():
        if not source.official:
            continue
        try:
            update_list(actor, source=source.key)
        except Fault as fault:
            logger.warning("the list %s was not updated: %s", source.key, fault.code)


def recheck_changed() -> None:
    """Ask the checks of the last 90 days again about the versions that came in force, and tell whoever asked."""
    _recheck_changed()


def forget_checks() -> None:
    """Forget the checks that are older than 90 days."""
    forget_old_checks()
