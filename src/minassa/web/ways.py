"""Ways: where things are shown that notices and work are about, and the way back to the page from which a form was sent."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

# What has no page of its own stands on another one.
_ELSEWHERE: Final[Mapping[str, str]] = {
    "check": "web:past-checks",
    "file": "web:received",
    "group-names": "web:group-names",
    "incident-doubts": "web:incident-doubts",
    "partners": "web:partners",
    "transactions": "web:transaction-files",
    "twin": "web:record-twins",
    "user": "account",
    "watches": "web:watches-all",
}


def way_to(about: str) -> str:
    """The address of what `<kind>:<key>` names; empty where no page shows it.

    The page of a kind is the view that bears the kind's name and takes the key alone: `record:<uuid>` is `web:record`.
    """
    kind, _colon, key = about.partition(":")
    try:
        return reverse(_ELSEWHERE[kind]) if kind in _ELSEWHERE else reverse(f"web:{kind}", args=(key,))
    except NoReverseMatch:
        return ""


def way_back(request: HttpRequest, *, otherwise: str = "/") -> str:
    """The page that a form names in `next`, if it is one of this node; else the other one."""
    named = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        named, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return named if allowed else otherwise
