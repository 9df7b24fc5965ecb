"""What can be done with payments."""

from typing import Final

from minassa.access import WRITE, Role, act

SCREENERS: Final = frozenset({Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST})

PAYMENT_SCREEN: Final = act(
    "payment.screen", roles=SCREENERS, kind=WRITE, purpose_required=True, scope="payments:write"
)
# One batch of a file: the check has written its own line on what was asked.
PAYMENT_PART: Final = act("payment.screen-part", roles=SCREENERS, kind=WRITE, audited=False, scope="payments:write")
PAYMENT_LIST: Final = act("payment.list", roles=SCREENERS, audited=False, scope="payments:read")
PAYMENT_READ: Final = act("payment.read", roles=SCREENERS, scope="payments:read")
PAYMENT_DECIDE: Final = act("payment.decide", roles=SCREENERS, kind=WRITE, scope="payments:write")
PAYMENT_EXPORT: Final = act("payment.export", roles=SCREENERS, scope="payments:read")
PAYMENT_DROP: Final = act("payment.drop-file", roles=SCREENERS, kind=WRITE, scope="payments:write")
# By the clock: the files that people sent.
PAYMENT_RUN: Final = act("payment.run-files", roles=(), kind=WRITE, audited=False)
