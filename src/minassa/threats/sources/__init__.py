"""Sources of incidents: one reader for each, all giving the same reports. Pure: no database, no network.

    for one in read("ucdp-ged", file, country_code=country_code):
        ...                                             # SourceReport, or BadRow with what is wrong and what to do

A row that cannot be kept as it is comes back as a BadRow with its number; nothing is guessed or mended.
"""

from minassa.threats.sources.reading import SOURCES, SourceError, read
from minassa.threats.sources.refused import refused_table
from minassa.threats.sources.types import (
    DATE_PRECISIONS,
    KINDS,
    PLACE_PRECISIONS,
    PLACED_WELL,
    PROBLEMS,
    RADIUS_KM,
    BadRow,
    DatePrecision,
    Deaths,
    Kind,
    PlacePrecision,
    Problem,
    SourceReport,
)

__all__ = [
    "DATE_PRECISIONS",
    "KINDS",
    "PLACED_WELL",
    "PLACE_PRECISIONS",
    "PROBLEMS",
    "RADIUS_KM",
    "SOURCES",
    "BadRow",
    "DatePrecision",
    "Deaths",
    "Kind",
    "PlacePrecision",
    "Problem",
    "SourceError",
    "SourceReport",
    "read",
    "refused_table",
]
