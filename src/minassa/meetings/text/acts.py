"""What can be done with a declaration's text: delegations propose, the secretariat keeps the text for the chair, heads sign."""

from typing import Final

from minassa.access import CONTENT_ROLES, WRITE, Role, act

__all__ = [
    "TEXT_ADOPT",
    "TEXT_BREAK",
    "TEXT_DRAFT",
    "TEXT_KEEP",
    "TEXT_MOVE_ON",
    "TEXT_OBJECT",
    "TEXT_OUTCOME",
    "TEXT_POSITION",
    "TEXT_PRINT",
    "TEXT_PROPOSE",
    "TEXT_PUBLIC",
    "TEXT_READ",
    "TEXT_SETTLE",
    "TEXT_SHOW",
    "TEXT_SIGN",
    "TEXT_STATE",
    "TEXT_WATCH",
]

NEGOTIATORS: Final = frozenset(
    {Role.DELEGATE, Role.HEAD_OF_DELEGATION, Role.LIAISON_OFFICER, Role.SUPERVISOR, Role.OBSERVER, Role.SECRETARIAT}
)
"""Who may speak for a delegation; whether an observer's may propose is the edition's rule, which the service asks."""
HEADS: Final = frozenset({Role.HEAD_OF_DELEGATION, Role.SUPERVISOR})
"""Who binds the agency: objects in silence, puts statements on record, signs."""
KEEPERS: Final = frozenset({Role.SECRETARIAT})
"""Who keeps the text for the chair."""

TEXT_READ: Final = act("text.read", roles=CONTENT_ROLES, audited=False, scope="meetings:read")
# S20: what is taken away on paper is logged as such.
TEXT_PRINT: Final = act("text.print", roles=CONTENT_ROLES, scope="meetings:read")
TEXT_KEEP: Final = act("text.keep", roles=KEEPERS, kind=WRITE, scope="meetings:write")
TEXT_SETTLE: Final = act("text.settle", roles=KEEPERS, kind=WRITE, scope="meetings:write")
TEXT_MOVE_ON: Final = act("text.move-on", roles=KEEPERS, kind=WRITE, step_up=True, scope="meetings:write")
TEXT_SHOW: Final = act("text.show", roles=KEEPERS, kind=WRITE, audited=False)
TEXT_DRAFT: Final = act("text.draft", roles=NEGOTIATORS, kind=WRITE, scope="meetings:write")
TEXT_PROPOSE: Final = act("text.propose", roles=NEGOTIATORS, kind=WRITE, scope="meetings:write")
TEXT_POSITION: Final = act("text.position", roles=NEGOTIATORS, kind=WRITE, scope="meetings:write")
TEXT_OBJECT: Final = act("text.object", roles=HEADS, kind=WRITE, scope="meetings:write")
TEXT_STATE: Final = act("text.state", roles=HEADS, kind=WRITE, scope="meetings:write")
TEXT_SIGN: Final = act("text.sign", roles=HEADS, kind=WRITE, step_up=True, scope="meetings:write")

# No role does these: what the chair settles is written on proposals of all delegations, an objection breaks the silence by itself, and
# the clock adopts what nobody objected to.
TEXT_OUTCOME: Final = act("text.outcome", roles=(), kind=WRITE)
TEXT_BREAK: Final = act("text.break-silence", roles=(), kind=WRITE)
TEXT_WATCH: Final = act("text.watch", roles=(), kind=WRITE, audited=False)
TEXT_ADOPT: Final = act("text.adopt", roles=(), kind=WRITE)
# What is published is read by whoever comes, without a login.
TEXT_PUBLIC: Final = act("text.public", roles=(), audited=False)
