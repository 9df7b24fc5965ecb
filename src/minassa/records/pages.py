"""Pages of lists, newest first: how many lines one may have."""

from typing import Final

LARGEST_PAGE: Final = 200


def page_size(size: int) -> int:
    """The size asked for, within bounds."""
    return max(1, min(size, LARGEST_PAGE))
