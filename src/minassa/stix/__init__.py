"""STIX 2.1 at the border: validation, markings, patterns, and the codec between records and STIX. A pure library.

It knows neither labels nor the database: it takes and gives bytes, dicts and plain values, and its callers translate.
"""

from minassa.stix.codec import (
    Decoded,
    NotExportedError,
    Reading,
    Stamp,
    from_stix,
    owner_claimed,
    stix_type,
    supporting,
    to_stix,
)
from minassa.stix.grades import CONFIDENCE, confidence_of
from minassa.stix.ids import observable_id, own_id, record_id
from minassa.stix.markings import (
    HANDLING,
    TLP_IDS,
    TLP_LEVELS,
    Markings,
    marking_definitions,
    marking_refs,
    markings_of,
)
from minassa.stix.moments import timestamp
from minassa.stix.patterns import (
    Observed,
    Pattern,
    PatternCode,
    PatternError,
    PatternValue,
    match_pattern,
    observed_in,
    parse_pattern,
    values_of_pattern,
    values_together,
)
from minassa.stix.published import EXTENSION, EXTENSION_DEFINITION, PUBLISHER, agency_id, agency_identity
from minassa.stix.reading import check_object, read_bundle, read_envelope
from minassa.stix.schemas import known_types, observables
from minassa.stix.table import NOT_EXPORTED, TABLE
from minassa.stix.types import LIMITS, SENTENCES, Checked, Code, Limits, Problem, Stix
from minassa.stix.upgrading import upgrade_20, upgrade_object
from minassa.stix.writing import object_bytes, write_bundle, write_envelope

__all__ = [
    "CONFIDENCE",
    "EXTENSION",
    "EXTENSION_DEFINITION",
    "HANDLING",
    "LIMITS",
    "NOT_EXPORTED",
    "PUBLISHER",
    "SENTENCES",
    "TABLE",
    "TLP_IDS",
    "TLP_LEVELS",
    "Checked",
    "Code",
    "Decoded",
    "Limits",
    "Markings",
    "NotExportedError",
    "Observed",
    "Pattern",
    "PatternCode",
    "PatternError",
    "PatternValue",
    "Problem",
    "Reading",
    "Stamp",
    "Stix",
    "agency_id",
    "agency_identity",
    "check_object",
    "confidence_of",
    "from_stix",
    "known_types",
    "marking_definitions",
    "marking_refs",
    "markings_of",
    "match_pattern",
    "object_bytes",
    "observable_id",
    "observables",
    "observed_in",
    "own_id",
    "owner_claimed",
    "parse_pattern",
    "read_bundle",
    "read_envelope",
    "record_id",
    "stix_type",
    "supporting",
    "timestamp",
    "to_stix",
    "upgrade_20",
    "upgrade_object",
    "values_of_pattern",
    "values_together",
    "write_bundle",
    "write_envelope",
]
