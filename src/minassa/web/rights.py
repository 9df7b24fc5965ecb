"""What menus and buttons ask: whether somebody may do an act at all. The service behind decides again."""

from minassa.access import Act, Actor, Context, act_named, decide
from minassa.base import now


def may(actor: Actor | None, act: Act | str) -> bool:
    """Whether this actor can do the act as such, at least after giving a purpose, a fresh factor or a second person."""
    if actor is None:
        return False
    try:
        found = act if isinstance(act, Act) else act_named(act)
    except KeyError:
        return False
    decision = decide(actor, found, None, Context(at=now()))
    return decision.allowed or decision.reason in {"purpose", "step-up", "approval"}
