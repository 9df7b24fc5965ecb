"""What can be done with incidents."""

from typing import Final

from minassa.access import ADMIN, CONTENT_ROLES, WRITE, Role, act

WRITERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

INCIDENT_LIST: Final = act("incident.list", roles=CONTENT_ROLES, audited=False, scope="records:read")
INCIDENT_READ: Final = act("incident.read", roles=CONTENT_ROLES, scope="records:read")
# What is taken goes into a product that others read: `access.feeds` chooses the rows, not the act.
OVERVIEW_TAKE: Final = act("overview.take", roles=WRITERS, scope="records:read")
INCIDENT_IMPORT: Final = act("incident.import", roles=WRITERS, kind=WRITE, scope="records:write")
# One batch of an import, which wrote its own line before the first.
INCIDENT_IMPORT_PART: Final = act(
    "incident.import-part", roles=WRITERS, kind=WRITE, audited=False, scope="records:write"
)
INCIDENT_ENTER: Final = act("incident.enter", roles=WRITERS, kind=WRITE, scope="records:write")
INCIDENT_AMEND: Final = act("incident.amend", roles=WRITERS, kind=WRITE, scope="records:write")
INTAKE_READ: Final = act("incident.read-import", roles=WRITERS, audited=False, scope="records:read")
GROUP_LIST: Final = act("group.list", roles=CONTENT_ROLES, audited=False, scope="records:read")
GROUP_READ: Final = act("group.read", roles=CONTENT_ROLES, scope="records:read")
ACTOR_DECIDE: Final = act("group.decide-name", roles=WRITERS, kind=WRITE, scope="records:write")
ACTOR_SEEK: Final = act("group.seek-names", roles=WRITERS, kind=WRITE, scope="records:write")
DOUBT_LIST: Final = act("incident.doubts", roles=WRITERS, audited=False, scope="records:read")
DOUBT_DECIDE: Final = act("incident.decide-doubt", roles=WRITERS, kind=WRITE, scope="records:write")
DOUBT_UNDO: Final = act("incident.undo-decision", roles=WRITERS, kind=WRITE, scope="records:write")
# By the clock: the hexagon and the area of each incident, which follow from where it happened.
INCIDENT_PLACE: Final = act("incident.place", roles=(), kind=WRITE, audited=False)
# What leaves as a file holds only what one may pass on; a map on paper is for whom it is printed.
INCIDENT_EXPORT: Final = act("incident.export", roles=WRITERS, step_up=True, forwards=True)
INCIDENT_EXPORT_BULK: Final = act("incident.export-bulk", roles=WRITERS, step_up=True, two_person=True, forwards=True)
INCIDENT_EXPORT_PART: Final = act("incident.export-part", roles=WRITERS, audited=False, forwards=True)
MAP_PRINT: Final = act("map.print", roles=CONTENT_ROLES)

FORECAST_READ: Final = act("forecast.read", roles=CONTENT_ROLES, audited=False, scope="records:read")
# Reading asks the job for a forecast where there is none; what is written is the reader's own.
FORECAST_ASK: Final = act("forecast.ask", roles=CONTENT_ROLES, kind=WRITE, audited=False, scope="records:read")
FORECAST_MAKE: Final = act("forecast.make", roles=CONTENT_ROLES, kind=WRITE)
FORECAST_DUE: Final = act("forecast.due", roles=(), kind=WRITE, audited=False)
WARNING_LIST: Final = act("warning.list", roles=WRITERS, audited=False, scope="records:read")
WARNING_RULE: Final = act("warning.rule", roles=WRITERS, kind=WRITE, scope="records:write")
WARNING_DECIDE: Final = act("warning.decide", roles=WRITERS, kind=WRITE, scope="records:write")
WARNING_LOOK: Final = act("warning.look", roles=WRITERS, kind=WRITE)
WARNING_DUE: Final = act("warning.due", roles=(), kind=WRITE, audited=False)
ROOTS_READ: Final = act("roots.read", roles=CONTENT_ROLES, audited=False, scope="records:read")
ROOTS_IMPORT: Final = act("roots.import", roles=WRITERS, kind=WRITE, scope="records:write")
SHAPES_REPLACE: Final = act("map.replace-shapes", roles=(Role.NODE_ADMINISTRATOR,), kind=ADMIN)
SHAPES_FORGET: Final = act("map.forget-shapes", roles=(Role.NODE_ADMINISTRATOR,), kind=ADMIN)
