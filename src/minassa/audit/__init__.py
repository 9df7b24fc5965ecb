"""The audit log: append-only, in a Merkle tree of the shape of RFC 9162, with signed checkpoints.

append(Line(...))        in the caller's transaction; cheap
seal()                   later, under one lock: places, subtrees, a signed checkpoint
verify()                 names the first line that was altered, removed, reordered, added or cut off
"""

from typing import TYPE_CHECKING

from minassa.audit.types import (
    Checkpoint,
    ConsistencyProof,
    Detail,
    Filters,
    InclusionProof,
    Line,
    LineView,
    Outcome,
    Verification,
)
from minassa.base.faces import loaded_later

if TYPE_CHECKING:
    from minassa.audit.exported import verify_export
    from minassa.audit.keys import Verifier, make_keys
    from minassa.audit.reads import (
        checkpoints,
        count_lines,
        export,
        latest_checkpoint,
        lines,
        prove_consistency,
        prove_inclusion,
    )
    from minassa.audit.service import append, keyed_digest, seal
    from minassa.audit.verdict import verify

__all__ = [
    "Checkpoint",
    "ConsistencyProof",
    "Detail",
    "Filters",
    "InclusionProof",
    "Line",
    "LineView",
    "Outcome",
    "Verification",
    "Verifier",
    "append",
    "checkpoints",
    "count_lines",
    "export",
    "keyed_digest",
    "latest_checkpoint",
    "lines",
    "make_keys",
    "prove_consistency",
    "prove_inclusion",
    "seal",
    "verify",
    "verify_export",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "Verifier": "keys",
    "append": "service",
    "checkpoints": "reads",
    "count_lines": "reads",
    "export": "reads",
    "keyed_digest": "service",
    "latest_checkpoint": "reads",
    "lines": "reads",
    "make_keys": "keys",
    "prove_consistency": "reads",
    "prove_inclusion": "reads",
    "seal": "service",
    "verify": "verdict",
    "verify_export": "exported",
}
__getattr__ = loaded_later(__name__, _LATER)
