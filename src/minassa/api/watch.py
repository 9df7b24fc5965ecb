"""What the entrance notes of those whom it turns away (S20, S37): once a minute each, so that nobody can flood the log."""

from typing import Final

from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from minassa import audit
from minassa.access import Actor
from minassa.api.acts import PACE, TOKEN_TRY

ONCE_IN_SECONDS: Final = 60
DOORKEEPER: Final = "system:api"


def source_of(request: HttpRequest) -> str:
    """The address that a request comes from, seen past the declared proxy."""
    return get_client_ip(request) or "unknown"


def note_wrong_token(request: HttpRequest, reason: str) -> None:
    """A token that is not valid came from this address."""
    source = source_of(request)
    if _is_first(f"token:{source}"):
        _write(audit.Line(TOKEN_TRY.name, "refused", DOORKEEPER, reason=reason, details={"source": source}))


def note_too_many(actor: Actor, pace: str, reason: str) -> None:
    """This actor asks more often than anybody should need to: perhaps somebody empties the node through it."""
    if _is_first(f"pace:{pace}:{actor.named}"):
        line = audit.Line(PACE.name, "refused", actor.named, agency=actor.agency, reason=reason, details={"pace": pace})
        _write(line)


def _is_first(what: str) -> bool:
    return bool(cache.add(f"watch:{what}", 1, timeout=ONCE_IN_SECONDS))


def _write(line: audit.Line) -> None:
    with transaction.atomic():
        audit.append(line)
