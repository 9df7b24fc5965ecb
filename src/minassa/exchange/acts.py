"""What can be done with collections and feeds, and between nodes.

The directory and the keys are matters of whoever owns the node's folder: no role does what concerns them.
"""

from typing import Final

from minassa.access import ADMIN, CONTENT_ROLES, READ, WRITE, Role, act

KEEPERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

COLLECTION_LIST: Final = act("collection.list", roles=CONTENT_ROLES, audited=False, scope="taxii.read")
COLLECTION_ADD: Final = act("collection.add", roles=KEEPERS, kind=WRITE, step_up=True)
COLLECTION_UPDATE: Final = act("collection.update", roles=KEEPERS, kind=WRITE)
# No role does these: the node does, with what was released anyway.
COLLECTION_DUE: Final = act("collection.due", roles=(), audited=False)
COLLECTION_PUBLISH: Final = act("collection.publish", roles=(), kind=WRITE)

TAXII_READ: Final = act("taxii.read", roles=CONTENT_ROLES, scope="taxii.read")
TAXII_ADD: Final = act("taxii.add", roles=KEEPERS, kind=WRITE, scope="taxii.write")
TAXII_DELETE: Final = act("taxii.delete", roles=KEEPERS, kind=WRITE, scope="taxii.write")
# Whether a collection takes objects from this actor at all, asked before a large envelope is read.
TAXII_OFFER: Final = act("taxii.offer", roles=KEEPERS, kind=READ, audited=False, scope="taxii.write")
TAXII_STATUS: Final = act("taxii.status", roles=KEEPERS, audited=False, scope="taxii.write")
# No role does this: the clock forgets old statuses.
TAXII_FORGET: Final = act("taxii.forget", roles=(), kind=WRITE, audited=False)

# One record as STIX, with its links, for whoever may pass it on.
RECORD_STIX: Final = act("record.stix", roles=KEEPERS, kind=READ, step_up=True, forwards=True)
FEED_LIST: Final = act("feed.list", roles=CONTENT_ROLES, audited=False)
FEED_ADD: Final = act("feed.add", roles=KEEPERS, kind=WRITE, step_up=True)
FEED_RESUME: Final = act("feed.resume", roles=KEEPERS, kind=WRITE)
FEED_SYNC: Final = act("feed.sync", roles=KEEPERS, kind=WRITE)
# No role does these: the clock and a running fetch do.
FEED_DUE: Final = act("feed.due", roles=(), audited=False)
FEED_RUN: Final = act("feed.run", roles=(), kind=WRITE, audited=False)
FEED_TAKE: Final = act("feed.take", roles=(), kind=WRITE)

PARTNER_KEEPERS: Final = frozenset(
    {Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.NODE_ADMINISTRATOR, Role.SECRETARIAT},
)

KEYS_ROTATE: Final = act("keys.rotate", roles=(), kind=ADMIN)
DIRECTORY_READ: Final = act("directory.read", roles=PARTNER_KEEPERS, audited=False)
DIRECTORY_TRUST: Final = act("directory.trust", roles=(), kind=ADMIN)
DIRECTORY_FOLLOW: Final = act("directory.follow", roles=(), kind=ADMIN)
DIRECTORY_CARD: Final = act("directory.card", roles=(), kind=ADMIN)
DIRECTORY_REMOVE: Final = act("directory.remove", roles=(), kind=ADMIN)
DIRECTORY_PUBLISH: Final = act("directory.publish", roles=(), kind=ADMIN)

PEER_LIST: Final = act("peer.list", roles=PARTNER_KEEPERS, audited=False)
PEER_RETRY: Final = act("peer.retry", roles=PARTNER_KEEPERS, kind=WRITE)
PEER_SEND: Final = act("peer.send", roles=(), kind=WRITE)
PEER_TAKE: Final = act("peer.take", roles=(), kind=WRITE)
PEER_RELAY: Final = act("peer.relay", roles=(), kind=WRITE)
PEER_REFUSE: Final = act("peer.refuse", roles=(), kind=WRITE)
PEER_WITNESS: Final = act("peer.witness", roles=(), kind=WRITE, audited=False)
LEDGER_CUT: Final = act("ledger.cut", roles=(), kind=WRITE)
LEDGER_ACCEPT: Final = act("ledger.accept", roles=(), kind=ADMIN)
