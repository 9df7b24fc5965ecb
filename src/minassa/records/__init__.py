"""Records: what an agency holds on people, organisations, accounts, phones, vehicles, incidents and their links.

A record has FollowTheMoney's shape, exactly one label, a legal basis, a purpose, a day of review, and its source's
grading as it was given. The same person held by three agencies is three records.
"""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.records.approvals import ask_to_delete, ask_to_export, ask_to_widen
    from minassa.records.details import detail_table
    from minassa.records.exports import export_records
    from minassa.records.grading import SCHEMES, Converted, Grading, Scheme, SchemeWords, to_admiralty
    from minassa.records.holds import ask_to_hold, ask_to_lift, hold_record, lift_hold
    from minassa.records.imports import import_records
    from minassa.records.index import present_index, refresh_index
    from minassa.records.items import Doubt, InvalidItem, Problem, Properties
    from minassa.records.links import links_of
    from minassa.records.matching import match_identifier, match_names
    from minassa.records.nexus.bridges import find_bridges
    from minassa.records.nexus.groups import find_communities
    from minassa.records.nexus.held import refresh_graph
    from minassa.records.nexus.identifiers import shared_identifiers
    from minassa.records.nexus.service import explore, find_ways, in_common, kinds_of_ties, words_of_ties
    from minassa.records.nexus.types import (
        Bridge,
        Bridges,
        BrokerView,
        Communities,
        Community,
        Holder,
        Nexus,
        Reason,
        Shared,
        SharedIdentifier,
        Tie,
        Wanted,
        Way,
        Ways,
    )
    from minassa.records.reads import due_reviews, find_records, list_records, read_history, read_record
    from minassa.records.releases.proposals import answer_proposal, list_proposals, propose_change
    from minassa.records.releases.service import (
        ask_to_release,
        preview_release,
        recall_record,
        release_record,
        withdraw_record,
    )
    from minassa.records.releases.types import (
        CHOSEN_REASONS,
        PROPOSAL_STATES,
        REASON_NAMES,
        LeftOut,
        ProposalState,
        ProposalView,
        Released,
        ReleasePreview,
        Why,
        WithdrawReason,
        stream_of,
    )
    from minassa.records.rules import latest_review
    from minassa.records.search import search_records
    from minassa.records.service import add_record, amend_record, delete_record, keep_record
    from minassa.records.types import (
        End,
        Ground,
        HoldView,
        ImportResult,
        LinkView,
        Page,
        RecordHit,
        RecordRow,
        RecordView,
        RefusedRow,
        Sort,
        VersionView,
    )
    from minassa.records.vocabulary import LEFT_OUT, Edge, Property, Schema, ValueType, schema, schemata
    from minassa.records.within import NewRecord, names_of, write_records

__all__ = [
    "CHOSEN_REASONS",
    "LEFT_OUT",
    "PROPOSAL_STATES",
    "REASON_NAMES",
    "SCHEMES",
    "Bridge",
    "Bridges",
    "BrokerView",
    "Communities",
    "Community",
    "Converted",
    "Doubt",
    "Edge",
    "End",
    "Grading",
    "Ground",
    "HoldView",
    "Holder",
    "ImportResult",
    "InvalidItem",
    "LeftOut",
    "LinkView",
    "NewRecord",
    "Nexus",
    "Page",
    "Problem",
    "Properties",
    "Property",
    "ProposalState",
    "ProposalView",
    "Reason",
    "RecordHit",
    "RecordRow",
    "RecordView",
    "RefusedRow",
    "ReleasePreview",
    "Released",
    "Schema",
    "Scheme",
    "SchemeWords",
    "Shared",
    "SharedIdentifier",
    "Sort",
    "Tie",
    "ValueType",
    "VersionView",
    "Wanted",
    "Way",
    "Ways",
    "Why",
    "WithdrawReason",
    "add_record",
    "amend_record",
    "answer_proposal",
    "ask_to_delete",
    "ask_to_export",
    "ask_to_hold",
    "ask_to_lift",
    "ask_to_release",
    "ask_to_widen",
    "delete_record",
    "detail_table",
    "due_reviews",
    "explore",
    "export_records",
    "find_bridges",
    "find_communities",
    "find_records",
    "find_ways",
    "hold_record",
    "import_records",
    "in_common",
    "keep_record",
    "kinds_of_ties",
    "latest_review",
    "lift_hold",
    "links_of",
    "list_proposals",
    "list_records",
    "match_identifier",
    "match_names",
    "names_of",
    "present_index",
    "preview_release",
    "propose_change",
    "read_history",
    "read_record",
    "recall_record",
    "refresh_graph",
    "refresh_index",
    "release_record",
    "schema",
    "schemata",
    "search_records",
    "shared_identifiers",
    "stream_of",
    "to_admiralty",
    "withdraw_record",
    "words_of_ties",
    "write_records",
]

_FOUND_IN = {
    "approvals": ("ask_to_delete", "ask_to_export", "ask_to_widen"),
    "details": ("detail_table",),
    "exports": ("export_records",),
    "grading": ("SCHEMES", "Converted", "Grading", "Scheme", "SchemeWords", "to_admiralty"),
    "holds": ("ask_to_hold", "ask_to_lift", "hold_record", "lift_hold"),
    "imports": ("import_records",),
    "index": ("present_index", "refresh_index"),
    "items": ("Doubt", "InvalidItem", "Problem", "Properties"),
    "links": ("links_of",),
    "matching": ("match_identifier", "match_names"),
    "nexus.bridges": ("find_bridges",),
    "nexus.groups": ("find_communities",),
    "nexus.held": ("refresh_graph",),
    "nexus.identifiers": ("shared_identifiers",),
    "nexus.service": ("explore", "find_ways", "in_common", "kinds_of_ties", "words_of_ties"),
    "nexus.types": (
        "Bridge",
        "Bridges",
        "BrokerView",
        "Communities",
        "Community",
        "Holder",
        "Nexus",
        "Reason",
        "Shared",
        "SharedIdentifier",
        "Tie",
        "Wanted",
        "Way",
        "Ways",
    ),
    "reads": ("due_reviews", "find_records", "list_records", "read_history", "read_record"),
    "releases.service": (
        "ask_to_release",
        "preview_release",
        "recall_record",
        "release_record",
        "withdraw_record",
    ),
    "releases.proposals": (
        "answer_proposal",
        "list_proposals",
        "propose_change",
    ),
    "releases.types": (
        "CHOSEN_REASONS",
        "PROPOSAL_STATES",
        "REASON_NAMES",
        "LeftOut",
        "ProposalState",
        "ProposalView",
        "Released",
        "ReleasePreview",
        "Why",
        "WithdrawReason",
        "stream_of",
    ),
    "rules": ("latest_review",),
    "search": ("search_records",),
    "service": ("add_record", "amend_record", "delete_record", "keep_record"),
    "types": (
        "End",
        "Ground",
        "HoldView",
        "ImportResult",
        "LinkView",
        "Page",
        "RecordHit",
        "RecordRow",
        "RecordView",
        "RefusedRow",
        "Sort",
        "VersionView",
    ),
    "vocabulary": ("LEFT_OUT", "Edge", "Property", "Schema", "ValueType", "schema", "schemata"),
    "within": ("NewRecord", "names_of", "write_records"),
}
# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {name: module for module, names in _FOUND_IN.items() for name in names}
__getattr__ = loaded_later(__name__, _LATER)
