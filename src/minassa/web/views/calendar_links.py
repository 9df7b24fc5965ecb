"""The calendar: what a person may attend, to take along once, or as a link that their calendar program follows."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from minassa import meetings
from minassa.base import Invalid, NotFound
from minassa.meetings import SPOKEN_NAMES, CalendarLinkView, EditionRow
from minassa.meetings.acts import CALENDAR_LINK, CALENDAR_LINKS
from minassa.web.faults import BAD_REQUEST
from minassa.web.pieces import Crumb, handled
from minassa.web.policy import PUBLIC, Call, page
from minassa.web.views.meetings import WAY, in_words


@page(CALENDAR_LINKS)
def links(request: Call) -> HttpResponse:
    """The person's links, and what a new one can be for: everything, an edition, or the session that the address names."""
    return _shown(request)


def _shown(request: Call, *, secret: str = "") -> HttpResponse:
    rows = meetings.list_editions(request.actor)
    names = {one.id: in_words(one.names) for one in rows}
    session = _session(request)
    context = {
        "links": [_line(one, names) for one in meetings.list_calendar_links(request.actor)],
        "choices": _choices(rows),
        "session": session,
        "secret": request.build_absolute_uri(reverse("web:calendar-follow", args=(secret,))) if secret else "",
        "handling": handled((row.marks, row.obligations) for row in rows),
        "crumbs": (*WAY, Crumb(_("Calendar"))),
    }
    return render(request, "web/meetings/calendar.html", context)


def _choices(rows: tuple[EditionRow, ...]) -> list[tuple[str, str]]:
    """Editions with an agenda to come; of those that were held, only facts are known."""
    coming = [one for one in rows if one.state is not meetings.EditionState.HELD]
    return [(str(one.id), in_words(one.names)) for one in coming]


def _session(request: Call) -> dict[str, Any] | None:
    try:
        chosen = UUID(request.GET.get("session", ""))
    except ValueError:
        return None
    found = meetings.read_floor(request.actor, session=chosen)
    return {"id": chosen, "edition": found.edition.id, "title": in_words(found.session.plan.title)}


def _line(one: CalendarLinkView, names: dict[UUID, str]) -> dict[str, Any]:
    about = _("All meetings") if one.edition is None else names.get(one.edition, "—")
    return {"one": one, "about": about, "one_session": one.session is not None, "language": SPOKEN_NAMES[one.language]}


@page(CALENDAR_LINK, methods=("POST",))
def add_link(request: Call) -> HttpResponse:
    """Make a link; its address is shown on this one page only."""
    edition, session = (_chosen(request, name) for name in ("edition", "session"))
    made = meetings.add_calendar_link(
        request.actor,
        language=get_language() or "en",
        exercise=settings.MINASSA.node.exercise,
        edition=edition,
        session=session if edition else None,
    )
    return _shown(request, secret=made.secret)


def _chosen(request: Call, name: str) -> UUID | None:
    given = request.POST.get(name, "")
    try:
        return UUID(given) if given else None
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


@page(CALENDAR_LINK, methods=("POST",))
def revoke_link(request: Call, link: UUID) -> HttpResponse:
    """End a link."""
    meetings.revoke_calendar_link(request.actor, id=link)
    messages.success(request, _("The link no longer works."))
    return HttpResponseRedirect(reverse("web:calendar-links"))


@page(PUBLIC)
def follow(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar program gets: whoever has the link needs no login. A program that names what it has gets only what is new."""
    known = frozenset(
        one.removeprefix("W/").strip('"') for one in parse_etags(request.headers.get("If-None-Match", ""))
    )
    try:
        found = meetings.follow_calendar(secret=secret, known=known)
    except NotFound as fault:
        return HttpResponse(str(fault), status=404, content_type="text/plain; charset=utf-8")
    if found.content is None:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(found.content, content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="meetings.ics"'
    answer["ETag"] = f'"{found.tag}"'
    # Kept by the program itself, asked about each time; by nobody between.
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
