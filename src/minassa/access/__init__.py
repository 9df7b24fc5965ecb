"""Access: who may see and do what. Labels, the access decision, the door, the walls; agencies and people.

Services of other rooms open the door:

    with door(actor, RECORD_READ, purpose=purpose, case=case) as opened:
        row = Record.objects.get(id=id)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from minassa.access.registry import ADMIN, READ, WRITE, Act, ActKind, act, act_named, acts, scopes
from minassa.access.rules import decide, marks, obligations, strictest
from minassa.access.system import system_actor
from minassa.access.types import (
    CONTENT_ROLES,
    EVERYONE,
    PURPOSE_NAMES,
    ROLE_NAMES,
    Actor,
    ActorKind,
    AgencyKind,
    Context,
    Decision,
    Handling,
    Label,
    Purpose,
    Role,
    Tlp,
)
from minassa.access.walls import WallError

if TYPE_CHECKING:
    from minassa.access.actors import actor_of_token, actor_of_user, cli_actor
    from minassa.access.doorway import Opened, door
    from minassa.access.guarded import Guarded, GuardedManager, GuardedQuerySet
    from minassa.access.newest_first import Count, capped_count, newest
    from minassa.access.sessions import (
        SessionView,
        begin_session,
        end_other_sessions,
        end_session,
        end_sessions_of,
        leave,
        limits_of,
        list_sessions,
        resume_session,
        step_up,
    )

__all__ = [
    "ADMIN",
    "CONTENT_ROLES",
    "EVERYONE",
    "PURPOSE_NAMES",
    "READ",
    "ROLE_NAMES",
    "WRITE",
    "Act",
    "ActKind",
    "Actor",
    "ActorKind",
    "AgencyKind",
    "Context",
    "Count",
    "Decision",
    "Guarded",
    "GuardedManager",
    "GuardedQuerySet",
    "Handling",
    "Label",
    "Opened",
    "Purpose",
    "Role",
    "SessionView",
    "Tlp",
    "WallError",
    "act",
    "act_named",
    "actor_of_token",
    "actor_of_user",
    "acts",
    "begin_session",
    "capped_count",
    "cli_actor",
    "decide",
    "door",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "leave",
    "limits_of",
    "list_sessions",
    "marks",
    "newest",
    "obligations",
    "resume_session",
    "scopes",
    "step_up",
    "strictest",
    "system_actor",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "Count": "newest_first",
    "Guarded": "guarded",
    "GuardedManager": "guarded",
    "GuardedQuerySet": "guarded",
    "Opened": "doorway",
    "SessionView": "sessions",
    "actor_of_token": "actors",
    "actor_of_user": "actors",
    "begin_session": "sessions",
    "capped_count": "newest_first",
    "cli_actor": "actors",
    "door": "doorway",
    "end_other_sessions": "sessions",
    "end_session": "sessions",
    "end_sessions_of": "sessions",
    "leave": "sessions",
    "limits_of": "sessions",
    "list_sessions": "sessions",
    "newest": "newest_first",
    "resume_session": "sessions",
    "step_up": "sessions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names' types stand under TYPE_CHECKING above
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"minassa.access.{_LATER[name]}"), name)
