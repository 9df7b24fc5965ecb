"""What can be done with indicators and observables."""

from typing import Final

from minassa.access import CONTENT_ROLES, READ, WRITE, Role, act

WRITERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

INDICATOR_LIST: Final = act("indicator.list", roles=CONTENT_ROLES, audited=False, scope="cyber:read")
INDICATOR_READ: Final = act("indicator.read", roles=CONTENT_ROLES, scope="cyber:read")
INDICATOR_IMPORT: Final = act("indicator.import", roles=WRITERS, kind=WRITE, scope="cyber:write")
# What of an import became nothing: values as they came, for those who bring indicators in.
INDICATOR_UNMAPPED: Final = act("indicator.unmapped", roles=WRITERS, kind=READ)
# Accounts and addresses of mail stand for persons: it is asked as a person is asked for (R05).
OBSERVABLE_CHECK: Final = act("observable.check", roles=CONTENT_ROLES, purpose_required=True, scope="check")
# Asked by the check only, which writes the audit line with the digest of what was asked, purpose and case.
OBSERVABLE_MATCH: Final = act(
    "observable.match", roles=CONTENT_ROLES, audited=False, purpose_required=True, scope="check"
)
INDICATOR_EXPORT: Final = act("indicator.export", roles=WRITERS, kind=READ, step_up=True, forwards=True)
INDICATOR_EXPORT_PART: Final = act("indicator.export-part", roles=WRITERS, kind=READ, audited=False, forwards=True)
THREAT_LIST: Final = act("threat.list", roles=CONTENT_ROLES, audited=False, scope="cyber:read")
THREAT_READ: Final = act("threat.read", roles=CONTENT_ROLES, scope="cyber:read")
SIGHTING_LIST: Final = act("sighting.list", roles=CONTENT_ROLES, audited=False, scope="cyber:read")
SIGHTING_ADD: Final = act("sighting.add", roles=WRITERS, kind=WRITE, scope="cyber:write")
CONTENT_LIST: Final = act("content.list", roles=CONTENT_ROLES, audited=False, scope="cyber:read")
CONTENT_CHECK: Final = act("content.check", roles=CONTENT_ROLES, purpose_required=True, scope="check")
CONTENT_IMPORT: Final = act("content.import", roles=WRITERS, kind=WRITE, scope="cyber:write")
CONTENT_REMOVE: Final = act("content.remove", roles=WRITERS, kind=WRITE)
CONTENT_EXPORT: Final = act("content.export", roles=WRITERS, kind=READ, step_up=True, forwards=True)
CONTENT_EXPORT_PART: Final = act("content.export-part", roles=WRITERS, kind=READ, audited=False, forwards=True)
# Done by the system actor "content-index" only.
CONTENT_INDEX: Final = act("content.index", roles=(), kind=READ, audited=False)
