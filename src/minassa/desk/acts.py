"""What can be done at the desk."""

from typing import Final

from minassa.access import CONTENT_ROLES, EVERYONE, WRITE, act

DRAFT_READ: Final = act("draft.read", roles=CONTENT_ROLES, audited=False)
DRAFT_KEEP: Final = act("draft.keep", roles=CONTENT_ROLES, kind=WRITE, audited=False)
NOTICE_READ: Final = act("notice.read", roles=EVERYONE, audited=False)
NOTICE_MARK: Final = act("notice.mark", roles=EVERYONE, kind=WRITE, audited=False)
# No role gives notices: only the system actors that name this act do.
NOTICE_GIVE: Final = act("notice.give", roles=(), kind=WRITE, audited=False)
