"""Language and appearance: chosen by anybody, remembered in a cookie of this browser, and for a person in their profile."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from minassa.access import set_preferences
from minassa.base import LANGUAGES
from minassa.web.middleware import remember_choice
from minassa.web.policy import PUBLIC, Ask, page
from minassa.web.shell import THEME_COOKIE, THEMES
from minassa.web.ways import way_back


@page(PUBLIC, methods=("POST",))
def choose_language(request: Ask) -> HttpResponse:
    """Change the language and go back to the page that was open."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(way_back(request))
    if chosen in LANGUAGES:
        if request.actor:
            set_preferences(request.actor, language=chosen)
        remember_choice(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


@page(PUBLIC, methods=("POST",))
def choose_theme(request: Ask) -> HttpResponse:
    """Change the appearance and go back to the page that was open."""
    chosen = request.POST.get("theme", "")
    response = HttpResponseRedirect(way_back(request))
    if chosen in {one.code for one in THEMES}:
        if request.actor:
            set_preferences(request.actor, theme=chosen)
        remember_choice(response, THEME_COOKIE, chosen)
    return response
