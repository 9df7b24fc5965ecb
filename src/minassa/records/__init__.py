"""Records: what an agency holds on people, organisations, accounts, phones, vehicles, incidents and their links.

A record has FollowTheMoney's shape, exactly one label, a legal basis, a purpose, a day of review, and its source's
grading as it was given. The same person held by three agencies is three records.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.records.approvals import ask_to_delete, ask_to_export, ask_to_widen
    from minassa.records.exports import export_records
    from minassa.records.grading import SCHEMES, Converted, Grading, Scheme, SchemeWords, to_admiralty
    from minassa.records.imports import import_records
    from minassa.records.index import present_index, refresh_index
    from minassa.records.items import Doubt, InvalidItem, Problem, Properties
    from minassa.records.links import links_of
    from minassa.records.matching import match_identifier, match_names
    from minassa.records.reads import due_reviews, list_records, read_history, read_record
    from minassa.records.rules import latest_review
    from minassa.records.search import search_records
    from minassa.records.service import add_record, amend_record, delete_record, keep_record
    from minassa.records.types import (
        End,
        Ground,
        ImportResult,
        LinkView,
        Page,
        RecordHit,
        RecordRow,
        RecordView,
        RefusedRow,
        VersionView,
    )
    from minassa.records.vocabulary import LEFT_OUT, Edge, Property, Schema, ValueType, schema, schemata

__all__ = [
    "LEFT_OUT",
    "SCHEMES",
    "Converted",
    "Doubt",
    "Edge",
    "End",
    "Grading",
    "Ground",
    "ImportResult",
    "InvalidItem",
    "LinkView",
    "Page",
    "Problem",
    "Properties",
    "Property",
    "RecordHit",
    "RecordRow",
    "RecordView",
    "RefusedRow",
    "Schema",
    "Scheme",
    "SchemeWords",
    "ValueType",
    "VersionView",
    "add_record",
    "amend_record",
    "ask_to_delete",
    "ask_to_export",
    "ask_to_widen",
    "delete_record",
    "due_reviews",
    "export_records",
    "import_records",
    "keep_record",
    "latest_review",
    "links_of",
    "list_records",
    "match_identifier",
    "match_names",
    "present_index",
    "read_history",
    "read_record",
    "refresh_index",
    "schema",
    "schemata",
    "search_records",
    "to_admiralty",
]

_FOUND_IN = {
    "approvals": ("ask_to_delete", "ask_to_export", "ask_to_widen"),
    "exports": ("export_records",),
    "grading": ("SCHEMES", "Converted", "Grading", "Scheme", "SchemeWords", "to_admiralty"),
    "imports": ("import_records",),
    "index": ("present_index", "refresh_index"),
    "items": ("Doubt", "InvalidItem", "Problem", "Properties"),
    "links": ("links_of",),
    "matching": ("match_identifier", "match_names"),
    "reads": ("due_reviews", "list_records", "read_history", "read_record"),
    "rules": ("latest_review",),
    "search": ("search_records",),
    "service": ("add_record", "amend_record", "delete_record", "keep_record"),
    "types": (
        "End",
        "Ground",
        "ImportResult",
        "LinkView",
        "Page",
        "RecordHit",
        "RecordRow",
        "RecordView",
        "RefusedRow",
        "VersionView",
    ),
    "vocabulary": ("LEFT_OUT", "Edge", "Property", "Schema", "ValueType", "schema", "schemata"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
