"""Language and appearance: chosen by anybody, remembered in a cookie of this browser, and for a person in their profile."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from minassa.base import LANGUAGES
from minassa.web.policy import PUBLIC, Ask, page
from minassa.web.shell import THEME_COOKIE, THEMES

_YEAR = 31_536_000


@page(PUBLIC, methods=("POST",))
def choose_language(request: Ask) -> HttpResponse:
    """Change the language and go back to the page that was open."""
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, request.POST.get("language", ""), LANGUAGES)


@page(PUBLIC, methods=("POST",))
def choose_theme(request: Ask) -> HttpResponse:
    """Change the appearance and go back to the page that was open."""
    return _remember(request, THEME_COOKIE, request.POST.get("theme", ""), tuple(one.code for one in THEMES))


def _remember(request: Ask, cookie: str, chosen: str, offered: tuple[str, ...]) -> HttpResponse:
    response = HttpResponseRedirect(_way_back(request))
    if chosen in offered:
        response.set_cookie(
            cookie,
            chosen,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _way_back(request: Ask) -> str:
    named = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        named, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return named if allowed else "/"
