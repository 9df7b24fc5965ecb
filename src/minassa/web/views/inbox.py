"""The inbox: every notice of a person, how they want to be told, and the pulse by which open pages learn of news."""

from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from minassa.base import Invalid, now
from minassa.desk import (
    Delivery,
    acknowledge_notice,
    choose_mail,
    is_mail_offered,
    list_digests,
    list_subscriptions,
    mail_choice,
    mark_all_read,
    mark_read,
    mark_unread,
    read_inbox,
    stop_mail,
    subscribe,
    undo_mark_all,
)
from minassa.desk.acts import MAIL_CHOOSE, NOTICE_ACKNOWLEDGE, NOTICE_MARK, NOTICE_READ, NOTICE_SUBSCRIBE
from minassa.web import wording
from minassa.web.faults import BAD_REQUEST
from minassa.web.forms.mail import MailForm, initial_of_mail
from minassa.web.inbox import beat_of, with_ways
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.ways import way_back, way_to

_PAGE: Final = 30
_WAY: Final = (Crumb(gettext_lazy("My work"), "/"),)
_DELIVERIES: Final = (
    (Delivery.EACH, gettext_lazy("Each one at once")),
    (Delivery.DAILY, gettext_lazy("One line a day")),
    (Delivery.OFF, gettext_lazy("Not at all")),
)


@page(NOTICE_READ)
def inbox(request: Call) -> HttpResponse:
    """Notices, the latest first; kind, day and `unread` stand in the address, so that a view can be kept."""
    kind, day, unread = request.GET.get("kind", ""), _day(request.GET.get("day", "")), "unread" in request.GET
    before = request.GET.get("before", "")
    found = read_inbox(request.actor, kind=kind, day=day, unread_only=unread, before=before, size=_PAGE)
    context = {
        "notices": with_ways(found.notices),
        "digests": () if kind or before else list_digests(request.actor),
        "next": found.next,
        "first": bool(before),
        "kinds": list_subscriptions(request.actor),
        "kind": kind,
        "day": day,
        "unread": unread,
        "until": now().isoformat(),
        "undo": request.GET.get("undo", ""),
        "mail_offered": is_mail_offered(),
        "crumbs": (*_WAY, Crumb(_("Inbox"))),
    }
    return render(request, "web/inbox/inbox.html", context)


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError as error:
        raise Invalid(BAD_REQUEST) from error


@page(NOTICE_READ, passive=True)
def pulse(request: Call) -> HttpResponseBase:
    """What open pages ask every fifteen seconds: 304 while nothing has changed, else the piece that shows it.

    The page sends the mark of what it shows in If-None-Match itself, so that no browser needs to keep anything (S26).
    """
    beat = beat_of(request.actor)
    tag = f'"{beat.mark}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = render(request, "web/parts/pulse.html", {"beat": beat, "again": True})
    answer.headers["ETag"] = tag
    return answer


@page(NOTICE_MARK, methods=("POST",))
def open_notice(request: Call, notice: UUID) -> HttpResponse:
    """Note that a notice was read, and go to what it is about."""
    found = mark_read(request.actor, id=notice)
    return HttpResponseRedirect(way_to(found.about) or reverse("web:inbox"))


@page(NOTICE_MARK, methods=("POST",))
def mark(request: Call, notice: UUID) -> HttpResponse:
    """Mark one notice as read, or as unread."""
    (mark_read if request.POST.get("read") == "1" else mark_unread)(request.actor, id=notice)
    return HttpResponseRedirect(way_back(request, otherwise=reverse("web:inbox")))


@page(NOTICE_ACKNOWLEDGE, methods=("POST",))
def acknowledge(request: Call, notice: UUID) -> HttpResponse:
    """Acknowledge an urgent notice; htmx gets the bar as it is now, so that nothing typed on the page is lost."""
    acknowledge_notice(request.actor, id=notice)
    if request.htmx:
        return render(request, "web/parts/pulse.html", {"beat": beat_of(request.actor), "again": True})
    return HttpResponseRedirect(way_back(request, otherwise=reverse("web:inbox")))


