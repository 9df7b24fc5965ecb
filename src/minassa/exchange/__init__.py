"""Exchange between nodes: TAXII server and client, peers, sync and feeds. It knows transports, not meanings."""

from typing import TYPE_CHECKING

from minassa.base.faces import loaded_later
from minassa.exchange.feeds.types import FeedView, RunView
from minassa.exchange.taxii.cursors import Cursor, cursor_from
from minassa.exchange.taxii.moments import read as microseconds_of
from minassa.exchange.taxii.moments import version_key
from minassa.exchange.taxii.moments import written as moment_written
from minassa.exchange.taxii.types import (
    ALL,
    FIRST,
    LAST,
    CollectionView,
    Failure,
    Found,
    Page,
    Question,
    StatusView,
)

if TYPE_CHECKING:
    from minassa.exchange.bundles import record_bundle
    from minassa.exchange.feeds.events import feed_origin
    from minassa.exchange.feeds.running import sync_feed
    from minassa.exchange.feeds.service import add_feed, list_feeds, read_feed, resume_feed
    from minassa.exchange.peers.calling import ANSWER_WITHIN
    from minassa.exchange.peers.directory import Directory, NodeEntry, SignedDirectory, fingerprint
    from minassa.exchange.peers.faults import UnknownPeer
    from minassa.exchange.peers.keeping import NodeKeysView, forget_old_traffic, keys_of_this_node, rotate_keys
    from minassa.exchange.peers.keys import make_node_keys
    from minassa.exchange.peers.membership import read_signed_directory, signing_key_of, trust_directory
    from minassa.exchange.peers.partners import PartnerView, list_partners, retry_partner, show_directory
    from minassa.exchange.peers.publishing import (
        Card,
        add_card,
        own_card,
        publish_directory,
        read_card,
        remove_node,
        renew_card,
    )
    from minassa.exchange.peers.receiving import (
        PeerCaller,
        hear_peer,
        note_peer_refusal,
        read_waiting_question,
        receive_envelope,
        sign_answer_to,
        waiting_for_peer,
    )
    from minassa.exchange.peers.sending import Round, sync_peers
    from minassa.exchange.peers.signatures import SIGNED_FIELDS, SKEW
    from minassa.exchange.peers.witness import accept_end, keep_end, ledger_fault
    from minassa.exchange.taxii.adding import add_objects
    from minassa.exchange.taxii.collections import add_collection, list_collections, node_title, read_collection
    from minassa.exchange.taxii.publishing import Published, update_collection
    from minassa.exchange.taxii.reading import read_manifest, read_object, read_objects, read_versions
    from minassa.exchange.taxii.removing import delete_object
    from minassa.exchange.taxii.statuses import read_status

__all__ = [
    "ALL",
    "ANSWER_WITHIN",
    "FIRST",
    "LAST",
    "SIGNED_FIELDS",
    "SKEW",
    "Card",
    "CollectionView",
    "Cursor",
    "Directory",
    "Failure",
    "FeedView",
    "Found",
    "NodeEntry",
    "NodeKeysView",
    "Page",
    "PartnerView",
    "PeerCaller",
    "Published",
    "Question",
    "Round",
    "RunView",
    "SignedDirectory",
    "StatusView",
    "UnknownPeer",
    "accept_end",
    "add_card",
    "add_collection",
    "add_feed",
    "add_objects",
    "cursor_from",
    "delete_object",
    "feed_origin",
    "fingerprint",
    "forget_old_traffic",
    "hear_peer",
    "keep_end",
    "keys_of_this_node",
    "ledger_fault",
    "list_collections",
    "list_feeds",
    "list_partners",
    "make_node_keys",
    "microseconds_of",
    "moment_written",
    "node_title",
    "note_peer_refusal",
    "own_card",
    "publish_directory",
    "read_card",
    "read_collection",
    "read_feed",
    "read_manifest",
    "read_object",
    "read_objects",
    "read_signed_directory",
    "read_status",
    "read_versions",
    "read_waiting_question",
    "receive_envelope",
    "record_bundle",
    "remove_node",
    "renew_card",
    "resume_feed",
    "retry_partner",
    "rotate_keys",
    "show_directory",
    "sign_answer_to",
    "signing_key_of",
    "sync_feed",
    "sync_peers",
    "trust_directory",
    "update_collection",
    "version_key",
    "waiting_for_peer",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "record_bundle": "bundles",
    "ANSWER_WITHIN": "peers.calling",
    "SKEW": "peers.signatures",
    "Published": "taxii.publishing",
    "Card": "peers.publishing",
    "Directory": "peers.directory",
    "NodeEntry": "peers.directory",
    "NodeKeysView": "peers.keeping",
    "PartnerView": "peers.partners",
    "PeerCaller": "peers.receiving",
    "Round": "peers.sending",
    "SIGNED_FIELDS": "peers.signatures",
    "SignedDirectory": "peers.directory",
    "UnknownPeer": "peers.faults",
    "accept_end": "peers.witness",
    "ledger_fault": "peers.witness",
    "keep_end": "peers.witness",
    "add_card": "peers.publishing",
    "add_collection": "taxii.collections",
    "add_feed": "feeds.service",
    "add_objects": "taxii.adding",
    "delete_object": "taxii.removing",
    "feed_origin": "feeds.events",
    "fingerprint": "peers.directory",
    "forget_old_traffic": "peers.keeping",
    "hear_peer": "peers.receiving",
    "keys_of_this_node": "peers.keeping",
    "list_collections": "taxii.collections",
    "list_feeds": "feeds.service",
    "list_partners": "peers.partners",
    "make_node_keys": "peers.keys",
    "node_title": "taxii.collections",
    "note_peer_refusal": "peers.receiving",
    "own_card": "peers.publishing",
    "publish_directory": "peers.publishing",
    "read_card": "peers.publishing",
    "read_collection": "taxii.collections",
    "read_feed": "feeds.service",
    "read_manifest": "taxii.reading",
    "read_object": "taxii.reading",
    "read_objects": "taxii.reading",
    "read_signed_directory": "peers.membership",
    "read_status": "taxii.statuses",
    "read_versions": "taxii.reading",
    "read_waiting_question": "peers.receiving",
    "receive_envelope": "peers.receiving",
    "remove_node": "peers.publishing",
    "renew_card": "peers.publishing",
    "resume_feed": "feeds.service",
    "retry_partner": "peers.partners",
    "rotate_keys": "peers.keeping",
    "show_directory": "peers.partners",
    "sign_answer_to": "peers.receiving",
    "signing_key_of": "peers.membership",
    "sync_feed": "feeds.running",
    "update_collection": "taxii.publishing",
    "sync_peers": "peers.sending",
    "trust_directory": "peers.membership",
    "waiting_for_peer": "peers.receiving",
}
__getattr__ = loaded_later(__name__, _LATER)
