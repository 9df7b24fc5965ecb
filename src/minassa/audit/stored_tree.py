"""The Merkle tree as it is kept: leaves in `audit_place`, and full subtrees of every eighth height in `audit_subtree`.

A subtree of a height between is made from at most 128 hashes of the kept height below it, so that a root or a proof reads
O(256 * log256 n) hashes and sealing never reads the whole log.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from minassa.audit.models import PlaceRow, SubtreeRow
from minassa.audit.tree import Growing, Hash, full_subtrees, hash_node
from minassa.base import Unavailable, fault_code

STEP: Final = 8
DAMAGED: Final = fault_code(
    "audit.damaged",
    _("Parts of the audit log are missing."),
    _("Run `minassa audit verify`, which names the first line at fault, and tell your inspector."),
)


class StoredTree:
    """Reads subtrees from the database; remembers what it read, so make one for each request."""

    def __init__(self) -> None:
        self._read: dict[tuple[int, int], Hash] = {}

    def subtree(self, height: int, index: int) -> Hash:
        """The hash of a full subtree (see `tree.Subtree`). Unavailable where the log should hold it and does not."""
        found = self._read.get((height, index))
        if found is None:
            kept = height - height % STEP
            found = self._reduced(kept, index << (height - kept), 1 << (height - kept))
            self._read[height, index] = found
        return found

    def growing(self, size: int) -> Growing:
        """The first `size` leaves as a tree to which leaves can be added."""
        return Growing((height, self.subtree(height, index)) for height, index in full_subtrees(size))

    def _reduced(self, height: int, first: int, count: int) -> Hash:
        hashes = self._row_of(height, first, count)
        if len(hashes) != count:
            raise Unavailable(DAMAGED)
        while len(hashes) > 1:
            hashes = [hash_node(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
        return hashes[0]

    def _row_of(self, height: int, first: int, count: int) -> list[Hash]:
        bounds = (first, first + count - 1)
        if height == 0:
            leaves = PlaceRow.objects.filter(position__range=bounds).order_by("position").values_list("leaf", flat=True)
            return [bytes(leaf) for leaf in leaves]
        kept = SubtreeRow.objects.filter(height=height, index__range=bounds).order_by("index")
        return [bytes(one) for one in kept.values_list("hash", flat=True)]


def is_kept(height: int) -> bool:
    """Whether full subtrees of this height are rows of their own."""
    return height > 0 and height % STEP == 0
