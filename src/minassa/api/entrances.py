"""Who asks: a program with a token, or a person who is logged in and whose request carries the form token of our pages."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from ninja.security import HttpBearer
from ninja.security.base import AuthBase

from minassa.access import Actor, actor_of_token
from minassa.api import faults
from minassa.api.pace import Pace, keep
from minassa.api.watch import note_wrong_token
from minassa.base import Refused
from minassa.safeguards import hold_back, note_page

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class Call(HttpRequest):
    """A request as our operations get it: `auth` is the actor."""

    auth: Actor


def _watch(request: HttpRequest, actor: Actor, pace: Pace | None) -> None:
    """Keep the pace, hold back whoever is slowed, and count pages of lists beyond the first (S37). Raises TooMany, TooFast."""
    if pace:
        keep(pace, actor)
    hold_back(actor)
    if request.GET.get("before"):
        note_page(actor, request.path)


class Token(HttpBearer):
    """`Authorization: Bearer minassa_t_...`. A wrong token is refused even where a session came along."""

    openapi_description = "A token made with `minassa token add` or in the account: scoped, and it expires."

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """The token's actor. Raises LoginNeeded, TooMany."""
        try:
            actor = actor_of_token(token)
        except Refused as refused:
            note_wrong_token(request, refused.code)
            raise faults.LoginNeeded(refused.code, **refused.params) from None
        _watch(request, actor, self._pace)
        return actor


class _FormToken(CsrfViewMiddleware):
    """Django's check of the form token, which tells why it refuses instead of making a page of it."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:  # noqa: ARG002 - Django's signature
        return HttpResponseForbidden(reason)


def _carries_form_token(request: HttpRequest) -> bool:
    check = _FormToken(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, _no_view, (), {}) is None


def _no_view(_request: HttpRequest) -> HttpResponse:
    """What the check takes for the view: one that is not exempt."""
    return HttpResponse()


class Session(AuthBase):
    """The session of our own pages. What changes something must carry the form token too (X-CSRFToken)."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The session of a person who is logged in; other methods than GET need X-CSRFToken."

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace
        super().__init__()

    def __call__(self, request: HttpRequest) -> Actor | None:
        """The session's actor, or None. Raises Refused without the form token, TooMany."""
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return None
        if request.method not in SAFE and not _carries_form_token(request):
            raise Refused(faults.FORM_TOKEN)
        _watch(request, actor, self._pace)
        return actor
