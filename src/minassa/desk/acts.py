"""What can be done at the desk."""

from typing import Final

from minassa.access import CONTENT_ROLES, WRITE, act

DRAFT_READ: Final = act("draft.read", roles=CONTENT_ROLES, audited=False)
DRAFT_KEEP: Final = act("draft.keep", roles=CONTENT_ROLES, kind=WRITE, audited=False)
