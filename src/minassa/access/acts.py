"""What can be done with agencies, people and rights."""

from typing import Final

from minassa.access.registry import ADMIN, WRITE, act
from minassa.access.types import CONTENT_ROLES, EVERYONE, Role

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
TOKEN_OWNERS: Final = act("token.owners", roles=(), audited=False)

APPROVAL_LIST: Final = act("approval.list", audited=False)
APPROVAL_ASK: Final = act("approval.ask", kind=ADMIN)
APPROVAL_DECIDE: Final = act("approval.decide", roles=PEOPLE_KEEPERS | {Role.SECRETARIAT}, kind=ADMIN, step_up=True)

# What was done after a backup is done again in the restored node.
LASTING_AGAIN: Final = act("lasting.again", roles=(), kind=WRITE)

AUDIT_EXPORT: Final = act("audit.export", roles={Role.INSPECTOR})
AUDIT_ROTATE: Final = act(
    "audit.rotate-key", roles={Role.NODE_ADMINISTRATOR}, kind=ADMIN, step_up=True, two_person=True
)
AUDIT_READ: Final = act("audit.read", roles={Role.INSPECTOR, Role.SUPERVISOR}, scope="audit:read")

ACKNOWLEDGERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

# What rooms write into the outbox, who reads its books, and who carries and takes in: system actors only, but for people's own.
RELEASE_WRITE: Final = act("release.write", roles=(), kind=WRITE)
RELEASE_HOLDERS: Final = act("release.holders", roles=(), audited=False)
RELEASE_LEAVE: Final = act("release.leave", roles=(), kind=WRITE)
RELEASE_CHASE: Final = act("release.chase", roles=(), kind=WRITE)
RELEASE_TIDY: Final = act("release.tidy", roles=(), kind=WRITE)
RELEASE_WAITING: Final = act("release.waiting", roles=(), audited=False)
RELEASE_FOLLOW: Final = act("release.follow", roles=(), audited=False)
RELEASE_ASK: Final = act("release.ask", roles=(), kind=WRITE)
RELEASE_AGAIN: Final = act("release.again", roles=(), kind=WRITE)
RELEASE_CARRY: Final = act("release.carry", roles=(), kind=WRITE)
RELEASE_LIST: Final = act("release.list", roles=CONTENT_ROLES, audited=False, scope="releases:read")
RELEASE_RETRY: Final = act("release.retry", roles={Role.SUPERVISOR}, kind=WRITE)
PARCEL_TAKE_IN: Final = act("parcel.take-in", roles=(), kind=WRITE)
PARCEL_PLACE: Final = act("parcel.place", roles=(), kind=WRITE, audited=False)
PARCEL_LIST: Final = act("parcel.list", roles=CONTENT_ROLES, audited=False, scope="releases:read")
PARCEL_ACKNOWLEDGE: Final = act("parcel.acknowledge", roles=ACKNOWLEDGERS, kind=WRITE, scope="releases:write")
