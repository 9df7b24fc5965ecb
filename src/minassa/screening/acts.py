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
