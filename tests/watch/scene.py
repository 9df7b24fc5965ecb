"""A person of an agency that watches, and one turn of the clock."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from minassa.access import Actor, Role
from minassa.access.models import Agency
from minassa.base import today
from minassa.check import Question
from minassa.watch import Term, WatchView, add_watch, index, jobs, looking, watch_hits
from tests.factories import actor_for, make_user

PURPOSE = "counter-terrorism"


def term(**given: Any) -> Term:
    plain = {
        "purpose": PURPOSE,
        "reason": "EXERCISE suspected courier",
        "until": today() + timedelta(days=60),
        "case": "EX-2026-014",
    }
    return Term(**(plain | given))


def colleague_of(actor: Actor, role: Role = Role.ANALYST) -> Actor:
    """Another person of the same agency, who has just shown a factor."""
    return actor_for(make_user(Agency.objects.get(id=agency_of(actor)), (role,)), stepped_up=True)


def agency_of(actor: Actor) -> UUID:
    assert actor.agency is not None
    return actor.agency


def watch(actor: Actor, name: str, *, seen: bool = False, **known: Any) -> WatchView:
    return add_watch(actor, question=Question(name, **known), term=term(), is_seen=seen)


def found(actor: Actor, one: WatchView) -> dict[str, str]:
    """The hits of a watch: reference -> state."""
    return {hit.hit.ref: hit.state for hit in watch_hits(actor, id=one.id)}


def begin_anew() -> None:
    """A process that has just begun."""
    index.forget_index()
    looking.forget_places()


turn = jobs.look
