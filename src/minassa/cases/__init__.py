"""Cases: a hit, a payment or a finding that somebody decides about, with its evidence, its steps and its clock; remembered once decided."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.cases.deciding import agree_case, decide_case, reopen_case
    from minassa.cases.figures import case_figures
    from minassa.cases.hits import evidence_of_hit, open_case_of_hit, origin_of_hit
    from minassa.cases.joining import give_back, merge_case, split_case
    from minassa.cases.opening import known_case, open_case
    from minassa.cases.paper import print_case
    from minassa.cases.reads import CaseFilter, list_cases, read_case
    from minassa.cases.rules import CaseState, CaseStep
    from minassa.cases.types import (
        CaseFigures,
        CasePage,
        CaseRow,
        CaseStepView,
        CaseView,
        Changes,
        Evidence,
        EvidenceLine,
        EvidenceView,
        Origin,
        OriginKind,
    )
    from minassa.cases.words import CASE_STATES, CASE_STEPS, ORIGINS, line_word
    from minassa.cases.working import add_evidence, assign_case, link_case, note_case, set_due, unlink_case

__all__ = [
    "CASE_STATES",
    "CASE_STEPS",
    "ORIGINS",
    "CaseFigures",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "CaseState",
    "CaseStep",
    "CaseStepView",
    "CaseView",
    "Changes",
    "Evidence",
    "EvidenceLine",
    "EvidenceView",
    "Origin",
    "OriginKind",
    "add_evidence",
    "agree_case",
    "assign_case",
    "case_figures",
    "decide_case",
    "evidence_of_hit",
    "give_back",
    "known_case",
    "line_word",
    "link_case",
    "list_cases",
    "merge_case",
    "note_case",
    "open_case",
    "open_case_of_hit",
    "origin_of_hit",
    "print_case",
    "read_case",
    "reopen_case",
    "set_due",
    "split_case",
    "unlink_case",
]

_FOUND_IN = {
    "deciding": ("agree_case", "decide_case", "reopen_case"),
    "figures": ("case_figures",),
    "hits": ("evidence_of_hit", "open_case_of_hit", "origin_of_hit"),
    "joining": ("give_back", "merge_case", "split_case"),
    "opening": ("known_case", "open_case"),
    "paper": ("print_case",),
    "reads": ("CaseFilter", "list_cases", "read_case"),
    "rules": ("CaseState", "CaseStep"),
    "types": (
        "CaseFigures",
        "CasePage",
        "CaseRow",
        "CaseStepView",
        "CaseView",
        "Changes",
        "Evidence",
        "EvidenceLine",
        "EvidenceView",
        "Origin",
        "OriginKind",
    ),
    "words": ("CASE_STATES", "CASE_STEPS", "ORIGINS", "line_word"),
    "working": ("add_evidence", "assign_case", "link_case", "note_case", "set_due", "unlink_case"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
