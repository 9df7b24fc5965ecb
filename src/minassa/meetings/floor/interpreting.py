"""Interpretation of a session: who listens to which channel. Each delegation says it of its people, the secretariat orders channels by it."""

from collections.abc import Iterable
from uuid import UUID

from minassa.access import Actor, door
from minassa.base import Invalid, NotFound, Refused
from minassa.meetings import faults
from minassa.meetings import rows as room
from minassa.meetings.acts import FOCAL_POINTS, INTERPRETATION_CHOOSE, INTERPRETATION_LIST
from minassa.meetings.delegations.rows import accredited_people
from minassa.meetings.delegations.rules import DelegateState, DelegationKind
from minassa.meetings.editions import content
from minassa.meetings.editions.reads import timed
from minassa.meetings.editions.rules import SPOKEN, SessionKind
from minassa.meetings.editions.types import SessionPlan
from minassa.meetings.floor import rows
from minassa.meetings.floor.rules import Need, listens_in, needs
from minassa.meetings.floor.types import ListenerView, SessionNeeds
from minassa.meetings.models import AgendaItem, AgendaVersion, Delegate, Delegation, Edition


def choose_interpretation(actor: Actor, *, session: UUID, delegate: UUID, language: str | None) -> None:
    """Say in which language somebody of the own delegation listens to one session: empty for none, None for what they usually do.

    Focal points say it of all, everybody else of themselves. It is no new nomination: an accreditation stays. Raises Invalid for an
    unknown language, Refused for somebody else, NotFound.
    """
    if language and language not in SPOKEN:
        raise Invalid(faults.LANGUAGES)
    with door(actor, INTERPRETATION_CHOOSE, subject=f"session:{session}") as opened:
        edition, _item = rows.session_of(session)
        row = Delegate.objects.filter(id=delegate, delegation__edition=edition).first()
        if row is None or row.state == DelegateState.WITHDRAWN.value:
            raise NotFound(faults.NO_DELEGATE)
        opened.note(owner=row.owner, delegate=row.id)
        if row.owner != actor.agency or not (actor.roles & FOCAL_POINTS or row.user == actor.user_id):
            raise Refused(faults.NOT_YOUR_DELEGATION)
        row = Delegate.objects.select_for_update().get(id=row.id)
        others = {key: one for key, one in row.listening.items() if key != str(session)}
        row.listening = others if language is None else others | {str(session): language}
        row.save(update_fields=["listening"])


def list_interpretation(actor: Actor, *, edition: UUID) -> tuple[SessionNeeds, ...]:
    """Each session of the agenda in force with the languages that accredited people listen to, and who they are.

    For whoever orders interpreters: the secretariat that prepares the edition, and nobody else. Raises NotFound, Refused.
    """
    with door(actor, INTERPRETATION_LIST, subject=f"edition:{edition}") as opened:
        row = room.edition(edition)
        if row.owner != actor.agency:
            raise Refused(faults.NOT_YOUR_EDITION)
        opened.note(owner=row.owner)
        version = AgendaVersion.objects.filter(edition=row).order_by("-number").first()
        items = AgendaItem.objects.filter(version=version).order_by("place") if version else ()
        people = _accredited(row)
        found = tuple(_session(row, one, people) for one in items)
        return tuple(one for one in found if one.session.plan.kind is not SessionKind.BREAK)


def _accredited(edition: Edition) -> list[Delegate]:
    return [_with_delegation(one.delegate, one.delegation) for one in accredited_people(edition)]


def _with_delegation(row: Delegate, delegation: Delegation) -> Delegate:
    row.delegation = delegation
    return row


def _session(edition: Edition, item: AgendaItem, people: Iterable[Delegate]) -> SessionNeeds:
    plan = content.session_from_json(item.content)
    listeners = _listeners(item.session, plan, people)
    return SessionNeeds(timed(edition, item.session, plan, {}), _needs(listeners, plan), listeners)


def _listeners(session: UUID, plan: SessionPlan, people: Iterable[Delegate]) -> tuple[ListenerView, ...]:
    there = (one for one in people if plan.is_open or one.delegation.kind != DelegationKind.OBSERVER.value)
    return tuple(_listener(session, plan, one) for one in there)


def _listener(session: UUID, plan: SessionPlan, row: Delegate) -> ListenerView:
    chosen = row.listening.get(str(session))
    return ListenerView(
        delegate=row.id,
        name=row.name,
        delegation=row.delegation.name,
        language=listens_in(chosen, row.listens, row.speaks, plan.channels),
        is_chosen=chosen is not None,
    )


def _needs(listeners: Iterable[ListenerView], plan: SessionPlan) -> tuple[Need, ...]:
    return needs((one.language for one in listeners), plan.channels)


def needs_of(edition: Edition, session: UUID, plan: SessionPlan) -> tuple[Need, ...]:
    """How many accredited people listen to which language in one session, for the secretariat's eyes."""
    return _needs(_listeners(session, plan, _accredited(edition)), plan)


def own_listeners(actor: Actor, edition: Edition, session: UUID, plan: SessionPlan) -> tuple[ListenerView, ...]:
    """Those for whom this actor may choose: all of the own delegation for its focal points, themselves for everybody else."""
    found = Delegate.objects.select_related("delegation").filter(delegation__edition=edition, owner__in=[actor.agency])
    mine = found.exclude(state=DelegateState.WITHDRAWN.value).order_by("name", "id")
    allowed = [
        one for one in mine if actor.roles & FOCAL_POINTS or (one.user is not None and one.user == actor.user_id)
    ]
    return _listeners(session, plan, allowed)
