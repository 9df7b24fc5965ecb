"""Lasting acts: what must hold even after the node was restored from an older backup.

A withdrawal, a correction, a deletion, a token revoked, a person shut out: an old copy of the database knows nothing of them,
and would bring back what was taken away. So whoever does such an act also writes it down here, in the same transaction:

    outlast("token.revoked", subject=f"token:{id}")

The line goes from the database into the ledger, a file beside it, which a restore reads and does again. Each line is signed
and holds the hash of the one before. Ids and short facts stand in it openly; content is sealed with a key of the node
(age), so that a copy of the ledger can be carried to another machine, as it should be.

A room registers what doing again means in its `lasting.py`, which is loaded when the node starts.
"""
