"""Which reports of one source tell of the same incidents as those already known? Pure.

    found = match(known, reports)
    found.certain        # links to make
    found.doubtful       # links that a person decides, each with what speaks for and against it
    found.distant        # questions for a person too, about reports beyond the reach of links

A report and an incident are linked only within 50 km and 3 days. What is left is weighed on distance, days, actors and deaths;
each report gets at most one incident and each incident at most one report of a source, so that the whole fits best. A report that is left
over, but resembles an incident up to 150 km away, is not counted as another one before a person says so.
"""

from minassa.threats.matching.matching import Matching, match
from minassa.threats.matching.weighing import MOST_DAYS, MOST_KM, Link, Spot, Weights

__all__ = ["MOST_DAYS", "MOST_KM", "Link", "Matching", "Spot", "Weights", "match"]
