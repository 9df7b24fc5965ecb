"""What can be done with files of transactions and what is found in them."""

from typing import Final

from minassa.access import WRITE, Role, act

WRITERS: Final = frozenset({Role.ANALYST, Role.FIU_ANALYST, Role.SUPERVISOR})

FILE_LIST: Final = act("transactions.list", roles=WRITERS, audited=False)
FILE_BRING: Final = act("transactions.bring", roles=WRITERS, kind=WRITE)
FILE_TAKE: Final = act("transactions.take", roles=WRITERS, kind=WRITE)
FILE_DROP: Final = act("transactions.drop", roles=WRITERS, kind=WRITE)
# An account's movements are read from the files themselves: each reading says so in the log.
FLOWS_READ: Final = act("transactions.flows", roles=WRITERS)
SEARCH_LIST: Final = act("transactions.searches", roles=WRITERS, audited=False)
SEARCH_BEGIN: Final = act("transactions.search", roles=WRITERS, kind=WRITE)
# One rule of a search, which wrote its own line when it was begun.
SEARCH_PART: Final = act("transactions.search-part", roles=WRITERS, kind=WRITE, audited=False)
FINDING_LIST: Final = act("finding.list", roles=WRITERS, audited=False)
FINDING_READ: Final = act("finding.read", roles=WRITERS)
FINDING_DECIDE: Final = act("finding.decide", roles=WRITERS, kind=WRITE)
# What leaves as a file holds only what one may pass on.
FINDING_EXPORT: Final = act("finding.export", roles=WRITERS, forwards=True)
# By the clock: the files that wait, the searches that were begun.
TRANSACTIONS_WORK: Final = act("transactions.work", roles=(), kind=WRITE, audited=False)
TRANSACTIONS_FORGET: Final = act("transactions.forget", roles=(), kind=WRITE)
