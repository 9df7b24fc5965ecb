"""What can be done between agencies. Analysts prepare, liaison officers and supervisors send and answer."""

from typing import Final

from minassa.access import CONTENT_ROLES, WRITE, Role, act

WORKERS: Final = frozenset(
    {Role.ANALYST, Role.FIU_ANALYST, Role.CERT_ANALYST, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.SECRETARIAT}
)
"""Who prepares requests and works on those of others."""
OFFICERS: Final = frozenset({Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.SECRETARIAT})
"""Who speaks to other agencies."""

REQUEST_LIST: Final = act("request.list", roles=WORKERS, audited=False, scope="requests:read")
REQUEST_READ: Final = act("request.read", roles=WORKERS, scope="requests:read")
REQUEST_STATISTICS: Final = act("request.statistics", roles=WORKERS, scope="requests:read")
REQUEST_DRAFT: Final = act("request.draft", roles=WORKERS, kind=WRITE, scope="requests:write")
REQUEST_NOTE: Final = act("request.note", roles=WORKERS, kind=WRITE, scope="requests:write")
REQUEST_ASSIGN: Final = act("request.assign", roles=OFFICERS, kind=WRITE, scope="requests:write")
REQUEST_SEND: Final = act("request.send", roles=OFFICERS, kind=WRITE, scope="requests:write")
# S07: the first time that something goes to a partner needs a fresh factor.
REQUEST_SEND_FIRST: Final = act("request.send-first", roles=OFFICERS, kind=WRITE, step_up=True, scope="requests:write")
REQUEST_SPEAK: Final = act("request.speak", roles=OFFICERS, kind=WRITE, scope="requests:write")
REQUEST_ANSWER: Final = act("request.answer", roles=OFFICERS, kind=WRITE, scope="requests:write")
# R13: a risk that an assurance does not take away is a supervisor's decision too.
REQUEST_SEND_AT_RISK: Final = act(
    "request.send-at-risk", roles=OFFICERS, kind=WRITE, step_up=True, two_person=True, scope="requests:write"
)
REQUEST_ANSWER_AT_RISK: Final = act(
    "request.answer-at-risk", roles=OFFICERS, kind=WRITE, step_up=True, two_person=True, scope="requests:write"
)
ISSUERS: Final = frozenset({Role.SUPERVISOR})
"""Who lets an alert out: what it says is released."""
# Alerts are released, received and acknowledged in the books of releases: programs need the scopes of these.
ALERT_LIST: Final = act("alert.list", roles=WORKERS, audited=False, scope="releases:read")
ALERT_READ: Final = act("alert.read", roles=WORKERS, scope="releases:read")
ALERT_DRAFT: Final = act("alert.draft", roles=WORKERS, kind=WRITE, scope="releases:write")
ALERT_ISSUE: Final = act("alert.issue", roles=ISSUERS, kind=WRITE, step_up=True, scope="releases:write")
ALERT_ACKNOWLEDGE: Final = act("alert.acknowledge", roles=WORKERS, kind=WRITE, scope="releases:write")

DUTY_LIST: Final = act("duty.list", roles=WORKERS, audited=False, scope="duty:read")
DUTY_KEEP: Final = act("duty.keep", roles=OFFICERS, kind=WRITE, scope="duty:write")

EXPERTISE_LIST: Final = act("expertise.list", roles=WORKERS, audited=False, scope="expertise:read")
EXPERTISE_KEEP: Final = act("expertise.keep", roles=OFFICERS, kind=WRITE, scope="expertise:write")

LOOKOUT_LIST: Final = act("lookout.list", roles=WORKERS, audited=False, scope="lookouts:read")
LOOKOUT_READ: Final = act("lookout.read", roles=WORKERS, scope="lookouts:read")
# Asked by the check only, which writes the audit line.
LOOKOUT_MATCH: Final = act("lookout.match", roles=CONTENT_ROLES, audited=False, purpose_required=True, scope="check")
LOOKOUT_DRAFT: Final = act("lookout.draft", roles=WORKERS, kind=WRITE, scope="lookouts:write")
LOOKOUT_ISSUE: Final = act("lookout.issue", roles=ISSUERS, kind=WRITE, step_up=True, scope="lookouts:write")
LOOKOUT_WITHDRAW: Final = act("lookout.withdraw", roles=OFFICERS, kind=WRITE, scope="lookouts:write")
LOOKOUT_REPLY: Final = act("lookout.reply", roles=OFFICERS, kind=WRITE, scope="lookouts:write")

# Reports travel in the books of releases, as alerts do.
REPORT_LIST: Final = act("report.list", roles=WORKERS, audited=False, scope="releases:read")
REPORT_READ: Final = act("report.read", roles=WORKERS, scope="releases:read")
# S20: what is printed is logged as such.
REPORT_PRINT: Final = act("report.print", roles=WORKERS, scope="releases:read")
REPORT_DRAFT: Final = act("report.draft", roles=WORKERS, kind=WRITE, scope="releases:write")
REPORT_PREVIEW: Final = act("report.preview", roles=WORKERS, audited=False)
REPORT_RELEASE: Final = act("report.release", roles=ISSUERS, kind=WRITE, step_up=True, scope="releases:write")

# Good practices and lessons are released as reports are, by whoever answers for what leaves.
PRACTICE_LIST: Final = act("practice.list", roles=WORKERS, audited=False, scope="releases:read")
PRACTICE_READ: Final = act("practice.read", roles=WORKERS, scope="releases:read")
PRACTICE_DRAFT: Final = act("practice.draft", roles=WORKERS, kind=WRITE, scope="releases:write")
PRACTICE_RELEASE: Final = act("practice.release", roles=ISSUERS, kind=WRITE, step_up=True)

# No role does these: the node's own actor takes in what other agencies say, and watches the clock.
REQUEST_RECEIVE: Final = act("request.receive", roles=(), kind=WRITE)
LOOKOUT_RECEIVE: Final = act("lookout.receive", roles=(), kind=WRITE)
LOOKOUT_MEET: Final = act("lookout.meet", roles=(), kind=WRITE)
DUTY_RECEIVE: Final = act("duty.receive", roles=(), kind=WRITE)
DUTY_REMIND: Final = act("duty.remind", roles=(), kind=WRITE, audited=False)
EXPERTISE_RECEIVE: Final = act("expertise.receive", roles=(), kind=WRITE)
EXPERTISE_REMIND: Final = act("expertise.remind", roles=(), kind=WRITE, audited=False)
PRACTICE_RECEIVE: Final = act("practice.receive", roles=(), kind=WRITE)
ALERT_RECEIVE: Final = act("alert.receive", roles=(), kind=WRITE)
REPORT_RECEIVE: Final = act("report.receive", roles=(), kind=WRITE)
# Whose an alert or a report is that is here, asked when a file about it arrives; and which names of nominees are due.
LIAISON_BOOKS: Final = act("liaison.books", roles=(), audited=False)
ALERT_WATCH: Final = act("alert.watch", roles=(), kind=WRITE, audited=False)
# Names of nominees are deleted when their time has passed; the line says how many.
REQUEST_FORGET: Final = act("request.forget-names", roles=(), kind=WRITE)
REQUEST_REMIND: Final = act("request.remind", roles=(), kind=WRITE, audited=False)
