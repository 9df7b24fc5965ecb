"""Suspicious-transaction reports: drafted from a case, reviewed by a second person, sent as PDF and XML, followed until the FIU is done."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.suspicions.content import (
        Head,
        PartyKind,
        ReportContent,
        ReportKind,
        ReportParty,
        ReportTransaction,
    )
    from minassa.suspicions.paper import (
        export_xml,
        print_report,
    )
    from minassa.suspicions.parts import PARTS
    from minassa.suspicions.reads import (
        list_reports,
        read_report,
    )
    from minassa.suspicions.service import (
        add_party,
        add_transaction,
        answer_reply,
        change_head,
        close_report,
        draft_report,
        drop_part,
        mark_sent,
        note_reply,
        review_report,
        submit_report,
        take_back,
    )
    from minassa.suspicions.types import (
        FiuReplyView,
        ReplyKind,
        SuspicionAct,
        SuspicionPage,
        SuspicionRow,
        SuspicionState,
        SuspicionStepView,
        SuspicionView,
    )
    from minassa.suspicions.words import (
        PARTY_KINDS,
        REPLY_KINDS,
        REPORT_KINDS,
        SUSPICION_ACTS,
        SUSPICION_STATES,
    )

__all__ = [
    "PARTS",
    "PARTY_KINDS",
    "REPLY_KINDS",
    "REPORT_KINDS",
    "SUSPICION_ACTS",
    "SUSPICION_STATES",
    "FiuReplyView",
    "Head",
    "PartyKind",
    "ReplyKind",
    "ReportContent",
    "ReportKind",
    "ReportParty",
    "ReportTransaction",
    "SuspicionAct",
    "SuspicionPage",
    "SuspicionRow",
    "SuspicionState",
    "SuspicionStepView",
    "SuspicionView",
    "add_party",
    "add_transaction",
    "answer_reply",
    "change_head",
    "close_report",
    "draft_report",
    "drop_part",
    "export_xml",
    "list_reports",
    "mark_sent",
    "note_reply",
    "print_report",
    "read_report",
    "review_report",
    "submit_report",
    "take_back",
]

_FOUND_IN = {
    "content": (
        "Head",
        "PartyKind",
        "ReportContent",
        "ReportKind",
        "ReportParty",
        "ReportTransaction",
    ),
    "paper": (
        "export_xml",
        "print_report",
    ),
    "reads": (
        "list_reports",
        "read_report",
    ),
    "service": (
        "add_party",
        "add_transaction",
        "answer_reply",
        "change_head",
        "close_report",
        "draft_report",
        "drop_part",
        "mark_sent",
        "note_reply",
        "review_report",
        "submit_report",
        "take_back",
    ),
    "types": (
        "FiuReplyView",
        "ReplyKind",
        "SuspicionAct",
        "SuspicionPage",
        "SuspicionRow",
        "SuspicionState",
        "SuspicionStepView",
        "SuspicionView",
    ),
    "parts": ("PARTS",),
    "words": (
        "PARTY_KINDS",
        "REPLY_KINDS",
        "REPORT_KINDS",
        "SUSPICION_ACTS",
        "SUSPICION_STATES",
    ),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
