"""As whom a command acts: the owner of the node's folder, or whoever holds a token. Import it after Django's start."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from minassa.access import Actor, actor_of_token, cli_actor
from minassa.base import today
from minassa.records import Ground

UNSTATED: Final = "Not stated at import; to be stated at the first review"
UNSTATED_REVIEW: Final = timedelta(days=30)


def acting_as(token: str) -> Actor:
    """The actor of this API token, or of the folder's owner where none is given."""
    return actor_of_token(token) if token else cli_actor(settings.MINASSA.home)


def stated_purpose(purpose: str) -> str:
    """The purpose given, or the node's own."""
    return purpose or str(settings.MINASSA.node.purpose)


def stated_ground(legal_basis: str, purpose: str, review_on: datetime | None) -> Ground:
    """The ground in a command's words; one without a legal basis comes up for review soon."""
    day = review_on.date() if review_on else None
    if not legal_basis:
        return Ground(UNSTATED, purpose, day or today() + UNSTATED_REVIEW)
    return Ground(legal_basis, purpose, day)