@page(NOTICE_MARK, methods=("POST",))
def mark_all(request: Call) -> HttpResponse:
    """Mark all that the page showed, or could have shown on its further pages, as read; undo is offered once."""
    kind, day = request.POST.get("kind", ""), _day(request.POST.get("day", ""))
    done = mark_all_read(request.actor, until=_moment(request.POST.get("until", "")), kind=kind, day=day)
    sentence = ngettext("%(count)s notice marked as read.", "%(count)s notices marked as read.", done.count)
    messages.success(request, sentence % {"count": done.count})
    asked = {"undo": done.at.isoformat()} if done.count else {}
    return HttpResponseRedirect(_inbox(request, asked))


@page(NOTICE_MARK, methods=("POST",))
def undo(request: Call) -> HttpResponse:
    """Mark those unread again that were marked at once."""
    count = undo_mark_all(request.actor, at=_moment(request.POST.get("at", "")))
    sentence = ngettext("%(count)s notice is unread again.", "%(count)s notices are unread again.", count)
    messages.success(request, sentence % {"count": count})
    return HttpResponseRedirect(_inbox(request, {}))


def _moment(written: str) -> datetime:
    try:
        found = parse_datetime(written)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Invalid(BAD_REQUEST)
    return found


def _inbox(request: Call, more: dict[str, str]) -> str:
    """The inbox with the filters of the form that was sent."""
    kept: dict[str, Any] = {name: request.POST[name] for name in ("kind", "unread") if request.POST.get(name)}
    asked = kept | more
    return reverse("web:inbox") + (f"?{urlencode(asked)}" if asked else "")


@page(NOTICE_SUBSCRIBE, methods=("GET", "HEAD", "POST"))
def subscriptions(request: Call) -> HttpResponse:
    """How the person wants to be told of each kind."""
    if request.method == "POST":
        changed = _subscribe_all(request)
        messages.success(
            request, _("Your choice is kept.") if changed else _("Nothing was changed: this is what you had chosen.")
        )
        return HttpResponseRedirect(reverse("web:inbox-subscriptions"))
    return _choices(request, MailForm(initial=initial_of_mail(mail_choice(request.actor))))


def _choices(request: Call, form: MailForm) -> HttpResponse:
    chosen = mail_choice(request.actor)
    context = {
        "form": form,
        "mail": chosen,
        "mail_offered": is_mail_offered(),
        "mail_fault": wording.fault_sentence(chosen.fault) if chosen and chosen.fault else "",
        "kinds": list_subscriptions(request.actor),
        "deliveries": _DELIVERIES,
        "crumbs": (*_WAY, Crumb(_("Inbox"), reverse("web:inbox")), Crumb(_("What you are told"))),
    }
    return render(request, "web/inbox/subscriptions.html", context, status=422 if form.errors else 200)


@page(MAIL_CHOOSE, methods=("POST",))
def mail(request: Call) -> HttpResponse:
    """Ask for mail about new notices, or want none any more."""
    if request.POST.get("do") == "stop":
        stop_mail(request.actor)
        messages.success(request, _("You get no e-mail any more, and the address is forgotten."))
        return HttpResponseRedirect(reverse("web:inbox-subscriptions"))
    form = MailForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            choose_mail(request.actor, address=given["address"], every=given["every"], language=get_language() or "")
        except Invalid as fault:
            form.add_error("address", str(fault))
        else:
            messages.success(request, _("Your choice is kept."))
            return HttpResponseRedirect(reverse("web:inbox-subscriptions"))
    return _choices(request, form)


def _subscribe_all(request: Call) -> int:
    changed = 0
    for one in list_subscriptions(request.actor):
        wanted = request.POST.get(one.kind, one.delivery.value)
        if wanted in set(Delivery) and wanted != one.delivery:
            subscribe(request.actor, kind=one.kind, delivery=Delivery(wanted))
            changed += 1
    return changed
