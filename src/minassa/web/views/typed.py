"""What is typed into forms of liaison that have no page of their own for it: kept, and thrown away."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse
from django.urls import reverse

from minassa.base import NotFound
from minassa.desk.acts import DRAFT_KEEP
from minassa.web.faults import BAD_REQUEST
from minassa.web.policy import Call, page
from minassa.web.typed import drop_typed, keep_typed

THEN: Final[Mapping[str, str]] = {
    "duty": "web:duty-contacts",
    "expertise": "web:expertise-directory",
    "incident": "web:incidents",
    "lookout": "web:lookouts",
    "practice": "web:practices",
}
"""The forms, and where one goes on when what was typed is thrown away."""


@page(DRAFT_KEEP, methods=("POST",))
def keep(request: Call, form: str) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    return keep_typed(request, _known(form))


@page(DRAFT_KEEP, methods=("POST",))
def drop(request: Call, form: str) -> HttpResponse:
    """Throw away what was typed."""
    return drop_typed(request, _known(form), then=reverse(THEN[_known(form)]))


def _known(form: str) -> str:
    if form not in THEN:
        raise NotFound(BAD_REQUEST)
    return form
