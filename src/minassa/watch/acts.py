"""What can be done with subjects under watch. The looking itself is done by the clock, as whoever keeps the watch."""

from typing import Final

from minassa.access import WRITE, Role, act

_KEEPERS: Final = frozenset({Role.ANALYST, Role.FIU_ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR})

WATCH_LIST: Final = act("watch.list", roles=_KEEPERS, audited=False, scope="watch:read")
WATCH_READ: Final = act("watch.read", roles=_KEEPERS, scope="watch:read")
WATCH_ADD: Final = act("watch.add", roles=_KEEPERS, kind=WRITE, purpose_required=True, scope="watch:write")
WATCH_STOP: Final = act("watch.stop", roles=_KEEPERS, kind=WRITE, scope="watch:write")
WATCH_EXTEND: Final = act("watch.extend", roles=_KEEPERS, kind=WRITE, scope="watch:write")
WATCH_TAKE_OVER: Final = act("watch.take-over", roles={Role.SUPERVISOR}, kind=WRITE)
WATCH_JUDGE: Final = act("watch.judge", roles=_KEEPERS, kind=WRITE, scope="watch:write")
WATCH_LOOK: Final = act("watch.look", roles=_KEEPERS, kind=WRITE, purpose_required=True)
# No role does these: the clock finds what may be concerned, and ends what has reached its term.
WATCH_FIND: Final = act("watch.find", roles=(), audited=False)
WATCH_WORK: Final = act("watch.work", roles=(), kind=WRITE, audited=False)
WATCH_TERM: Final = act("watch.term", roles=(), kind=WRITE)
