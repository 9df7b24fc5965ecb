"""What can be done with strategies, commitments, programmes, reports and evaluations."""

from typing import Final

from minassa.access import CONTENT_ROLES, WRITE, Role, act

PLANNERS: Final = frozenset({Role.PROGRAMME_OFFICER, Role.SUPERVISOR, Role.SECRETARIAT})
"""Who plans, reports and evaluates."""
LEADERS: Final = frozenset({Role.SUPERVISOR, Role.SECRETARIAT})
"""Who adopts, shares and judges."""

STRATEGY_LIST: Final = act("strategy.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
STRATEGY_READ: Final = act("strategy.read", roles=CONTENT_ROLES, scope="programmes:read")
STRATEGY_KEEP: Final = act("strategy.keep", roles=PLANNERS, kind=WRITE)
STRATEGY_ADOPT: Final = act("strategy.adopt", roles=LEADERS, kind=WRITE, step_up=True)

COMMITMENT_LIST: Final = act("commitment.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
COMMITMENT_KEEP: Final = act("commitment.keep", roles=PLANNERS, kind=WRITE)
COMMITMENT_SETTLE: Final = act("commitment.settle", roles=LEADERS, kind=WRITE)

PROGRAMME_LIST: Final = act("programme.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
PROGRAMME_READ: Final = act("programme.read", roles=CONTENT_ROLES, scope="programmes:read")
PROGRAMME_PLAN: Final = act("programme.plan", roles=PLANNERS, kind=WRITE)
PROGRAMME_ADOPT: Final = act("programme.adopt", roles=LEADERS, kind=WRITE, step_up=True)
PROGRAMME_SHARE: Final = act("programme.share", roles=LEADERS, kind=WRITE, step_up=True)
PROGRAMME_RETARGET: Final = act("programme.retarget", roles=LEADERS, kind=WRITE)

# What leaves in the format of IATI: one sees there only what one may pass on.
PROGRAMME_PUBLISH: Final = act("programme.publish", roles=PLANNERS, kind=WRITE)
PROGRAMME_EXPORT_PREVIEW: Final = act(
    "programme.preview-export", roles=PLANNERS, forwards=True, scope="programmes:read"
)
PROGRAMME_EXPORT: Final = act("programme.export", roles=PLANNERS, step_up=True, forwards=True)
PROGRAMME_EXPORT_BULK: Final = act(
    "programme.export-bulk", roles=PLANNERS, step_up=True, two_person=True, forwards=True
)

# Partners' activities, as they publish them.
ACTIVITY_LIST: Final = act("partner-activity.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
ACTIVITY_READ: Final = act("partner-activity.read", roles=CONTENT_ROLES, scope="programmes:read")
ACTIVITY_IMPORT: Final = act("partner-activity.import", roles=PLANNERS, kind=WRITE)
ACTIVITY_DISCARD: Final = act("partner-activity.discard", roles=PLANNERS, kind=WRITE)

PROGRESS_REPORT_LIST: Final = act("progress-report.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
PROGRESS_REPORT_READ: Final = act("progress-report.read", roles=CONTENT_ROLES, scope="programmes:read")
PROGRESS_REPORT_KEEP: Final = act("progress-report.keep", roles=PLANNERS, kind=WRITE, scope="programmes:write")
PROGRESS_REPORT_SUBMIT: Final = act("progress-report.submit", roles=PLANNERS, kind=WRITE, scope="programmes:write")
PROGRESS_REPORT_JUDGE: Final = act("progress-report.judge", roles=LEADERS, kind=WRITE, scope="programmes:write")
PERIOD_REOPEN: Final = act("period.reopen", roles=LEADERS, kind=WRITE)

EVALUATION_LIST: Final = act("evaluation.list", roles=CONTENT_ROLES, audited=False, scope="programmes:read")
EVALUATION_READ: Final = act("evaluation.read", roles=CONTENT_ROLES, scope="programmes:read")
EVALUATION_PRINT: Final = act("evaluation.print", roles=CONTENT_ROLES)
EVALUATION_WRITE: Final = act("evaluation.write", roles=PLANNERS, kind=WRITE)
EVALUATION_FINISH: Final = act("evaluation.finish", roles=LEADERS, kind=WRITE, step_up=True)
EVALUATION_REPLY: Final = act("evaluation.reply", roles=LEADERS, kind=WRITE)
RECOMMENDATION_RESPOND: Final = act("recommendation.respond", roles=LEADERS, kind=WRITE)

# No role does these: a declaration's adoption makes commitments, a judgement moves what another agency owns, the clock reminds, and
# programmes of other nodes' agencies are taken in.
COMMITMENT_MAKE: Final = act("commitment.make", roles=(), kind=WRITE)
PROGRESS_REPORT_JUDGED: Final = act("progress-report.judged", roles=(), kind=WRITE)
EVALUATION_ANSWERED: Final = act("evaluation.answered", roles=(), kind=WRITE)
PERIOD_REMIND: Final = act("period.remind", roles=(), kind=WRITE, audited=False)
PROGRAMME_RECEIVE: Final = act("programme.receive", roles=(), kind=WRITE)
