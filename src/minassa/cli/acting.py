"""As whom a command acts: the owner of the node's folder, or whoever holds a token. Import it after Django's start."""

from django.conf import settings

from minassa.access import Actor, actor_of_token, cli_actor


def acting_as(token: str) -> Actor:
    """The actor of this API token, or of the folder's owner where none is given."""
    return actor_of_token(token) if token else cli_actor(settings.MINASSA.home)


def stated_purpose(purpose: str) -> str:
    """The purpose given, or the node's own."""
    return purpose or str(settings.MINASSA.node.purpose)
