"""Notices: what a person is told because something changed."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from minassa.desk import mark_read
from minassa.desk.acts import NOTICE_MARK
from minassa.web.policy import Call, page


@page(NOTICE_MARK, methods=("POST",))
def read(request: Call, notice: UUID) -> HttpResponse:
    """Note that a notice was read, and go to what it is about."""
    found = mark_read(request.actor, id=notice)
    about = found.about.partition(":")[0]
    return HttpResponseRedirect(reverse("web:past-checks") if about == "check" else reverse("web:home"))
