"""Screening: sanctions lists, their versions and what changed, and the search in them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minassa.screening.publishers import Source, source_named, sources
    from minassa.screening.reads import delta, read_subject, status, versions
    from minassa.screening.search import search_lists
    from minassa.screening.service import accept_list, import_list
    from minassa.screening.types import (
        Birth,
        Change,
        Fact,
        Identifier,
        Kind,
        ListedSubject,
        ListHit,
        ListStatus,
        Precision,
        SubjectPage,
        VersionView,
    )
    from minassa.screening.updates import update_list

__all__ = [
    "Birth",
    "Change",
    "Fact",
    "Identifier",
    "Kind",
    "ListHit",
    "ListStatus",
    "ListedSubject",
    "Precision",
    "Source",
    "SubjectPage",
    "VersionView",
    "accept_list",
    "delta",
    "import_list",
    "read_subject",
    "search_lists",
    "source_named",
    "sources",
    "status",
    "update_list",
    "versions",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "Birth": "types",
    "Change": "types",
    "Fact": "types",
    "Identifier": "types",
    "Kind": "types",
    "ListHit": "types",
    "ListStatus": "types",
    "ListedSubject": "types",
    "Precision": "types",
    "Source": "publishers",
    "SubjectPage": "types",
    "VersionView": "types",
    "accept_list": "service",
    "delta": "reads",
    "import_list": "service",
    "read_subject": "reads",
    "search_lists": "search",
    "source_named": "publishers",
    "sources": "publishers",
    "status": "reads",
    "update_list": "updates",
    "versions": "reads",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names' types stand under TYPE_CHECKING above
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"minassa.screening.{_LATER[name]}"), name)
