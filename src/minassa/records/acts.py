"""What can be done with records."""

from typing import Final

from minassa.access import CONTENT_ROLES, READ, WRITE, Role, act

WRITERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

RECORD_LIST: Final = act("record.list", roles=CONTENT_ROLES, audited=False, scope="records:read")
RECORD_READ: Final = act("record.read", roles=CONTENT_ROLES, scope="records:read")
RECORD_SEARCH: Final = act("record.search", roles=CONTENT_ROLES, purpose_required=True, scope="records:read")
# Asked by the check only, which writes the audit line with the digest of what was asked, purpose and case.
RECORD_MATCH: Final = act("record.match", roles=CONTENT_ROLES, audited=False, purpose_required=True, scope="check")
RECORD_ADD: Final = act("record.add", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_AMEND: Final = act("record.amend", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_WIDEN: Final = act(
    "record.widen", roles=WRITERS, kind=WRITE, step_up=True, two_person=True, scope="records:write"
)
RECORD_KEEP: Final = act("record.keep", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_DELETE: Final = act("record.delete", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True)
RECORD_IMPORT: Final = act("record.import", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_EXPORT: Final = act("record.export", roles=WRITERS, kind=READ, step_up=True, forwards=True)
RECORD_EXPORT_BULK: Final = act(
    "record.export-bulk", roles=WRITERS, kind=READ, step_up=True, two_person=True, forwards=True
)
RECORD_EXPORT_PART: Final = act("record.export-part", roles=WRITERS, kind=READ, audited=False)
RECORD_INDEX: Final = act("record.index", roles=(), kind=READ, audited=False)
