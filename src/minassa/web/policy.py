"""Who may open a page: every view says so, and a test walks the addresses to see that none forgot (S11).

A policy is `PUBLIC`, `ENTERING`, `LOGIN`, or an act of `minassa.access`: the service behind the page decides about that act with the
label at hand; here the act serves to turn away early whoever may never do it, and to keep it out of their menus.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, Final, TypeAlias, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from minassa.access import Act, Actor
from minassa.safeguards import hold_back, note_page


class Open(StrEnum):
    """Policies that need no act."""

    PUBLIC = "public"
    ENTERING = "entering"
    LOGIN = "login"


PUBLIC: Final = Open.PUBLIC
ENTERING: Final = Open.ENTERING
"""For whoever has shown a password and sets up or shows the second factor: the pages of login itself, and no others."""
LOGIN: Final = Open.LOGIN
Policy: TypeAlias = Open | Act


class Ask(HttpRequest):
    """A request as our views get it: with the actor of its session, and htmx's details."""

    actor: Actor | None
    lacks: str
    left: bool
    htmx: HtmxDetails


class Call(HttpRequest):
    """A request of someone who is logged in: what a view with another policy than PUBLIC gets."""

    actor: Actor
    htmx: HtmxDetails


View: TypeAlias = Callable[..., HttpResponseBase]


def page(
    policy: Policy, *, methods: tuple[str, ...] = ("GET", "HEAD"), passive: bool = False
) -> Callable[[View], View]:
    """Declare a view's policy and methods. Whoever is not logged in is sent to the entrance and comes back afterwards.

    `passive`: open pages ask for it by themselves, so it does not count as somebody being there (S07).
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not _is_open_to(request, policy):
                return _to_entrance(cast("Ask", request))
            if not passive:
                _watch(request)
            return view(request, *args, **kwargs)

        cast("Any", guarded).policy = policy
        cast("Any", guarded).passive = passive
        return guarded

    return declare


def _watch(request: HttpRequest) -> None:
    """Hold back whoever is slowed, and count pages of lists beyond the first (S37). Raises TooFast."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        hold_back(actor)
        if request.GET.get("before"):
            note_page(actor, request.path)


def _is_open_to(request: HttpRequest, policy: Policy) -> bool:
    if policy is PUBLIC:
        return True
    return request.user.is_authenticated if policy is ENTERING else getattr(request, "actor", None) is not None


def _to_entrance(request: Ask) -> HttpResponse:
    """The login page, with the way back: only to pages that can be opened again by their address, never to a piece of one."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    if request.htmx:
        back = request.htmx.current_url_abs_path or "/"
    away = redirect_to_login(back)
    return HttpResponseClientRedirect(away.url) if request.htmx else away
