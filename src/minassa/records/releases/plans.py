"""A release before it is made: worked out once, shown as the preview, and carried out as it was shown."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from minassa.access import (
    Actor,
    ActorKind,
    AgencyKind,
    Label,
    Opened,
    Recipients,
    Tlp,
    addressed,
    holders,
    list_agencies,
    list_communities,
    obligations,
    recipients,
    system_actor,
)
from minassa.base import Invalid, Refused
from minassa.desk import FilePlan, agreed
from minassa.desk import planned as planned_files
from minassa.records import faults
from minassa.records.models import Record
from minassa.records.releases.leaving import Leaving, leaving
from minassa.records.releases.types import stream_of
from minassa.records.rules import widens_marks

_A_READER = Actor(kind=ActorKind.PEER, id="reader")
_FOR_ALL = frozenset({Tlp.GREEN, Tlp.CLEAR})


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release of a record would do.

    `sent` is the label under which it leaves; `own` the one that the record bears from then on. `fresh` get it for the
    first time, `known` have it already and are told of new marks. `files` go with it, to all of these who lack them. `beyond`: a second
    person must agree (S16).
    """

    old: Label
    own: Label
    sent: Label
    reached: Recipients
    fresh: Recipients
    known: Recipients
    leaving: Leaving
    files: tuple[FilePlan, ...]
    beyond: bool

    @property
    def marks_change(self) -> bool:
        """Whether those who have it already must be told of other marks."""
        return replace(self.own, audience=self.old.audience) != self.old if self.own.tlp is not Tlp.RED else True


def planned(opened: Opened, row: Record, to: Iterable[str], label: Label, files: Iterable[UUID] = ()) -> Plan:
    """Work out the release of a record, with files about it, to these agencies and communities under these marks.

    The label's audience names persons where it is TLP:RED; else it follows from `to`. Raises Invalid, Refused.
    """
    old = opened.label_of(row.label_id)
    if old.owner != opened.actor.agency or label.owner != old.owner:
        raise Refused(faults.NOT_OWN)
    if not label.handling:
        raise Invalid(faults.HANDLING)
    tokens = frozenset(to)
    reached = recipients(tokens, owner=old.owner)
    known = holders(stream_of(row.id), old.owner)
    fresh = Recipients({one: through for one, through in reached.through.items() if one not in known.through})
    own = replace(label, audience=_own_audience(old, label, reached))
    going = planned_files(opened, f"record:{row.id}", chosen=files, to=reached, under=label)
    plan = Plan(
        old=old,
        own=own,
        sent=addressed(label, fresh if fresh.through else known),
        reached=reached,
        fresh=fresh,
        known=known,
        leaving=leaving(row, old.owner, fresh.agencies or known.agencies),
        files=going,
        beyond=widens_marks(old, own) or not _covered(old, reached) or any(one.beyond for one in going),
    )
    if not fresh.through and not plan.marks_change and not going:
        raise Invalid(faults.ALREADY_THERE)
    return plan


def asked(plan: Plan, version: int) -> dict[str, Any]:
    """Exactly what a second person agrees to, in plain JSON."""
    label = plan.own
    return {
        "version": version,
        "files": agreed(plan.files),
        "to": sorted(plan.reached.tokens),
        "tlp": label.tlp.value,
        "audience": sorted(label.audience),
        "handling": sorted(label.handling),
        "purposes": sorted(label.purposes),
        "exercise": label.exercise,
        "opens": label.opens.isoformat() if label.opens else None,
        "closes": label.closes.isoformat() if label.closes else None,
    }


def duties(label: Label) -> tuple[str, ...]:
    """What recipients must observe about what bears this label, as machine words."""
    return obligations(_A_READER, label)


def _own_audience(old: Label, label: Label, reached: Recipients) -> frozenset[str]:
    """Whoever was addressed stays so, and the recipients are too; what is for all the platform stays so."""
    if label.tlp in _FOR_ALL and old.tlp in _FOR_ALL and not old.audience:
        return frozenset()
    persons = frozenset(one for one in label.audience if one.startswith("user:"))
    return old.audience | reached.tokens | persons


def _covered(old: Label, reached: Recipients) -> bool:
    """Whether the label addressed all of these agencies before: by name, by a community, or as part of the platform."""
    if old.tlp is Tlp.CLEAR:
        return True
    if old.tlp is Tlp.GREEN and not old.audience:
        return not reached.agencies & _partners()
    return reached.tokens <= old.audience | _in_communities(old)


def _partners() -> frozenset[UUID]:
    """GREEN without an audience is for members and the secretariat; partners are invited by name."""
    found = list_agencies(system_actor("records-exchange"))
    return frozenset(one.id for one in found if one.kind is AgencyKind.PARTNER)


def _in_communities(old: Label) -> frozenset[str]:
    named = {one.removeprefix("community:") for one in old.audience if one.startswith("community:")}
    if not named or old.tlp in {Tlp.RED, Tlp.AMBER_STRICT}:
        return frozenset()
    found = list_communities(system_actor("records-exchange"))
    return frozenset(f"agency:{agency}" for one in found if str(one.id) in named for agency in one.agencies)
