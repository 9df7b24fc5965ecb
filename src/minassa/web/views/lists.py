"""Sanctions lists: what is in force, the versions and what each changed, and the page of a listed subject."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.screening import (
    Change,
    accept_list,
    delta,
    read_subject,
    review_list,
    source_named,
    status,
    versions,
)
from minassa.screening.acts import LIST_ACCEPT, LIST_READ
from minassa.web import wording
from minassa.web.pieces import CLEAR, Crumb
from minassa.web.policy import Call, page
from minassa.web.rights import may

_LISTS: Final = (Crumb(gettext_lazy("My work"), "/"), Crumb(gettext_lazy("Lists"), "/lists/"))
_CHANGES_SHOWN: Final = 200


@page(LIST_READ)
def lists(request: Call) -> HttpResponse:
    """Every source with its version in force, and the one that waits for review."""
    found = status(request.actor)
    context = {
        "lists": found,
        "waiting": [one for one in found if one.waiting],
        "may_accept": may(request.actor, LIST_ACCEPT),
        "crumbs": (_LISTS[0], Crumb(_("Lists"))),
        "handling": CLEAR,
    }
    return render(request, "web/lists/lists.html", context)


@page(LIST_READ)
def one_list(request: Call, source: str) -> HttpResponse:
    """All versions of one list."""
    kind = source_named(source)
    context = {
        "source": kind,
        "versions": [(one, wording.LIST_STATES[one.state]) for one in versions(request.actor, source=source)],
        "crumbs": (*_LISTS, Crumb(kind.title)),
        "handling": CLEAR,
    }
    return render(request, "web/lists/list.html", context)


@page(LIST_READ)
def changes(request: Call, source: str, version: int) -> HttpResponse:
    """What one version added, amended and removed."""
    found = delta(request.actor, source=source, version=version)
    return _changes_page(request, source, found, _version_title(version), is_review=False)


@page(LIST_ACCEPT)
def review(request: Call, source: str) -> HttpResponse:
    """What the version in quarantine would change, before a person puts it in force."""
    found = review_list(request.actor, source=source)
    return _changes_page(request, source, found, _("Version in quarantine"), is_review=True)


def _changes_page(
    request: Call, source: str, found: tuple[Change, ...], title: str, *, is_review: bool
) -> HttpResponse:
    kind = source_named(source)
    named = (("removed", _("Removed")), ("amended", _("Amended")), ("added", _("Added")))
    grouped = [(what, words, [one for one in found if one.what == what]) for what, words in named]
    context = {
        "source": kind,
        "title": title,
        "is_review": is_review,
        "groups": [(what, words, some[:_CHANGES_SHOWN], len(some)) for what, words, some in grouped],
        "fields": wording.SUBJECT_FIELDS,
        "shown": _CHANGES_SHOWN,
        "crumbs": (*_LISTS, Crumb(kind.title, reverse("web:list", args=(source,))), Crumb(title)),
        "handling": CLEAR,
    }
    return render(request, "web/lists/changes.html", context)


@page(LIST_READ)
def subject(request: Call, source: str, ref: str) -> HttpResponse:
    """One listed subject as its publisher states it, with its history."""
    kind = source_named(source)
    found = read_subject(request.actor, source=source, ref=ref)
    context = {
        "source": kind,
        "found": found,
        "subject": found.subject,
        "kind": wording.KINDS[found.subject.kind.value],
        "countries": [wording.country_name(code) for code in sorted(found.subject.country_codes)],
        "identifiers": [(wording.IDENTIFIERS.get(one.kind, one.kind), one) for one in found.subject.identifiers],
        "facts": [(wording.FACTS.get(one.kind, wording.FACTS["remark"]), one.text) for one in found.subject.facts],
        "crumbs": (*_LISTS, Crumb(kind.title, reverse("web:list", args=(source,))), Crumb(found.subject.caption)),
        "handling": CLEAR,
    }
    return render(request, "web/lists/subject.html", context)


@page(LIST_ACCEPT, methods=("POST",))
def accept(request: Call, source: str) -> HttpResponse:
    """Put the version that waits in quarantine in force, after a person has looked at it."""
    version = accept_list(request.actor, source=source)
    messages.success(
        request, _("Version %(number)s of %(source)s is in force.") % {"number": version.number, "source": source}
    )
    return HttpResponseRedirect(reverse("web:lists"))


def _version_title(version: int) -> str:
    return _("Version %(number)s") % {"number": version}
