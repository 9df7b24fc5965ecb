"""What can be done about scraping, and about incidents of security and mis-disclosures.

Rows here are for named persons only (TLP:RED): everybody may open these doors, and finds what names them. So whoever may not know
gets the same answer as for what does not exist, also an inspector and a node administrator, who see no other content.
"""

from typing import Final

from minassa.access import EVERYONE, READ, WRITE, Role, act

KEEPERS: Final = frozenset({Role.SUPERVISOR, Role.NODE_ADMINISTRATOR})
"""Who acts on an alert of scraping, and keeps the register."""
RECALLERS: Final = frozenset({Role.SUPERVISOR})
OVERSEERS: Final = KEEPERS | {Role.INSPECTOR}
"""Whom alerts name as their readers."""

SCRAPING_LIST: Final = act("scraping.list", roles=EVERYONE, audited=False, scope="safeguards:read", personal=True)
SCRAPING_READ: Final = act("scraping.read", roles=EVERYONE, scope="safeguards:read", personal=True)
SCRAPING_DECIDE: Final = act("scraping.decide", roles=KEEPERS, kind=WRITE, scope="safeguards:write", personal=True)
SCRAPING_SLOW: Final = act("scraping.slow", roles=KEEPERS, kind=WRITE, scope="safeguards:write", personal=True)
# By the clock: counting what the log holds, remembering habits, and raising an alert. Who is slowed is asked by every entrance.
SCRAPING_WATCH: Final = act("scraping.watch", roles=(), kind=WRITE, audited=False)
SCRAPING_RAISE: Final = act("scraping.raise", roles=(), kind=WRITE)
SCRAPING_SLOWED: Final = act("scraping.slowed", roles=(), audited=False)
# Pages of a list beyond the first, told ten at a time by the entrances.
LIST_PAGED: Final = act("list.paged", roles=(), kind=READ)

# The register: whoever notices something enters it, its keepers work on it, a second one closes what is grave.
BREACH_LIST: Final = act("breach.list", roles=EVERYONE, audited=False, scope="safeguards:read", personal=True)
BREACH_READ: Final = act("breach.read", roles=EVERYONE, scope="safeguards:read", personal=True)
BREACH_ENTER: Final = act("breach.enter", roles=EVERYONE, kind=WRITE, scope="safeguards:write", personal=True)
BREACH_KEEP: Final = act("breach.keep", roles=KEEPERS, kind=WRITE, scope="safeguards:write", personal=True)
BREACH_RECALL: Final = act("breach.recall", roles=RECALLERS, kind=WRITE, scope="safeguards:write")
BREACH_CLOSE: Final = act("breach.close", roles=KEEPERS, kind=WRITE, scope="safeguards:write", personal=True)
BREACH_PRINT: Final = act("breach.print", roles=OVERSEERS, scope="safeguards:read", personal=True)
# By the node: filing what somebody entered among its keepers, and watching its clocks.
BREACH_FILE: Final = act("breach.file", roles=(), kind=WRITE)
BREACH_WATCH: Final = act("breach.watch", roles=(), kind=WRITE, audited=False)
