"""Screening: sanctions lists, their versions and what changed, the search in them, judgements on hits, past checks."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.screening.acts import (
        CHECK_PAST,
        HIT_JUDGE,
        LIST_ACCEPT,
        LIST_IMPORT,
        LIST_READ,
        LIST_SEARCH,
        LIST_UPDATE,
    )
    from minassa.screening.publishers import Source, source_named, sources
    from minassa.screening.reads import delta, read_subject, status, versions
    from minassa.screening.rechecks import past_checks, recheck, remember_check
    from minassa.screening.search import search_lists
    from minassa.screening.service import accept_list, import_list, review_list
    from minassa.screening.types import (
        Asked,
        Birth,
        Change,
        Fact,
        Identifier,
        JudgementView,
        Kind,
        ListedSubject,
        ListHit,
        ListStatus,
        PastCheckView,
        PastHit,
        Precision,
        SubjectPage,
        Verdict,
        VersionView,
    )
    from minassa.screening.updates import update_list
    from minassa.screening.verdicts import RECORDS, Judgements, judgements, remember_judgement

__all__ = [
    "CHECK_PAST",
    "HIT_JUDGE",
    "LIST_ACCEPT",
    "LIST_IMPORT",
    "LIST_READ",
    "LIST_SEARCH",
    "LIST_UPDATE",
    "RECORDS",
    "Asked",
    "Birth",
    "Change",
    "Fact",
    "Identifier",
    "JudgementView",
    "Judgements",
    "Kind",
    "ListHit",
    "ListStatus",
    "ListedSubject",
    "PastCheckView",
    "PastHit",
    "Precision",
    "Source",
    "SubjectPage",
    "Verdict",
    "VersionView",
    "accept_list",
    "delta",
    "import_list",
    "judgements",
    "past_checks",
    "read_subject",
    "recheck",
    "remember_check",
    "remember_judgement",
    "review_list",
    "search_lists",
    "source_named",
    "sources",
    "status",
    "update_list",
    "versions",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "CHECK_PAST": "acts",
    "HIT_JUDGE": "acts",
    "LIST_ACCEPT": "acts",
    "LIST_IMPORT": "acts",
    "LIST_READ": "acts",
    "LIST_SEARCH": "acts",
    "LIST_UPDATE": "acts",
    "Source": "publishers",
    "source_named": "publishers",
    "sources": "publishers",
    "delta": "reads",
    "read_subject": "reads",
    "status": "reads",
    "versions": "reads",
    "past_checks": "rechecks",
    "recheck": "rechecks",
    "remember_check": "rechecks",
    "review_list": "service",
    "search_lists": "search",
    "accept_list": "service",
    "import_list": "service",
    "Asked": "types",
    "Birth": "types",
    "Change": "types",
    "Fact": "types",
    "Identifier": "types",
    "JudgementView": "types",
    "Kind": "types",
    "ListHit": "types",
    "ListStatus": "types",
    "ListedSubject": "types",
    "PastCheckView": "types",
    "PastHit": "types",
    "Precision": "types",
    "SubjectPage": "types",
    "Verdict": "types",
    "VersionView": "types",
    "update_list": "updates",
    "RECORDS": "verdicts",
    "Judgements": "verdicts",
    "judgements": "verdicts",
    "remember_judgement": "verdicts",
}
__getattr__ = loaded_later(__name__, _LATER)
