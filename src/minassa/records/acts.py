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
RECORD_EXPLORE: Final = act("record.explore", roles=CONTENT_ROLES, purpose_required=True, scope="records:read")
DIAGRAM_LIST: Final = act("diagram.list", roles=CONTENT_ROLES, audited=False, scope="records:read")
DIAGRAM_READ: Final = act("diagram.read", roles=CONTENT_ROLES, purpose_required=True, scope="records:read")
DIAGRAM_PRINT: Final = act("diagram.print", roles=CONTENT_ROLES, purpose_required=True)
DIAGRAM_EXPORT: Final = act(
    "diagram.export", roles=WRITERS, kind=READ, purpose_required=True, step_up=True, forwards=True
)
DIAGRAM_KEEP: Final = act("diagram.keep", roles=WRITERS, kind=WRITE, scope="records:write")
DIAGRAM_COMMENT: Final = act("diagram.comment", roles=WRITERS, kind=WRITE, scope="records:write")
DIAGRAM_SHARE: Final = act("diagram.share", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True)
# With a diagram go the comments of all agencies on it.
DIAGRAM_TIDY: Final = act("diagram.tidy", roles=(), kind=WRITE, audited=False)
RECORD_ADD: Final = act("record.add", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_AMEND: Final = act("record.amend", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_WIDEN: Final = act(
    "record.widen", roles=WRITERS, kind=WRITE, step_up=True, two_person=True, scope="records:write"
)
RECORD_KEEP: Final = act("record.keep", roles=WRITERS, kind=WRITE, scope="records:write")
RECORD_DELETE: Final = act("record.delete", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True)
RECORD_HOLD: Final = act("record.hold", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True)
RECORD_LIFT: Final = act("record.lift-hold", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True)
# By the clock (R07): asking keepers about records that come up for review, and deleting those for which nobody gave a reason.
RECORD_REVIEW: Final = act("record.review-due", roles=(), kind=WRITE)
RECORD_EXPIRE: Final = act("record.expire", roles=(), kind=WRITE)
RECORD_IMPORT: Final = act("record.import", roles=WRITERS, kind=WRITE, scope="records:write")
# Suspected duplicates: proposed by the clock, judged by a person.
TWIN_FIND: Final = act("record.find-twins", roles=(), kind=WRITE, audited=False)
TWIN_LIST: Final = act("record.twins", roles=WRITERS, audited=False, scope="records:read")
TWIN_DECIDE: Final = act("record.decide-twin", roles=WRITERS, kind=WRITE, scope="records:write")
TWIN_UNDO: Final = act("record.undo-twin", roles=WRITERS, kind=WRITE, scope="records:write")
# A table of links on its way in: brought and described by a person, read by the clock as that person, batch by batch; the whole has a line.
RECORD_IMPORT_PART: Final = act("record.import-part", roles=WRITERS, kind=WRITE, audited=False)
TABLE_LIST: Final = act("record.tables", roles=WRITERS, audited=False)
TABLE_BRING: Final = act("record.bring-table", roles=WRITERS, kind=WRITE)
TABLE_TAKE: Final = act("record.take-table", roles=WRITERS, kind=WRITE)
TABLE_DROP: Final = act("record.drop-table", roles=WRITERS, kind=WRITE)
RECORD_EXPORT: Final = act("record.export", roles=WRITERS, kind=READ, step_up=True, forwards=True)
RECORD_EXPORT_BULK: Final = act(
    "record.export-bulk", roles=WRITERS, kind=READ, step_up=True, two_person=True, forwards=True
)
RECORD_EXPORT_PART: Final = act("record.export-part", roles=WRITERS, kind=READ, audited=False)
# What leaves, and what comes back: releasing is a supervisor's; protecting what left must be quick.
RECORD_PREVIEW: Final = act("record.preview-release", roles=WRITERS, scope="records:read")
RECORD_RELEASE: Final = act("record.release", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True)
RECORD_RELEASE_BEYOND: Final = act(
    "record.release-beyond", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True
)
RECORD_WITHDRAW: Final = act(
    "record.withdraw", roles={Role.SUPERVISOR, Role.LIAISON_OFFICER}, kind=WRITE, scope="releases:write"
)
RECORD_PROPOSE: Final = act("record.propose", roles=WRITERS, kind=WRITE, scope="releases:write")
RECORD_ANSWER: Final = act("record.answer-proposal", roles=WRITERS, kind=WRITE, scope="releases:write")
PROPOSAL_LIST: Final = act("record.proposals", roles=CONTENT_ROLES, audited=False, scope="releases:read")
# What the node itself must know of all of an agency's records, to let out no reference to one that was not released.
RECORD_BOOKS: Final = act("record.books", roles=(), kind=WRITE, audited=False)
RECORD_INDEX: Final = act("record.index", roles=(), kind=READ, audited=False)
