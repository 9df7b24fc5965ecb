"""MISP-format events and feeds as an input. What they say becomes STIX, and goes the way of all STIX from there.

tags, patterns, reading     pure: what tags and types stand for, and an event from its bytes
drafting                    pure: from an event to STIX objects without a version
following                   what an event says now against what it said before
service                     bringing events in by hand; feeds are fetched by `minassa.exchange`
"""

from minassa.cyber.misp.following import Followed, Following
from minassa.cyber.misp.reading import MANIFEST, events_in, is_misp, manifest_in
from minassa.cyber.misp.service import Imported, import_misp, origin_of, unmapped_table
from minassa.cyber.misp.types import WHY, Event, Unmapped, Why

__all__ = [
    "MANIFEST",
    "WHY",
    "Event",
    "Followed",
    "Following",
    "Imported",
    "Unmapped",
    "Why",
    "events_in",
    "import_misp",
    "is_misp",
    "manifest_in",
    "origin_of",
    "unmapped_table",
]
