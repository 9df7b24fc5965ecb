"""What can be done with agencies, people and rights."""

from typing import Final

from minassa.access.registry import ADMIN, act
from minassa.access.types import EVERYONE, Role

ADMINISTRATORS: Final = frozenset({Role.NODE_ADMINISTRATOR, Role.SECRETARIAT})
PEOPLE_KEEPERS: Final = frozenset({Role.NODE_ADMINISTRATOR, Role.SUPERVISOR})

AGENCY_LIST: Final = act("agency.list", audited=False, scope="people:read")
AGENCY_ADD: Final = act("agency.add", roles=ADMINISTRATORS, kind=ADMIN, step_up=True)
AGENCY_CHANGE: Final = act("agency.change", roles=ADMINISTRATORS, kind=ADMIN, step_up=True)
COMMUNITY_LIST: Final = act("community.list", audited=False, scope="people:read")
COMMUNITY_ADD: Final = act("community.add", roles=ADMINISTRATORS, kind=ADMIN)
COMMUNITY_CHANGE: Final = act("community.change", roles=ADMINISTRATORS, kind=ADMIN, step_up=True)

PERSON_LIST: Final = act("person.list", audited=False, scope="people:read")
PERSON_ADD: Final = act("person.add", roles=(), kind=ADMIN)
PERSON_INVITE: Final = act("person.invite", roles=PEOPLE_KEEPERS, kind=ADMIN, step_up=True)
PERSON_ACCEPT: Final = act("person.accept", kind=ADMIN)
PERSON_RESET: Final = act("person.reset", roles=PEOPLE_KEEPERS, kind=ADMIN, step_up=True)
PERSON_ROLES: Final = act("person.roles", roles=PEOPLE_KEEPERS, kind=ADMIN, step_up=True, two_person=True)
PERSON_DISABLE: Final = act("person.disable", roles=PEOPLE_KEEPERS, kind=ADMIN, step_up=True)
PERSON_ENABLE: Final = act("person.enable", roles=PEOPLE_KEEPERS, kind=ADMIN, step_up=True)
PERSON_PREFERENCES: Final = act("person.preferences", kind=ADMIN, audited=False)

SESSION_BEGIN: Final = act("session.begin", kind=ADMIN)
SESSION_LIST: Final = act("session.list", audited=False)
SESSION_END: Final = act("session.end", kind=ADMIN)
SESSION_END_OTHERS: Final = act("session.end-others", roles=PEOPLE_KEEPERS, kind=ADMIN)

TOKEN_LIST: Final = act("token.list", audited=False)
TOKEN_ADD: Final = act("token.add", roles=EVERYONE, kind=ADMIN, step_up=True)
TOKEN_REVOKE: Final = act("token.revoke", kind=ADMIN)

APPROVAL_LIST: Final = act("approval.list", audited=False)
APPROVAL_ASK: Final = act("approval.ask", kind=ADMIN)
APPROVAL_DECIDE: Final = act("approval.decide", roles=PEOPLE_KEEPERS | {Role.SECRETARIAT}, kind=ADMIN, step_up=True)

AUDIT_EXPORT: Final = act("audit.export", roles={Role.INSPECTOR})
AUDIT_READ: Final = act("audit.read", roles={Role.INSPECTOR, Role.SUPERVISOR}, scope="audit:read")
