"""What evaluations recommend and the agenda takes up: offered to the secretariat's plan, and found again from the evaluation.

A session keeps the ids of recommendations and nothing of what they say. Each reader is shown those that `programmes` shows them; an agenda
looks the same to whoever sees none of them as if it took none up.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, Context, act_named, decide, door
from minassa.base import Invalid, now
from minassa.meetings import faults
from minassa.meetings.acts import AGENDA_READ
from minassa.meetings.editions import content
from minassa.meetings.editions.types import Offered, SessionPlan, TakingUp
from minassa.meetings.models import AgendaItem, AgendaVersion, Edition
from minassa.programmes import FinalRecommendation, open_recommendations, read_recommendations

MOST_POINTS: Final = 50
Known = Mapping[UUID, FinalRecommendation]


def known_points(actor: Actor, bodies: Iterable[Mapping[str, Any]]) -> Known:
    """The recommendations that these sessions take up, as JSON keeps them, and that this actor sees."""
    ids = {UUID(one) for body in bodies for one in body.get("takes_up", ())}
    return {one.id: one for one in read_recommendations(actor, ids=ids)} if _reads_evaluations(actor) else {}


def _reads_evaluations(actor: Actor) -> bool:
    """Whether this actor may ask for recommendations at all: a token bounded to meetings sees an agenda as if it took none up."""
    return decide(actor, act_named("evaluation.list"), None, Context(at=now())).allowed


def narrowed(body: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """A session as JSON keeps it, with the recommendations that the reader sees and no others."""
    return {**body, "takes_up": [one for one in body.get("takes_up", ()) if UUID(one) in known]}


def refuse_unknown(actor: Actor, plan: SessionPlan, before: Collection[UUID]) -> None:
    """Raise Invalid for more than a session can take up, and for a recommendation that is none of those offered to this actor."""
    if len(plan.takes_up) > MOST_POINTS:
        raise Invalid(faults.POINTS, most=MOST_POINTS)
    new = set(plan.takes_up) - set(before)
    if len(read_recommendations(actor, ids=new)) != len(new):
        raise Invalid(faults.POINTS, most=MOST_POINTS)


def offered_to(actor: Actor, sessions: Mapping[UUID, SessionPlan]) -> tuple[Offered, ...]:
    """What evaluations recommend and nobody has settled, each with the planned sessions that take it up."""
    return tuple(
        Offered(one, tuple(key for key, plan in sessions.items() if one.id in plan.takes_up))
        for one in (open_recommendations(actor) if _reads_evaluations(actor) else ())
    )


def sessions_taking_up(actor: Actor, *, recommendations: Collection[UUID]) -> Mapping[UUID, tuple[TakingUp, ...]]:
    """The sessions of agendas in force that take these recommendations up and that this actor sees, by recommendation."""
    found: dict[UUID, list[TakingUp]] = {one: [] for one in recommendations}
    if not found:
        return {}
    with door(actor, AGENDA_READ):
        for edition in Edition.objects.exclude(everybody=None).order_by("start"):
            for item in _in_force(edition):
                plan = content.session_from_json(item.content)
                for one in set(plan.takes_up) & set(found):
                    found[one].append(TakingUp(item.session, plan.title, plan.date, edition.id, edition.city))
    return {key: tuple(taking) for key, taking in found.items()}


def _in_force(edition: Edition) -> Iterable[AgendaItem]:
    version = AgendaVersion.objects.filter(edition=edition).order_by("-number").first()
    return AgendaItem.objects.filter(version=version).order_by("place") if version else ()
