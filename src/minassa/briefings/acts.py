"""What can be done with briefings."""

from typing import Final

from minassa.access import WRITE, Role, act

WRITERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

BRIEFING_LIST: Final = act("briefing.list", roles=WRITERS, audited=False)
BRIEFING_MAKE: Final = act("briefing.make", roles=WRITERS, kind=WRITE)
SCHEDULE_KEEP: Final = act("briefing.schedule", roles=WRITERS, kind=WRITE)
# The clock asks which schedules are due; what it begins, it begins as their person, with that person's rights of now.
BRIEFING_DUE: Final = act("briefing.due", roles=(), kind=WRITE, audited=False)
