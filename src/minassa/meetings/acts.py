"""What can be done about meetings: the secretariat prepares, delegations name their own people, participants read."""

from typing import Final

from minassa.access import CALENDAR_SCOPE, CONTENT_ROLES, WRITE, Role, act

KEEPERS: Final = frozenset({Role.SECRETARIAT})
"""Who prepares an edition: its agenda, invitations and accreditation."""
FOCAL_POINTS: Final = frozenset({Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.HEAD_OF_DELEGATION, Role.SECRETARIAT})
"""Who names the people of a delegation and speaks for it towards the secretariat."""

EDITION_LIST: Final = act("edition.list", roles=CONTENT_ROLES, audited=False, scope="meetings:read")
EDITION_READ: Final = act("edition.read", roles=CONTENT_ROLES, scope="meetings:read")
EDITION_KEEP: Final = act("edition.keep", roles=KEEPERS, kind=WRITE, scope="meetings:write")

AGENDA_READ: Final = act("agenda.read", roles=CONTENT_ROLES, scope="meetings:read")
AGENDA_PLAN: Final = act("agenda.plan", roles=KEEPERS, kind=WRITE, scope="meetings:write")
AGENDA_RELEASE: Final = act("agenda.release", roles=KEEPERS, kind=WRITE, scope="meetings:write")
# What goes into somebody's own calendar leaves the platform, so it is logged as such (S20).
CALENDAR_EXPORT: Final = act("calendar.export", roles=CONTENT_ROLES, scope="meetings:read")

# A link that a calendar program polls shows what its person may see in their calendar, and opens nothing else.
CALENDAR_LINK: Final = act("calendar.link", roles=CONTENT_ROLES, kind=WRITE)
CALENDAR_LINKS: Final = act("calendar.links", roles=CONTENT_ROLES, audited=False)
CALENDAR_POLL: Final = act("calendar.poll", roles=CONTENT_ROLES, audited=False, scope=CALENDAR_SCOPE)
CALENDAR_FOLLOW: Final = act("calendar.follow", roles=CONTENT_ROLES, scope=CALENDAR_SCOPE)

DELEGATION_LIST: Final = act("delegation.list", roles=CONTENT_ROLES, audited=False, scope="meetings:read")
DELEGATION_READ: Final = act("delegation.read", roles=CONTENT_ROLES, scope="meetings:read")
DELEGATION_INVITE: Final = act("delegation.invite", roles=KEEPERS, kind=WRITE, scope="meetings:write")
DELEGATE_NAME: Final = act("delegate.name", roles=FOCAL_POINTS, kind=WRITE, scope="meetings:write")
ACCREDITATION_DECIDE: Final = act("accreditation.decide", roles=KEEPERS, kind=WRITE, scope="meetings:write")
CREDENTIAL_SEND: Final = act("credential.send", roles=FOCAL_POINTS, kind=WRITE)
CREDENTIAL_DECIDE: Final = act("credential.decide", roles=KEEPERS, kind=WRITE, scope="meetings:write")
INTERPRETATION_CHOOSE: Final = act("interpretation.choose", roles=CONTENT_ROLES, kind=WRITE, scope="meetings:write")
INTERPRETATION_LIST: Final = act("interpretation.list", roles=KEEPERS, scope="meetings:read")
ATTENDANCE_KEEP: Final = act("attendance.keep", roles=KEEPERS, kind=WRITE, scope="meetings:write")
ATTENDANCE_LIST: Final = act("attendance.list", roles=KEEPERS, scope="meetings:read")
BADGE_PRINT: Final = act("badge.print", roles=FOCAL_POINTS)
DOOR_CHECK_IN: Final = act("door.check-in", roles=KEEPERS, kind=WRITE, scope="meetings:write")
DOOR_LIST: Final = act("door.list", roles=KEEPERS)

# What becomes public can be read by anybody, for good.
EDITION_PUBLISH: Final = act("edition.publish", roles=KEEPERS, kind=WRITE, step_up=True)
# Whoever comes without a login is shown what the node itself finds under TLP:CLEAR, and nothing else.
EDITION_PUBLIC: Final = act("edition.public", roles=(), audited=False)

FLOOR_READ: Final = act("floor.read", roles=CONTENT_ROLES, scope="meetings:read")
FLOOR_ASK: Final = act("floor.ask", roles=FOCAL_POINTS, kind=WRITE, scope="meetings:write")
FLOOR_KEEP: Final = act("floor.keep", roles=KEEPERS, kind=WRITE)
# No role does this: the list is the secretariat's, and the node puts down who asks.
FLOOR_PLACE: Final = act("floor.place", roles=(), kind=WRITE, audited=False)
PAPER_KEEP: Final = act("paper.keep", roles=KEEPERS, kind=WRITE)
STATEMENT_WRITE: Final = act("statement.write", roles=FOCAL_POINTS, kind=WRITE)
MINUTES_KEEP: Final = act("minutes.keep", roles=KEEPERS, kind=WRITE)
PROCEEDINGS_PRINT: Final = act("proceedings.print", roles=CONTENT_ROLES)

# The declaration's text has acts of its own; pages and programs declare them from here.
from minassa.meetings.text.acts import *  # noqa: E402, F403 - registered with the room's
