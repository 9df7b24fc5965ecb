"""The audit log: append-only, in a Merkle tree of the shape of RFC 9162, with signed checkpoints.

append(Line(...))        in the caller's transaction; cheap
seal()                   later, under one lock: places, subtrees, a signed checkpoint
verify()                 names the first line that was altered, removed, reordered, added or cut off
"""

from typing import TYPE_CHECKING

from minassa.audit.types import (
    Activity,
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
    from minassa.audit.keys import Verifier, log_name, make_keys, public_key
    from minassa.audit.notes import open_statement, sign_statement
    from minassa.audit.reads import (
        activity,
        checkpoints,
        count_lines,
        export,
        latest_checkpoint,
        lines,
        prove_consistency,
        prove_inclusion,
    )
    from minassa.audit.rotation import Rotation, rotate_keys
    from minassa.audit.service import append, keyed_digest, mend_copies, seal
    from minassa.audit.verdict import verify

__all__ = [
    "Activity",
    "Checkpoint",
    "ConsistencyProof",
    "Detail",
    "Filters",
    "InclusionProof",
    "Line",
    "LineView",
    "Outcome",
    "Rotation",
    "Verification",
    "Verifier",
    "activity",
    "append",
    "checkpoints",
    "count_lines",
    "export",
    "keyed_digest",
    "latest_checkpoint",
    "lines",
    "log_name",
    "make_keys",
    "mend_copies",
    "open_statement",
    "prove_consistency",
    "prove_inclusion",
    "public_key",
    "rotate_keys",
    "seal",
    "sign_statement",
    "verify",
    "verify_export",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "Rotation": "rotation",
    "Verifier": "keys",
    "activity": "reads",
    "append": "service",
    "checkpoints": "reads",
    "count_lines": "reads",
    "export": "reads",
    "keyed_digest": "service",
    "latest_checkpoint": "reads",
    "lines": "reads",
    "log_name": "keys",
    "make_keys": "keys",
    "mend_copies": "service",
    "open_statement": "notes",
    "prove_consistency": "reads",
    "prove_inclusion": "reads",
    "public_key": "keys",
    "rotate_keys": "rotation",
    "seal": "service",
    "sign_statement": "notes",
    "verify": "verdict",
    "verify_export": "exported",
}
__getattr__ = loaded_later(__name__, _LATER)
