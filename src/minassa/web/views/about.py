"""What Minassa is, and is not; and where whoever finds a weakness in it writes."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from minassa.base import today
from minassa.web.policy import PUBLIC, Ask, page


@page(PUBLIC)
def about(request: Ask) -> HttpResponse:
    """The page that says what this is for, for whom, and what it will never do."""
    return render(request, "web/about.html")


_STANDS_FOR: Final = timedelta(days=180)


@page(PUBLIC)
def security_contact(_request: Ask) -> HttpResponse:
    """Where a weakness is reported in private (RFC 9116); absent where the node names nobody.

    It is made from the settings at each request, so what it says holds for half a year from today.
    """
    node = settings.MINASSA.node
    if not node.security_contact:
        raise Http404
    lines = [f"Contact: {node.security_contact}", f"Expires: {today() + _STANDS_FOR}T00:00:00Z"]
    lines += ["Preferred-Languages: ar, fr, en, pt"]
    lines += [f"Canonical: {node.address}/.well-known/security.txt"] if node.address.startswith("https://") else []
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
