"""What can be done: ask who somebody is, one at a time or by the file."""

from typing import Final

from minassa.access import CONTENT_ROLES, READ, act

CHECK: Final = act("check.ask", roles=CONTENT_ROLES, kind=READ, purpose_required=True, scope="check")
OWNERSHIP: Final = act("check.ownership", roles=CONTENT_ROLES, kind=READ, audited=False, scope="check")
SCREEN: Final = act("check.screen", roles=CONTENT_ROLES, kind=READ, purpose_required=True, scope="check")
