"""What can be done with lists. Their content is public; importing, accepting and judging are logged."""

from typing import Final

from minassa.access import CONTENT_ROLES, EVERYONE, WRITE, Role, act

_KEEPERS: Final = frozenset(
    {
        Role.ANALYST,
        Role.FIU_ANALYST,
        Role.LIAISON_OFFICER,
        Role.SUPERVISOR,
        Role.SECRETARIAT,
        Role.NODE_ADMINISTRATOR,
    }
)

LIST_READ: Final = act("list.read", roles=EVERYONE, audited=False, scope="lists:read")
LIST_SEARCH: Final = act("list.search", roles=CONTENT_ROLES, audited=False, scope="check")
LIST_IMPORT: Final = act("list.import", roles=_KEEPERS, kind=WRITE, scope="lists:write")
LIST_QUARANTINE: Final = act("list.quarantine", roles=_KEEPERS, kind=WRITE, scope="lists:write")
LIST_ACCEPT: Final = act("list.accept", roles=_KEEPERS, kind=WRITE, scope="lists:write")
LIST_UPDATE: Final = act("list.update", roles=_KEEPERS, kind=WRITE, scope="lists:write")
LIST_CHECKED: Final = act("list.checked", roles=_KEEPERS, kind=WRITE, audited=False, scope="lists:write")
HIT_JUDGE: Final = act("hit.judge", roles=CONTENT_ROLES, kind=WRITE, scope="check")
HIT_JUDGEMENTS: Final = act("hit.judgements", roles=CONTENT_ROLES, audited=False, scope="check")
CHECK_REMEMBER: Final = act("check.remember", roles=CONTENT_ROLES, kind=WRITE, audited=False, scope="check")
CHECK_PAST: Final = act("check.past", roles=CONTENT_ROLES, audited=False, scope="check")
# No role does this: the node's own actor asks past checks again when a list has changed.
CHECK_RECHECK: Final = act("check.recheck", roles=(), kind=WRITE)
