"""Access: who may see and do what. Labels, the access decision, the door, the walls; agencies and people.

Services of other rooms open the door:

    with door(actor, RECORD_READ, purpose=purpose, case=case) as opened:
        row = Record.objects.get(id=id)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from minassa.access.acts import PEOPLE_KEEPERS
from minassa.access.faults import STEP_UP_NEEDED
from minassa.access.registry import ADMIN, READ, WRITE, Act, ActKind, act, act_named, all_acts, scopes
from minassa.access.rules import FRESH, decide, marks, obligations, strictest
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
    from minassa.access.bulk import insert_rows
    from minassa.access.doorway import Opened, door
    from minassa.access.guarded import Guarded, GuardedManager, GuardedQuerySet
    from minassa.access.newest_first import Count, capped_count, newest
    from minassa.access.service.agencies import (
        add_agency,
        add_community,
        change_agency,
        list_agencies,
        list_communities,
        set_members,
    )
    from minassa.access.service.approvals import ask_approval, ask_roles, decide_approval, list_approvals, read_approval
    from minassa.access.service.invitations import accept_invitation, invite, read_invitation, start_reset
    from minassa.access.service.oversight import read_audit, read_checkpoint
    from minassa.access.service.people import (
        add_user,
        disable_user,
        enable_user,
        list_people,
        read_person,
        set_preferences,
        set_roles,
    )
    from minassa.access.service.tokens import add_token, list_tokens, revoke_token
    from minassa.access.sessions import (
        SessionView,
        begin_session,
        end_other_sessions,
        end_session,
        end_sessions_of,
        leave,
        limits_of,
        list_security_events,
        list_sessions,
        recent_failures,
        resume_session,
        step_up,
    )
    from minassa.access.views import (
        AgencyView,
        ApprovalView,
        CommunityView,
        InvitationView,
        PersonView,
        TokenView,
    )
    from minassa.access.wall_health import wall_faults

__all__ = [
    "ADMIN",
    "CONTENT_ROLES",
    "EVERYONE",
    "FRESH",
    "PEOPLE_KEEPERS",
    "PURPOSE_NAMES",
    "READ",
    "ROLE_NAMES",
    "STEP_UP_NEEDED",
    "WRITE",
    "Act",
    "ActKind",
    "Actor",
    "ActorKind",
    "AgencyKind",
    "AgencyView",
    "ApprovalView",
    "CommunityView",
    "Context",
    "Count",
    "Decision",
    "Guarded",
    "GuardedManager",
    "GuardedQuerySet",
    "Handling",
    "InvitationView",
    "Label",
    "Opened",
    "PersonView",
    "Purpose",
    "Role",
    "SessionView",
    "Tlp",
    "TokenView",
    "WallError",
    "accept_invitation",
    "act",
    "act_named",
    "actor_of_token",
    "actor_of_user",
    "add_agency",
    "add_community",
    "add_token",
    "add_user",
    "all_acts",
    "ask_approval",
    "ask_roles",
    "begin_session",
    "capped_count",
    "change_agency",
    "cli_actor",
    "decide",
    "decide_approval",
    "disable_user",
    "door",
    "enable_user",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "insert_rows",
    "invite",
    "leave",
    "limits_of",
    "list_agencies",
    "list_approvals",
    "list_communities",
    "list_people",
    "list_security_events",
    "list_sessions",
    "list_tokens",
    "marks",
    "newest",
    "obligations",
    "read_approval",
    "read_audit",
    "read_checkpoint",
    "read_invitation",
    "read_person",
    "recent_failures",
    "resume_session",
    "revoke_token",
    "scopes",
    "set_members",
    "set_preferences",
    "set_roles",
    "start_reset",
    "step_up",
    "strictest",
    "system_actor",
    "wall_faults",
]

# Django imports this package before its models may be: what needs them is loaded when it is first asked for.
_LATER = {
    "AgencyView": "views",
    "ApprovalView": "views",
    "CommunityView": "views",
    "Count": "newest_first",
    "Guarded": "guarded",
    "GuardedManager": "guarded",
    "GuardedQuerySet": "guarded",
    "InvitationView": "views",
    "Opened": "doorway",
    "PersonView": "views",
    "SessionView": "sessions",
    "TokenView": "views",
    "accept_invitation": "service.invitations",
    "actor_of_token": "actors",
    "actor_of_user": "actors",
    "add_agency": "service.agencies",
    "add_community": "service.agencies",
    "add_token": "service.tokens",
    "add_user": "service.people",
    "ask_approval": "service.approvals",
    "ask_roles": "service.approvals",
    "begin_session": "sessions",
    "capped_count": "newest_first",
    "change_agency": "service.agencies",
    "cli_actor": "actors",
    "decide_approval": "service.approvals",
    "disable_user": "service.people",
    "door": "doorway",
    "enable_user": "service.people",
    "end_other_sessions": "sessions",
    "end_session": "sessions",
    "end_sessions_of": "sessions",
    "insert_rows": "bulk",
    "invite": "service.invitations",
    "leave": "sessions",
    "limits_of": "sessions",
    "list_agencies": "service.agencies",
    "list_approvals": "service.approvals",
    "list_communities": "service.agencies",
    "list_people": "service.people",
    "list_security_events": "sessions",
    "list_sessions": "sessions",
    "list_tokens": "service.tokens",
    "newest": "newest_first",
    "read_approval": "service.approvals",
    "read_audit": "service.oversight",
    "read_checkpoint": "service.oversight",
    "read_invitation": "service.invitations",
    "read_person": "service.people",
    "recent_failures": "sessions",
    "resume_session": "sessions",
    "revoke_token": "service.tokens",
    "set_members": "service.agencies",
    "set_preferences": "service.people",
    "set_roles": "service.people",
    "start_reset": "service.invitations",
    "step_up": "sessions",
    "wall_faults": "wall_health",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the names' types stand under TYPE_CHECKING above
    if name not in _LATER:
        raise AttributeError(name)
    return getattr(import_module(f"minassa.access.{_LATER[name]}"), name)
