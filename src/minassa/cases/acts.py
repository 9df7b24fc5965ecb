"""What can be done with cases: by the people of the agency whose cases they are."""

from typing import Final

from minassa.access import WRITE, Role, act

WORKERS: Final = frozenset(
    {
        Role.ANALYST,
        Role.FIU_ANALYST,
        Role.CERT_ANALYST,
        Role.LIAISON_OFFICER,
        Role.SUPERVISOR,
        Role.SECRETARIAT,
    }
)
"""Who works on cases."""

CASE_LIST: Final = act("case.list", roles=WORKERS, audited=False, scope="cases:read")
CASE_READ: Final = act("case.read", roles=WORKERS, scope="cases:read")
CASE_COUNT: Final = act("case.count", roles=WORKERS, audited=False, scope="cases:read")
CASE_PRINT: Final = act("case.print", roles=WORKERS, scope="cases:read")
CASE_OPEN: Final = act("case.open", roles=WORKERS, kind=WRITE, scope="cases:write")
CASE_WORK: Final = act("case.work", roles=WORKERS, kind=WRITE, scope="cases:write")
CASE_DECIDE: Final = act("case.decide", roles=WORKERS, kind=WRITE, scope="cases:write")
# Merging, giving back, splitting and reopening.
CASE_JOIN: Final = act("case.join", roles=WORKERS, kind=WRITE, scope="cases:write")
