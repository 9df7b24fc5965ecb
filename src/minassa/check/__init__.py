"""The check: the one question, "who is this?", asked of lists and records, with evidence and reasons."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from minassa.check.types import LIMIT, Answer, Finding, Hit, Judged, Kind, NameReason, Place, Question, Span

if TYPE_CHECKING:
    from minassa.check.acts import CHECK, SCREEN
    from minassa.check.evidence import birth_span
    from minassa.check.memory import judge
    from minassa.check.service import check, screen
    from minassa.screening import Verdict

__all__ = [
    "CHECK",
    "LIMIT",
    "SCREEN",
    "Answer",
    "Finding",
    "Hit",
    "Judged",
    "Kind",
    "NameReason",
    "Place",
    "Question",
    "Span",
    "Verdict",
    "birth_span",
    "check",
    "judge",
    "screen",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "CHECK": "acts",
    "SCREEN": "acts",
    "Verdict": "memory",
    "birth_span": "evidence",
    "check": "service",
    "judge": "memory",
    "screen": "service",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names' types stand under TYPE_CHECKING above
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"minassa.check.{_LATER[name]}"), name)
