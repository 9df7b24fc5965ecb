"""The check: the one question, "who is this?", asked of lists and records, with evidence and reasons."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.check.types import LIMIT, Answer, Finding, Hit, Judged, Kind, NameReason, Place, Question, Span

if TYPE_CHECKING:
    from minassa.check.acts import CHECK, SCREEN
    from minassa.check.evidence import birth_span
    from minassa.check.memory import judge
    from minassa.check.service import check
    from minassa.check.whole.asking import Counts, Why
    from minassa.check.whole.rows import count_rows
    from minassa.check.whole.service import Onward, Screened, screen_file
    from minassa.screening import Verdict

__all__ = [
    "CHECK",
    "LIMIT",
    "SCREEN",
    "Answer",
    "Counts",
    "Finding",
    "Hit",
    "Judged",
    "Kind",
    "NameReason",
    "Onward",
    "Place",
    "Question",
    "Screened",
    "Span",
    "Verdict",
    "Why",
    "birth_span",
    "check",
    "count_rows",
    "judge",
    "screen_file",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "CHECK": "acts",
    "SCREEN": "acts",
    "Verdict": "memory",
    "birth_span": "evidence",
    "check": "service",
    "judge": "memory",
    "Counts": "whole.asking",
    "Why": "whole.asking",
    "count_rows": "whole.rows",
    "Onward": "whole.service",
    "Screened": "whole.service",
    "screen_file": "whole.service",
}
__getattr__ = loaded_later(__name__, _LATER)
