"""Feeds that the agency follows, and collections that are offered to programs: what came, what went wrong, where they are."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.cyber.acts import INDICATOR_UNMAPPED
from minassa.exchange import list_collections, list_feeds, read_feed, resume_feed
from minassa.exchange.acts import COLLECTION_LIST, FEED_LIST, FEED_RESUME
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import Call, page
from minassa.web.rights import may

_HOME: Final = Crumb(gettext_lazy("My work"), "/")
_FEEDS: Final = Crumb(gettext_lazy("Feeds"), "/feeds/")
STATES: Final[dict[str, Promise]] = {
    "good": gettext_lazy("Good"),
    "failing": gettext_lazy("Failing"),
    "dead": gettext_lazy("Given up"),
}


@page(FEED_LIST)
def feeds(request: Call) -> HttpResponse:
    """Every feed with its last fetch, its counts, and what went wrong."""
    found = list_feeds(request.actor)
    context = {
        "feeds": [(one, STATES[one.state]) for one in found],
        "crumbs": (_HOME, Crumb(_("Feeds"))),
        "handling": handled((one.marks, one.obligations) for one in found),
    }
    return render(request, "web/feeds/feeds.html", context)


@page(FEED_LIST)
def feed(request: Call, feed: UUID) -> HttpResponse:
    """One feed with its last fetches and what each refused."""
    found, runs = read_feed(request.actor, id=feed)
    context = {
        "feed": found,
        "state": STATES[found.state],
        "runs": runs,
        "may_download": may(request.actor, INDICATOR_UNMAPPED),
        "crumbs": (_HOME, _FEEDS, Crumb(found.title)),
        "handling": handled([(found.marks, found.obligations)]),
    }
    return render(request, "web/feeds/feed.html", context)


@page(FEED_RESUME, methods=("POST",))
def resume(request: Call, feed: UUID) -> HttpResponse:
    """Have a feed fetched within the next minute, also one that was given up."""
    resume_feed(request.actor, id=feed)
    messages.success(request, _("The feed is fetched within a minute."))
    return HttpResponseRedirect(reverse("web:feed", args=(feed,)))


@page(COLLECTION_LIST)
def collections(request: Call) -> HttpResponse:
    """Every collection that the reader may see, with the address that a program needs."""
    found = list_collections(request.actor, purpose=request.GET.get("purpose", "")[:40])
    context = {
        "collections": [
            (one, request.build_absolute_uri(reverse("taxii:collection", args=(one.id,)))) for one in found
        ],
        "discovery": request.build_absolute_uri(reverse("taxii:discovery")),
        "crumbs": (_HOME, _FEEDS, Crumb(_("Collections"))),
        "handling": handled((one.marks, one.obligations) for one in found),
    }
    return render(request, "web/feeds/collections.html", context)
