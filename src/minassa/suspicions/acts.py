"""What can be done with suspicious-transaction reports: drafted from a case, reviewed by a second person, sent, and followed."""

from typing import Final

from minassa.access import WRITE, Role, act

DRAFTERS: Final = frozenset({Role.ANALYST, Role.FIU_ANALYST, Role.SUPERVISOR})
REVIEWERS: Final = frozenset({Role.FIU_ANALYST, Role.SUPERVISOR})
"""Who agrees that a report leaves, as the second person."""

SUSPICION_LIST: Final = act("suspicion.list", roles=DRAFTERS, audited=False)
SUSPICION_READ: Final = act("suspicion.read", roles=DRAFTERS)
SUSPICION_DRAFT: Final = act("suspicion.draft", roles=DRAFTERS, kind=WRITE)
SUSPICION_REVIEW: Final = act("suspicion.review", roles=REVIEWERS, kind=WRITE)
SUSPICION_SEND: Final = act("suspicion.send", roles=REVIEWERS, kind=WRITE)
SUSPICION_FOLLOW: Final = act("suspicion.follow", roles=DRAFTERS, kind=WRITE)
# It leaves the agency: H2 and H3 of other owners forbid it (`forwards`).
SUSPICION_EXPORT: Final = act("suspicion.export", roles=DRAFTERS, forwards=True)
