"""Counting: what the log holds of a time, for each person and node, whatever login or token they used."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from minassa import audit
from minassa.access import owners_of_tokens, system_actor
from minassa.safeguards.scraping.rules import ACTIONS, Measure, Tally, counted


@dataclass(slots=True)
class Reading:
    """What one person or node read: `who` is "user:<uuid>" or "peer:<uuid>", `actors` the ways in which they did."""

    who: str
    counts: dict[Measure, int] = field(default_factory=dict)
    actors: set[str] = field(default_factory=set)


def readings(since: datetime) -> dict[str, Reading]:
    """Everybody's reading since a moment. The node itself is nobody."""
    found: dict[str, Reading] = {}
    by_actor = counted(_tallies(audit.activity(since=since, actions=ACTIONS)))
    owners = _owners(by_actor)
    for actor, counts in by_actor.items():
        if (who := _who(actor, owners)) is None:
            continue
        one = found.setdefault(who, Reading(who))
        one.actors.add(actor)
        for measure, count in counts.items():
            one.counts[measure] = one.counts.get(measure, 0) + count
    return found


def _tallies(lines: Iterable[audit.Activity]) -> Iterator[Tally]:
    for one in lines:
        yield Tally(one.actor, one.action, one.outcome, one.reason, one.lines, one.subjects)


def _owners(actors: Iterable[str]) -> Mapping[UUID, UUID]:
    tokens = [UUID(one.partition(":")[2]) for one in actors if one.startswith("token:")]
    return owners_of_tokens(system_actor("safeguards"), tokens=tokens) if tokens else {}


def _who(actor: str, owners: Mapping[UUID, UUID]) -> str | None:
    kind, _colon, key = actor.partition(":")
    if kind in {"user", "cli"}:
        return f"user:{key}"
    if kind == "token":
        owner = owners.get(UUID(key))
        return f"user:{owner}" if owner else None
    return actor if kind == "peer" else None
