"""Changing the log's keys: earlier checkpoints, lines and places stay verifiable, and an old key attests nothing new.

The change happens at a signed checkpoint. A statement on it, the handover, is signed by the key that ends and by the one that
begins, and stands in every export: whoever holds the first public key can follow to the last. The old signing key is
destroyed; it may attest checkpoints up to that size only.
"""

import secrets
from dataclasses import dataclass, replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction

from minassa.audit.keys import Keys, Retired, Ring, Verifier, home, keys, write_changed
from minassa.audit.models import CheckpointRow
from minassa.audit.notes import sign_handover
from minassa.audit.service import seal
from minassa.audit.sql import lock_sealing
from minassa.base import Json, canonical_json, now

_SEAL_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Rotation:
    """What changed: the key ids in hex before and after, at how many lines, and the public keys as they are now handed out."""

    before: str
    after: str
    size: int
    public: str


def rotate_keys() -> Rotation:
    """Put new keys in the place of the log's present ones. The present ones count until the one file with the new is there.

    Whoever may, and that a second person agreed, is decided above, in `access`. Unavailable where the keys are missing.
    """
    seal()
    with transaction.atomic():
        lock_sealing(connection)
        old = keys()
        last = CheckpointRow.objects.order_by("-size").first()
        size, root = (last.size, bytes(last.root)) if last else (0, b"")
        new = _following(old, size, root)
        write_changed(home(), new)
        return Rotation(old.verifier.key_id.hex(), new.verifier.key_id.hex(), size, new.ring.text())


def _following(old: Keys, size: int, root: bytes) -> Keys:
    signing, at = Ed25519PrivateKey.generate(), now()
    verifier = Verifier(old.ring.name, signing.public_key().public_bytes_raw())
    new = replace(
        old,
        signing=signing,
        sealing=secrets.token_bytes(_SEAL_BYTES),
        ring=Ring((*old.ring.verifiers, verifier), (*old.ring.until, size)),
        retired=(*old.retired, Retired(old.sealing, size, at)),
    )
    stated: dict[str, Json] = {
        "from": old.verifier.text(),
        "to": verifier.text(),
        "size": size,
        "root": root.hex(),
        "at": at.isoformat(),
    }
    note = sign_handover(canonical_json(stated).decode(), old=old, new=new)
    return replace(new, handovers=(*old.handovers, (size, note)))
