"""What is typed into a form of liaison and not sent yet: kept as it is typed, brought back, thrown away."""

from collections.abc import Set as AbstractSet
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from minassa.base import Invalid
from minassa.desk import DraftView, drop_draft, keep_draft
from minassa.web.faults import BAD_REQUEST
from minassa.web.policy import Call

NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", "about_draft", "form", "action", "next"})


def typed_fields(
    draft: DraftView, several: AbstractSet[str], *, ticked: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """What was typed as a form's initial values; of the fields named in `several`, every value.

    A browser sends a box, `ticked`, only where it is ticked: one that is missing was emptied.
    """
    plain = {name: (values or [""])[-1] for name, values in draft.fields.items() if name not in several}
    return (
        plain
        | {name: list(draft.fields.get(name, ())) for name in several}
        | {name: name in draft.fields for name in ticked}
    )


def keep_typed(request: Call, form: str) -> HttpResponse:
    """Keep what is typed; answers htmx with nothing to swap."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    keep_draft(request.actor, form=form, about=_about(request, form), fields=fields)
    return HttpResponse(status=204)


def drop_typed(request: Call, form: str, *, then: str) -> HttpResponse:
    """Throw away what was typed, and go on at the address `then`."""
    drop_draft(request.actor, form=form, about=_about(request, form))
    messages.success(request, _("The draft is thrown away."))
    return HttpResponseRedirect(then)


def _about(request: Call, form: str) -> str:
    """The draft of the agency that is changed; empty for a new one. Raises Invalid for anything else."""
    about = request.POST.get("about_draft", "")
    try:
        is_ours = request.POST.get("form") == form and (not about or str(UUID(about)) == about)
    except ValueError:
        is_ours = False
    if not is_ours:
        raise Invalid(BAD_REQUEST)
    return about
