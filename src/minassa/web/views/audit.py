"""The audit log for inspectors, and for supervisors what concerns their own agency."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from minassa import audit
from minassa.access import Actor, list_people, read_audit, read_checkpoint
from minassa.access.acts import AUDIT_READ
from minassa.web import wording
from minassa.web.forms.audit import AuditFilterForm
from minassa.web.pieces import Crumb
from minassa.web.policy import Call, page
from minassa.web.views.records import agency_names

_PAGE: Final = 50


@page(AUDIT_READ)
def log(request: Call) -> HttpResponse:
    """Lines newest first; the filters stand in the address, so that a view can be kept and shared."""
    form = AuditFilterForm(request.GET or None)
    filters = form.filters() if form.is_bound and form.is_valid() else audit.Filters()
    lines = read_audit(request.actor, filters=filters, before=_place(request.GET.get("before", "")), limit=_PAGE + 1)
    people, agencies = _names(request.actor), agency_names(request.actor)
    shown = lines[:_PAGE]
    context = {
        "form": form,
        "lines": [
            (
                one,
                people.get(one.actor, ""),
                agencies.get(one.agency, "") if one.agency else "",
                wording.OUTCOMES[one.outcome],
            )
            for one in shown
        ],
        "next": str(shown[-1].id) if len(lines) > _PAGE else "",
        "first": "before" in request.GET,
        "checkpoint": read_checkpoint(request.actor),
        "crumbs": (Crumb(_("My work"), "/"), Crumb(_("Audit"))),
    }
    return render(request, "web/audit/log.html", context)


def _names(actor: Actor) -> dict[str, str]:
    """Names of people by the way in which the log names them."""
    return {f"user:{one.id}": one.name for one in list_people(actor)}


def _place(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None
