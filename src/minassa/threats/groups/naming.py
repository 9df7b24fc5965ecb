"""Names of actors in reports that are no group's name, but like one: proposed to a person, decided, and undone."""

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db.models import Q

from minassa.access import Actor, Opened, door, marks
from minassa.base import Conflict, NotFound, cursor_from, cursor_text, now
from minassa.names import NameIndex
from minassa.records import names_of
from minassa.threats import faults
from minassa.threats.acts import ACTOR_DECIDE, ACTOR_SEEK, DOUBT_LIST
from minassa.threats.groups.keys import GROUP, OTHER, SAME, keys_of_groups
from minassa.threats.groups.types import NamePage, NameView
from minassa.threats.laying import own_labels, own_seen
from minassa.threats.models import ActorName, Incident, Report, ReportActor
from minassa.threats.reads import LARGEST_PAGE
from minassa.threats.reporting import actor_key
from minassa.threats.turns import take_turn

LEAST: Final = 0.88
"""The score from which names are alike enough to ask a person."""
MOST_SOUGHT: Final = 20_000
CHUNK: Final = 2_000


def seek_names(actor: Actor) -> int:
    """Look among the agency's own reports for actors whose name is like a group's; how many were newly proposed.

    An exact name needs no proposal. What was proposed or decided is not asked again.
    """
    if actor.agency is None:
        return 0
    with door(actor, ACTOR_SEEK) as opened:
        take_turn(actor.agency)
        found = propose_names(opened)
        opened.note(owner=actor.agency, proposed=found)
        return found


def propose_names(opened: Opened) -> int:
    """The same, through an open door that writes."""
    known = keys_of_groups()
    own = own_labels(opened)
    taken = {key for keys in known.values() for key in keys}
    taken |= set(ActorName.objects.filter(label_id__in=own).values_list("key", flat=True))
    keys = (
        ReportActor.objects.filter(label_id__in=own)
        .exclude(key="")
        .order_by()
        .values_list("key", flat=True)
        .distinct()[:MOST_SOUGHT]
    )
    sought = [one for one in keys if one not in taken]
    index = _index_of_groups()
    if not sought or not len(index):
        return 0
    rows = [row for key in sought if (row := _proposal(index, key, own)) is not None]
    ActorName.objects.bulk_create(rows, batch_size=200)
    return len(rows)


def _index_of_groups() -> NameIndex:
    index = NameIndex()
    for own, names in names_of(GROUP).items():
        if names:
            index.add(str(own), names, kind="organisation")
    return index


def _proposal(index: NameIndex, key: str, own: list[int]) -> ActorName | None:
    hits = index.search(key, kind="organisation", limit=1)
    if not hits or hits[0].score < LEAST:
        return None
    named = ReportActor.objects.filter(key=key, label_id__in=own).select_related("report").order_by("id").first()
    if named is None:
        return None
    written = next((one for one in named.report.actors.split("\n") if actor_key(one) == key), key)
    return ActorName(
        label_id=named.label_id,
        key=key,
        written=written[:250],
        group_id=UUID(hits[0].id),
        score=round(hits[0].score, 4),
        like=hits[0].name[:250],
    )


def list_names(actor: Actor, *, decision: str = "", before: str = "", size: int = 50) -> NamePage:
    """The agency's questions about names that wait for a decision, or that were decided "same" or "other"; the newest first."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    with door(actor, DOUBT_LIST) as opened:
        rows = ActorName.objects.filter(decision=decision, label_id__in=own_seen(opened))
        if place is not None:
            rows = rows.filter(Q(modified__lt=place[0]) | Q(modified=place[0], id__lt=place[1]))
        page = list(rows.order_by("-modified", "-id")[: wanted + 1])
        following = cursor_text(page[wanted - 1].modified, page[wanted - 1].id) if len(page) > wanted else ""
        return NamePage(tuple(_views(opened, page[:wanted])), following)


def _views(opened: Opened, rows: Iterable[ActorName]) -> Iterator[NameView]:
    """Those whose group is seen too."""
    kept = list(rows)
    named = names_of(GROUP, ids=[one.group_id for one in kept])
    for one in kept:
        if one.group_id in named:
            told = Report.objects.filter(named__key=one.key).values("incident_id")
            yield NameView(
                id=one.id,
                written=one.written,
                group=one.group_id,
                group_name=next(iter(named[one.group_id]), ""),
                like=one.like,
                score=one.score,
                incidents=Incident.objects.filter(id__in=told).count(),
                decision=one.decision,
                modified=one.modified,
                marks=marks(opened.label_of(one.label_id)),
            )


def decide_name(actor: Actor, *, id: UUID, is_same: bool) -> None:  # noqa: A002 - the word that every room uses
    """Say whether the actor is the group. Raises NotFound, and Conflict where somebody was quicker."""
    _decide(actor, id, SAME if is_same else OTHER)


def undo_name(actor: Actor, *, id: UUID) -> None:  # noqa: A002 - the word that every room uses
    """Let the question wait again."""
    _decide(actor, id, "")


def _decide(actor: Actor, own_id: UUID, decision: str) -> None:
    with door(actor, ACTOR_DECIDE, subject=f"name:{own_id}") as opened:
        row = ActorName.objects.filter(id=own_id).first()
        if row is None or row.label_id not in own_labels(opened):
            raise NotFound(faults.NO_NAME)
        opened.note(owner=opened.label_of(row.label_id).owner, decision=decision or "undone")
        waiting = ActorName.objects.filter(id=own_id)
        waiting = waiting.filter(decision="") if decision else waiting.exclude(decision="")
        if not waiting.update(decision=decision, decided_by=actor.named if decision else "", modified=now()):
            raise Conflict(faults.DECIDED)
