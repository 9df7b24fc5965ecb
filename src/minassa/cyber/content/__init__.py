"""Known terrorist content: a shared list of hashes, so that agencies recognise material without passing it on.

Nothing here stores or shows content. Computing PDQ from a picture is not part of the platform: ask whoever holds the picture
to compute it with the authors' own tools.
"""

from minassa.cyber.content.exports import export_content
from minassa.cyber.content.service import check_content, import_content, list_content, remove_content
from minassa.cyber.content.types import (
    CATEGORIES,
    LEAST_QUALITY,
    MOST_ASKED,
    NEAR,
    ContentAnswer,
    ContentMatch,
    ContentPage,
    ContentRow,
    ContentTaken,
    RefusedLine,
)

__all__ = [
    "CATEGORIES",
    "LEAST_QUALITY",
    "MOST_ASKED",
    "NEAR",
    "ContentAnswer",
    "ContentMatch",
    "ContentPage",
    "ContentRow",
    "ContentTaken",
    "RefusedLine",
    "check_content",
    "export_content",
    "import_content",
    "list_content",
    "remove_content",
]
