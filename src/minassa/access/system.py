"""System actors: what the node does by itself, each with a name, a reason and a closed list of acts."""

from dataclasses import dataclass
from typing import Final

from minassa.access.types import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class SystemActor:
    """Why this actor exists, and all that it may ever do."""

    reason: str
    acts: frozenset[str]


SYSTEM_ACTORS: Final[dict[str, SystemActor]] = {
    "setup": SystemActor(
        "whoever owns the node's folder makes its first agencies and people, and can shut a person out or in again",
        frozenset(
            {
                "agency.add",
                "agency.list",
                "community.add",
                "community.change",
                "person.add",
                "person.disable",
                "person.enable",
                "person.invite",
                "person.list",
                "person.reset",
                "person.roles",
            }
        ),
    ),
    "records-index": SystemActor(
        "the index of names and words is built from all records; what it finds goes through the asker's own door",
        frozenset({"record.index"}),
    ),
    "lists-update": SystemActor(
        "the clock fetches the official lists when nobody is there to ask for it",
        frozenset({"list.update", "list.checked", "list.import", "list.quarantine"}),
    ),
    "lists-recheck": SystemActor(
        "when a list changes, past checks are asked again and whoever asked is told what changed",
        frozenset({"check.recheck", "notice.give"}),
    ),
    "notices": SystemActor(
        "a notice is written into the inbox of a person who may be of another agency",
        frozenset({"notice.give"}),
    ),
    "retention": SystemActor(
        "what has reached the end of its time is reviewed or removed by the clock (R07)",
        frozenset({"record.review-due"}),
    ),
}


def system_actor(name: str) -> Actor:
    """The system actor of this name. Raises KeyError: there are no others."""
    return Actor(kind=ActorKind.SYSTEM, id=name, acts=SYSTEM_ACTORS[name].acts, name=name)
