"""What happens around every page: faults become pages that say what to do next, and answers carry safe headers."""

import logging
import secrets
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from minassa.base import Fault
from minassa.web.shell import THEME_COOKIE

log = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

_YEAR: Final = 31_536_000
# Everything that a page of ours never needs (S25).
PERMISSIONS: Final = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "picture-in-picture", "screen-wake-lock", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip


class SafeHeaders:
    """Headers of every answer: no caching of pages, no embedding elsewhere, no device features (S25, S26)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then add the headers that the view has not set itself."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class Preferences:
    """A person's language and appearance follow them to another browser: its cookies decide, else their profile."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Use the profile where this browser has chosen nothing, and remember it there."""
        lacking = {} if getattr(request, "actor", None) is None else _lacking(request)
        if language := lacking.get(settings.LANGUAGE_COOKIE_NAME):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        request.COOKIES = {**request.COOKIES, **lacking}
        response = self.get_response(request)
        for name, value in lacking.items():
            remember_choice(response, name, value)
        return response


def _lacking(request: HttpRequest) -> dict[str, str]:
    """What the profile says and this browser does not know yet, by cookie."""
    profile = {
        settings.LANGUAGE_COOKIE_NAME: getattr(request.user, "language", ""),
        THEME_COOKIE: getattr(request.user, "theme", ""),
    }
    return {name: value for name, value in profile.items() if value and name not in request.COOKIES}


def remember_choice(response: HttpResponseBase, name: str, value: str) -> None:
    """Keep a choice in this browser for a year; a view's own choice stands."""
    if name not in response.cookies:
        response.set_cookie(
            name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


class FaultPages:
    """Turns a Fault of any service into a page in the reader's language, or into a piece of one for htmx."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing on the way in or out."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of a fault; every other exception is a bug and goes on to the 500 page."""
        return fault_page(request, exception) if isinstance(exception, Fault) else None


def fault_page(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The page for a fault, with its code and a number that finds it in the node's log."""
    reference = secrets.token_hex(4)
    log.info("fault %s %s %s", fault.code, fault.status, reference)
    shown = {"what": fault.what, "next_step": fault.next_step, "code": fault.code, "reference": reference}
    if not getattr(request, "htmx", False):
        return render(request, "web/fault.html", {"fault": shown}, status=fault.status)
    piece = render(request, "web/parts/fault.html", {"fault": shown}, status=fault.status)
    piece.headers["HX-Retarget"] = "#faults"
    piece.headers["HX-Reswap"] = "innerHTML"
    return piece
