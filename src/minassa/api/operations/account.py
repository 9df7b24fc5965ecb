"""Who am I, is the node well, and what is the API: the operations that belong to no room."""

from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from minassa.access import Actor, Context, all_acts, decide
from minassa.api import faults
from minassa.api.entrances import Call
from minassa.api.policy import LOGIN, PUBLIC, declared
from minassa.api.shapes import Told
from minassa.base import Unavailable, now

router = Router(tags=["node"])


class Health(Told):
    """The node answers, and so does its database."""

    status: str = Field(examples=["ok"])


class Me(Told):
    """Who is asking, and what they may do (after a purpose, a fresh factor or a second person, where the act asks for them)."""

    kind: str = Field(description="By what the caller acts: user or token.", examples=["token"])
    id: str = Field(description="The login's or token's id, as the audit log names it.")
    name: str = Field(examples=["EXERCISE Amina Analyst"])
    agency: UUID
    agency_kind: str = Field(examples=["member"])
    roles: list[str] = Field(examples=[["analyst"]])
    scopes: list[str] | None = Field(description="What the token is bounded to; null for a person.")
    acts: list[str] = Field(examples=[["check.ask", "record.read"]])


@router.get("/health", **declared(PUBLIC, Health))
def health(request: HttpRequest) -> dict[str, str]:
    """Whether the node answers and reaches its database. Tells nothing else, and needs no login."""
    del request
    try:
        connection.ensure_connection()
        well = connection.is_usable()
    except DatabaseError:
        well = False
    if not well:
        raise Unavailable(faults.NOT_READY)
    return {"status": "ok"}


@router.get("/me", **declared(LOGIN, Me))
def me(request: Call) -> dict[str, Any]:
    """Who the token or session belongs to, and what it may do."""
    actor = request.auth
    return {
        "kind": actor.kind.value,
        "id": actor.id,
        "name": actor.name,
        "agency": actor.agency,
        "agency_kind": actor.agency_kind.value if actor.agency_kind else "",
        "roles": sorted(role.value for role in actor.roles),
        "scopes": None if actor.scopes is None else sorted(actor.scopes),
        "acts": list(_possible(actor)),
    }


def _possible(actor: Actor) -> list[str]:
    context = Context(at=now())
    decided = ((act.name, decide(actor, act, None, context)) for act in all_acts())
    return [name for name, one in decided if one.allowed or one.reason in {"purpose", "step-up", "approval"}]
