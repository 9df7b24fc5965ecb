"""What can be done at the desk."""

from typing import Final

from minassa.access import CONTENT_ROLES, EVERYONE, WRITE, Role, act

DRAFT_READ: Final = act("draft.read", roles=CONTENT_ROLES, audited=False)
DRAFT_KEEP: Final = act("draft.keep", roles=CONTENT_ROLES, kind=WRITE, audited=False)
# What was typed about a thing whose time has passed; only the system actors that name this act do.
DRAFT_FORGET: Final = act("draft.forget", roles=(), kind=WRITE, audited=False)
NOTICE_READ: Final = act("notice.read", roles=EVERYONE, audited=False, personal=True)
NOTICE_MARK: Final = act("notice.mark", roles=EVERYONE, kind=WRITE, audited=False, personal=True)
NOTICE_ACKNOWLEDGE: Final = act("notice.acknowledge", roles=EVERYONE, kind=WRITE, personal=True)
NOTICE_SUBSCRIBE: Final = act("notice.subscribe", roles=EVERYONE, kind=WRITE, personal=True)
# No role gives notices: only the system actors that name this act do.
NOTICE_GIVE: Final = act("notice.give", roles=(), kind=WRITE, audited=False)
MAIL_CHOOSE: Final = act("mail.choose", roles=EVERYONE, kind=WRITE, personal=True)
# What the clock does: find whom to write to, and note what became of it.
MAIL_DUE: Final = act("mail.due", roles=(), audited=False)
MAIL_SEND: Final = act("mail.send", roles=(), kind=WRITE)

# By the clock: files that people sent, brought in as those people.
INTAKE_RUN: Final = act("import.run", roles=(), kind=WRITE, audited=False)

_WRITERS: Final = frozenset(
    {Role.ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.SECRETARIAT}
)

ATTACHMENT_LIST: Final = act("attachment.list", roles=CONTENT_ROLES, audited=False, scope="attachments:read")
ATTACHMENT_READ: Final = act("attachment.read", roles=CONTENT_ROLES, scope="attachments:read")
ATTACHMENT_ADD: Final = act("attachment.add", roles=_WRITERS, kind=WRITE, scope="attachments:write")
ATTACHMENT_CONFIRM: Final = act("attachment.confirm", roles=_WRITERS, kind=WRITE)
ATTACHMENT_TAKE_BACK: Final = act("attachment.take-back", roles=_WRITERS, kind=WRITE, scope="attachments:write")
# What leaves is a supervisor's; protecting what left must be quick. A recipient deletes what it was sent by itself.
ATTACHMENT_SEND: Final = act("attachment.send", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True)
ATTACHMENT_WITHDRAW: Final = act(
    "attachment.withdraw", roles={Role.SUPERVISOR, Role.LIAISON_OFFICER}, kind=WRITE, scope="releases:write"
)
ATTACHMENT_REPLACE: Final = act("attachment.replace", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True)
ATTACHMENT_DISCARD: Final = act("attachment.discard", roles=_WRITERS, kind=WRITE, scope="attachments:write")
ATTACHMENT_DELETE: Final = act("attachment.delete", roles={Role.SUPERVISOR}, kind=WRITE, step_up=True, two_person=True)
# What the node does by itself: keep what came from another agency, take back what left, read what is carried, remove what was about a thing that is gone, look again, wrap keys anew, sweep.
ATTACHMENT_RECEIVE: Final = act("attachment.receive", roles=(), kind=WRITE)
ATTACHMENT_LEAVE: Final = act("attachment.leave", roles=(), kind=WRITE)
ATTACHMENT_CARRY: Final = act("attachment.carry", roles=(), audited=False)
ATTACHMENT_REMOVE: Final = act("attachment.remove", roles=(), kind=WRITE)
ATTACHMENT_SCAN: Final = act("attachment.scan", roles=(), kind=WRITE, audited=False)
ATTACHMENT_REWRAP: Final = act("attachment.rewrap", roles=(), kind=WRITE)
ATTACHMENT_SWEEP: Final = act("attachment.sweep", roles=(), audited=False)
