"""Around every request: who acts in this session, whether a second factor is still missing, and fresh proof where needed."""

from collections.abc import Callable
from typing import Final, cast
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from minassa.access import STEP_UP_NEEDED, Actor, Role, resume_session
from minassa.base import Fault, Refused
from minassa.web.entrance.events import FACTOR, SESSION
from minassa.web.policy import ENTERING, PUBLIC, Ask

Answer = Callable[[HttpRequest], HttpResponseBase]

PASSKEY_ROLES: Final = frozenset({Role.SECRETARIAT, Role.NODE_ADMINISTRATOR})
"""Roles whose session needs a passkey: what they hold is worth phishing for (S01)."""


class SessionActor:
    """Gives each request `actor`: the person of a session that is open, in time and confirmed by a factor; else None."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Find the actor; a session that is over is closed and its person told so."""
        asked = cast("Ask", request)
        asked.actor, asked.lacks, asked.left = None, "", False
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._enter(asked)
        response = self.get_response(request)
        if asked.left:
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    def _enter(self, request: Ask) -> None:
        try:
            user, session = UUID(str(request.user.pk)), UUID(request.session[SESSION])
            actor = resume_session(session, user_id=user, passive=_is_passive(request))
        except Refused as refused:
            logout(request)
            messages.warning(request, str(refused))
            return
        except (KeyError, ValueError):
            logout(request)
            return
        request.lacks = lacking(actor, str(request.session.get(FACTOR, "")))
        request.actor = None if request.lacks else actor

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        _args: object,
        _kwargs: object,
    ) -> HttpResponse | None:
        """Send whoever lacks a factor to where it is set up, whatever they asked for (S01)."""
        lacks = cast("Ask", request).lacks
        if not lacks or getattr(view, "policy", None) in {PUBLIC, ENTERING}:
            return None
        return _send(request, reverse(_WAY[lacks]))


def _is_passive(request: HttpRequest) -> bool:
    """Whether an open page asks by itself, with nobody there."""
    try:
        return bool(getattr(resolve(request.path_info).func, "passive", False))
    except Resolver404:
        return False


_WAY: Final = {"factor": "account_factors", "passkey": "mfa_add_webauthn", "own-passkey": "account_passkey_needed"}


def lacking(actor: Actor, factor: str) -> str:
    """What a session still lacks: nothing, any "factor", a "passkey" to be added, or the use of one's "own-passkey"."""
    if settings.MINASSA.node.exercise:
        return ""
    if not factor:
        return "factor"
    if factor == Authenticator.Type.WEBAUTHN or not actor.roles & PASSKEY_ROLES:
        return ""
    has_one = Authenticator.objects.filter(user=actor.user_id, type=Authenticator.Type.WEBAUTHN).exists()
    return "own-passkey" if has_one else "passkey"


class StepUp:
    """When a service asks for fresh proof, asks the person for it and then does what they had asked for (S07)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """To the page that asks for the factor. A form with files is not kept: it must be sent again."""
        if not isinstance(exception, Fault) or exception.code != STEP_UP_NEEDED or getattr(request, "auth", None):
            return None
        if getattr(request, "actor", None) is None:
            return None
        where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
        if request.FILES:
            messages.info(request, _("After confirming, choose your file again."))
            return HttpResponseRedirect(where)
        htmx: HtmxDetails = cast("Ask", request).htmx
        if htmx:  # what asked for a piece of a page gets the page again, to repeat from there
            back = urlencode({REDIRECT_FIELD_NAME: htmx.current_url_abs_path or "/"})
            return HttpResponseClientRedirect(f"{where}?{back}")
        answer: HttpResponse = suspend_request(request, where)
        return answer


def _send(request: HttpRequest, where: str) -> HttpResponse:
    return _for_htmx(request, HttpResponseRedirect(where))


def _for_htmx(request: HttpRequest, answer: HttpResponseRedirect) -> HttpResponse:
    return HttpResponseClientRedirect(answer.url) if getattr(request, "htmx", False) else answer
