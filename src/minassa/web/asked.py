"""For what a session asks: its last purpose and case, kept in the session until logout (R05)."""

from collections.abc import Mapping
from typing import Any, Final

from minassa.web.policy import Call

_SESSION: Final = "asked_for"


def asked_for(request: Call) -> dict[str, str]:
    """`purpose` and `case` as this session last stated them; empty before the first time."""
    kept: dict[str, str] = request.session.get(_SESSION, {})
    return kept


def remember(request: Call, given: Mapping[str, Any]) -> None:
    """Keep the purpose and case that a form stated."""
    request.session[_SESSION] = {"purpose": str(given["purpose"]), "case": str(given["case"])}
