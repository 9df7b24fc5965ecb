"""The check: the one question, "who is this?", asked of lists and records, with evidence and reasons."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.check.types import LIMIT, Answer, Finding, Hit, Judged, Kind, NameReason, Place, Question, Span

if TYPE_CHECKING:
    from minassa.check.acts import CHECK, OWNERSHIP, SCREEN
    from minassa.check.evidence import birth_span
    from minassa.check.memory import asked_of, judge
    from minassa.check.ownership import Chain, Ownership, Step, ownership_of
    from minassa.check.service import FLOOR, answer_all, check, of_list, of_record, refuse_unaskable, screen
    from minassa.check.whole.asking import Counts, Why
    from minassa.check.whole.rows import Row, count_rows, read_rows
    from minassa.check.whole.service import Onward, Screened, screen_file
    from minassa.screening import Verdict

__all__ = [
    "CHECK",
    "FLOOR",
    "LIMIT",
    "OWNERSHIP",
    "SCREEN",
    "Answer",
    "Chain",
    "Counts",
    "Finding",
    "Hit",
    "Judged",
    "Kind",
    "NameReason",
    "Onward",
    "Ownership",
    "Place",
    "Question",
    "Row",
    "Screened",
    "Span",
    "Step",
    "Verdict",
    "Why",
    "answer_all",
    "asked_of",
    "birth_span",
    "check",
    "count_rows",
    "judge",
    "of_list",
    "of_record",
    "ownership_of",
    "read_rows",
    "refuse_unaskable",
    "screen",
    "screen_file",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "CHECK": "acts",
    "FLOOR": "service",
    "Row": "whole.rows",
    "read_rows": "whole.rows",
    "OWNERSHIP": "acts",
    "SCREEN": "acts",
    "Verdict": "memory",
    "answer_all": "service",
    "asked_of": "memory",
    "birth_span": "evidence",
    "of_list": "service",
    "Chain": "ownership",
    "Ownership": "ownership",
    "Step": "ownership",
    "ownership_of": "ownership",
    "of_record": "service",
    "refuse_unaskable": "service",
    "screen": "service",
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
