"""The public pages of meetings: no login, no script, nothing that depends on who reads; the language stands in the address.

So a copy that a program makes of them (`wget --mirror`) is a site that works without the node.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from minassa import meetings
from minassa.base import LANGUAGES, NotFound
from minassa.meetings import CONFIDENCE_NAMES, EDITION_STATES, FACT_TOPICS, PublicEdition, told, told_in
from minassa.web import wording
from minassa.web.policy import PUBLIC, page
from minassa.web.public_places import OnNode, Places, other_languages


@page(PUBLIC)
def editions(request: HttpRequest, language: str) -> HttpResponse:
    """Every edition with a public page."""
    found = [_line(one, language) for one in meetings.list_public_editions()]
    return _page(request, language, "web/meetings/public_editions.html", {"rows": found, "places": OnNode(language)})


@page(PUBLIC)
def edition(request: HttpRequest, language: str, edition_id: UUID) -> HttpResponse:
    """What is public of one edition: its frame, the communique, and what sources say of one that was held."""
    context = edition_context(meetings.read_public_edition(id=edition_id), language, OnNode(language, edition_id))
    return _page(request, language, "web/meetings/public_edition.html", context)


def edition_context(found: PublicEdition, language: str, places: Places) -> dict[str, Any]:
    """What the page of an edition shows, with the addresses of what stands beside it."""
    spoken = language if language in LANGUAGES else "en"
    texts = [
        (meetings.published_text(declaration=one, language=spoken).title, places.text(one, spoken))
        for one in meetings.published_of(edition=found.id)
    ]
    return {"line": _line(found, language) | {"texts": texts}, "places": places}


def _page(request: HttpRequest, language: str, template: str, context: dict[str, Any]) -> HttpResponse:
    if language not in LANGUAGES:
        raise NotFound("meetings.not-public")
    with translation.override(language):
        answer = render(request, template, context | frame_of(language, context["places"]))
    answer["Content-Language"] = language
    return answer


def frame_of(language: str, places: Places) -> dict[str, Any]:
    """What every public page shows around its content."""
    return {
        "language": language,
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "others": other_languages(places, language),
        "exercise": settings.MINASSA.node.exercise,
    }


def _line(found: PublicEdition, language: str) -> dict[str, Any]:
    with translation.override(language if language in LANGUAGES else "en"):
        return {
            "found": found,
            "name": told(found.names, language),
            "theme": told(found.theme, language),
            "state": str(EDITION_STATES[found.state]),
            "country": wording.country_name(found.country),
            "communique": told(found.communique, language),
            "communique_language": told_in(found.communique, language),
            "facts": [
                {
                    "topic": str(FACT_TOPICS[one.topic]),
                    "said": told(one.said, language),
                    "sources": one.sources,
                    "confidence": str(CONFIDENCE_NAMES[one.confidence]),
                    "conflicts": one.conflicts,
                }
                for one in found.facts
            ],
        }
