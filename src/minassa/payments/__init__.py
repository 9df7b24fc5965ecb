"""Payments: messages and files of banks screened against lists and records, stopped or passed, and decided by people."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.payments.answers import AnswerForm, answer_file, bad_file
    from minassa.payments.deciding import confirm_decision, decide_payment, refuse_decision
    from minassa.payments.files import (
        bring_file,
        drop_file,
        list_files,
        read_file,
        screen_from_disk,
    )
    from minassa.payments.service import screen_message
    from minassa.payments.stopped import list_stopped, read_stopped
    from minassa.payments.types import (
        Cause,
        Decision,
        FilePage,
        FileState,
        FileView,
        Found,
        Mismatch,
        NumberShown,
        Outcome,
        PartyShown,
        Screened,
        State,
        StoppedPage,
        StoppedRow,
        StoppedView,
    )

__all__ = [
    "AnswerForm",
    "Cause",
    "Decision",
    "FilePage",
    "FileState",
    "FileView",
    "Found",
    "Mismatch",
    "NumberShown",
    "Outcome",
    "PartyShown",
    "Screened",
    "State",
    "StoppedPage",
    "StoppedRow",
    "StoppedView",
    "answer_file",
    "bad_file",
    "bring_file",
    "confirm_decision",
    "decide_payment",
    "drop_file",
    "list_files",
    "list_stopped",
    "read_file",
    "read_stopped",
    "refuse_decision",
    "screen_from_disk",
    "screen_message",
]

_FOUND_IN = {
    "answers": ("AnswerForm", "answer_file", "bad_file"),
    "deciding": ("confirm_decision", "decide_payment", "refuse_decision"),
    "files": ("bring_file", "drop_file", "list_files", "read_file", "screen_from_disk"),
    "service": ("screen_message",),
    "stopped": ("list_stopped", "read_stopped"),
    "types": (
        "Decision",
        "FilePage",
        "FileState",
        "FileView",
        "Found",
        "Mismatch",
        "NumberShown",
        "Outcome",
        "PartyShown",
        "Screened",
        "State",
        "StoppedPage",
        "StoppedRow",
        "StoppedView",
        "Cause",
    ),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
