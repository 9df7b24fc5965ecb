"""What whoever owns the node's folder does with its backups."""

from typing import Final

from minassa.access import ADMIN, act

# No role backs up or restores: only the system actor "keeper" does, for the owner of the node's folder.
NODE_BACKUP: Final = act("node.backup", roles=(), kind=ADMIN)
NODE_RESTORE: Final = act("node.restore", roles=(), kind=ADMIN)
