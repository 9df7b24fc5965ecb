"""The check: the one question, "who is this?", asked of lists and records, with evidence and reasons."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.check.types import LIMIT, Answer, Finding, Hit, Judged, Kind, NameReason, Place, Question, Span

if TYPE_CHECKING:
    from minassa.check.acts import CHECK, OWNERSHIP, SCREEN
    from minassa.check.evidence import birth_span
    from minassa.check.files import Row, Screened, read_rows, screen_rows, write_header, write_screened
    from minassa.check.memory import asked_of, judge
    from minassa.check.ownership import Chain, Ownership, Step, ownership_of
    from minassa.check.service import FLOOR, answer_all, check, of_list, of_record, refuse_unaskable, screen
    from minassa.screening import Verdict

__all__ = [
    "CHECK",
    "FLOOR",
    "LIMIT",
    "OWNERSHIP",
    "SCREEN",
    "Answer",
    "Chain",
    "Finding",
    "Hit",
    "Judged",
    "Kind",
    "NameReason",
    "Ownership",
    "Place",
    "Question",
    "Row",
    "Screened",
    "Span",
    "Step",
    "Verdict",
    "answer_all",
    "asked_of",
    "birth_span",
    "check",
    "judge",
    "of_list",
    "of_record",
    "ownership_of",
    "read_rows",
    "refuse_unaskable",
    "screen",
    "screen_rows",
    "write_header",
    "write_screened",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "CHECK": "acts",
    "FLOOR": "service",
    "Row": "files",
    "OWNERSHIP": "acts",
    "SCREEN": "acts",
    "Screened": "files",
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
    "check": "service",
    "judge": "memory",
    "read_rows": "files",
    "screen": "service",
    "screen_rows": "files",
    "write_header": "files",
    "write_screened": "files",
}
__getattr__ = loaded_later(__name__, _LATER)
