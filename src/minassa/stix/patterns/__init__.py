"""STIX patterns: parsed, tested against what was observed, and taken apart into plain values."""

from minassa.stix.patterns.matching import Observed, match_pattern, observed_in
from minassa.stix.patterns.parsing import parse_pattern
from minassa.stix.patterns.tree import Pattern, PatternCode, PatternError
from minassa.stix.patterns.values import PatternValue, values_of_pattern, values_together

__all__ = [
    "Observed",
    "Pattern",
    "PatternCode",
    "PatternError",
    "PatternValue",
    "match_pattern",
    "observed_in",
    "parse_pattern",
    "values_of_pattern",
    "values_together",
]
