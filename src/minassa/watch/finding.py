"""Asking watches, as whoever keeps them, about what changed; and writing down what they find, each thing once.

Runs as the keeper, inside that person's door: what they may not see finds nothing, and a hit bears a label no wider than the watch's and
the record's. What was dismissed on the same evidence does not come back; where the evidence changed it does, and says what.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Actor, Label, Opened, actor_of_person, door, system_actor
from minassa.base import Fault, Refused, now
from minassa.check import FLOOR, Hit, asked_of, of_list, of_record
from minassa.records import match_among
from minassa.screening import RECORDS, ChangedSubjects, Verdict, judgements
from minassa.watch import held, rows
from minassa.watch.acts import WATCH_FIND, WATCH_LOOK, WATCH_WORK
from minassa.watch.models import Watch, WatchHit
from minassa.watch.own import derived
from minassa.watch.types import CONFIRMED, DISMISSED, GONE, NEW, ON, SEEN, Held

LEAST: Final = 0.85
"""Names less alike than this are not worth a notice (docs/benchmarks.md has the curve); a check still shows them from 0.76 on."""
AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that a watch found: the hit, what the source holds of it by field, and the label that it must not widen."""

    hit: Hit
    held: Held
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The watches of one keeper under one purpose and case: they are asked through one door."""

    keeper: UUID
    purpose: str
    case: str
    ids: tuple[UUID, ...]


def groups_of(ids: Iterable[UUID]) -> list[Group]:
    """These watches by who keeps them and why, as far as they still stand."""
    wanted, found = sorted(set(ids)), defaultdict[tuple[UUID, str, str], list[UUID]](list)
    with door(system_actor("watch"), WATCH_FIND):
        for start in range(0, len(wanted), AT_ONCE):
            some = Watch.objects.filter(id__in=wanted[start : start + AT_ONCE], state=ON)
            for row in some.values_list("keeper", "purpose", "case", "id"):
                found[row[:3]].append(row[3])
    return [Group(*key, tuple(some)) for key, some in sorted(found.items(), key=lambda one: str(one[0]))]


Ask = Callable[[Actor, Sequence[Watch]], Mapping[UUID, Sequence[Find]]]


def keeper_of(group: Group) -> Actor | None:
    """The keeper as they are now; None for one who can do nothing any more: a supervisor takes over what they kept."""
    try:
        return actor_of_person(group.keeper)
    except Fault:
        return None


def is_keeper_there(keeper: UUID) -> bool:
    """Whether a person can still do what they keep watches for."""
    actor = keeper_of(Group(keeper, "", "", ()))
    return actor is not None and not actor.roles.isdisjoint(WATCH_LOOK.roles)


def ask_changed(group: Group, fresh: ChangedSubjects) -> None:
    """Ask watches of one keeper about what a version of a list added or amended."""
    ask_each(group, lambda _actor, watches: {row.id: _on_list(row, fresh) for row in watches})


def ask_records(group: Group, ids: Sequence[UUID]) -> None:
    """Ask watches of one keeper about records that are new or were corrected.

    Hits on those that the keeper sees no longer go; what was found and does not resemble the subject any more is marked as gone.
    """

    def ask(actor: Actor, watches: Sequence[Watch]) -> Mapping[UUID, Sequence[Find]]:
        found, seen = among_records(actor, group, watches, ids)
        _settle_records(watches, ids, found, seen)
        return found

    ask_each(group, ask)


def _settle_records(
    watches: Sequence[Watch], ids: Sequence[UUID], found: Mapping[UUID, Sequence[Find]], seen: AbstractSet[UUID]
) -> None:
    standing = {(watch, find.hit.ref) for watch, finds in found.items() for find in finds}
    for piece in rows.pieces(ids, AT_ONCE):
        hits = WatchHit.objects.filter(watch__in=watches, source=RECORDS, ref__in=[str(one) for one in piece])
        lost = [hit for hit in hits if (hit.watch_id, hit.ref) not in standing]
        hidden = [hit.id for hit in lost if UUID(hit.ref) not in seen]
        WatchHit.objects.filter(id__in=hidden).delete()
        others = WatchHit.objects.filter(id__in=[hit.id for hit in lost if hit.id not in set(hidden)])
        others.exclude(state__in=[GONE, DISMISSED]).update(state=GONE, is_told=False, modified=now())


def ask_each(group: Group, ask: Ask, *, looked: bool = False) -> None:
    """Ask watches of one keeper through that person's door, some at a time, each time in a transaction with what they find.

    `looked`: it is the first time, and that it was done is noted with it.
    """
    actor = keeper_of(group)
    for start in range(0, len(group.ids) if actor else 0, AT_ONCE):
        try:
            _ask_some(actor, group, group.ids[start : start + AT_ONCE], ask, looked=looked)
        except Refused:
            return  # what a keeper may not do any more is not done for them


def _ask_some(actor: Actor | None, group: Group, ids: Sequence[UUID], ask: Ask, *, looked: bool) -> None:
    if actor is None:
        return
    with door(actor, WATCH_LOOK, purpose=group.purpose, case=group.case) as opened:
        watches = [row for row in Watch.objects.filter(id__in=ids, state=ON) if row.label_id in opened.writable]
        written = write(opened, watches, ask(actor, watches))
        opened.note(owner=actor.agency, asked=len(watches), written=written)
        if looked:
            Watch.objects.filter(id__in=[row.id for row in watches]).update(looked_at=now())


def _on_list(row: Watch, fresh: ChangedSubjects) -> list[Find]:
    best: dict[str, Hit] = {}
    for question in rows.questions_of(row):
        asked = rows.sought_of(question)
        found = fresh.found(name=asked.name, identifier=asked.identifier, kind=asked.kind, least=LEAST)
        for ref, one in found.items():
            _keep_best(best, ref, of_list(question, one))
    return [Find(hit, held.of_subject(fresh.subjects[ref])) for ref, hit in best.items()]


def _keep_best(best: dict[str, Hit], ref: str, hit: Hit) -> None:
    if hit.score >= FLOOR and (ref not in best or hit.score > best[ref].score):
        best[ref] = hit


def among_records(
    actor: Actor, group: Group, watches: Sequence[Watch], ids: Sequence[UUID]
) -> tuple[Mapping[UUID, list[Find]], AbstractSet[UUID]]:
    """What these watches find among these records, as far as their keeper sees them; a record that a watch follows is not found by it.

    And which of the records the keeper sees at all.
    """
    asked = [(row.id, question) for row in watches for question in rows.questions_of(row)]
    sought = [rows.sought_of(question) for _watch, question in asked]
    among = match_among(actor, ids=ids, sought=sought, least=LEAST, purpose=group.purpose, case=group.case)
    own = {row.id: row.record for row in watches}
    best: dict[UUID, dict[str, Hit]] = defaultdict(dict)
    sources = {}
    for (watch, question), some in zip(asked, among.found, strict=True):
        for one, same in some:
            if one.id != own[watch]:
                sources[str(one.id)] = one
                _keep_best(best[watch], str(one.id), of_record(question, one, same))
    finds = {
        watch: [Find(hit, held.of_properties(sources[ref].properties), sources[ref].label) for ref, hit in hits.items()]
        for watch, hits in best.items()
    }
    return finds, among.seen


def write(opened: Opened, watches: Sequence[Watch], found: Mapping[UUID, Sequence[Find]]) -> int:
    """Write down what watches found, in the keeper's door; how many hits are new or came back. On the same evidence nothing is written."""
    written = 0
    known = _known(watches, found)
    for row in watches:
        for find in _standing(opened.actor, row, found.get(row.id, ())):
            was = known.get((row.id, find.hit.source, find.hit.ref))
            if was is None:
                WatchHit.objects.create(watch=row, label_id=_label(opened, row, find), **_content(find, row))
                written += 1
            elif was.fingerprint != find.hit.fingerprint or was.state == GONE:
                _bring_back(opened, was, row, find)
                written += 1
    return written


def _known(watches: Sequence[Watch], found: Mapping[UUID, Sequence[Find]]) -> dict[tuple[UUID, str, str], WatchHit]:
    refs = {find.hit.ref for some in found.values() for find in some}
    if not refs:
        return {}
    rows_ = WatchHit.objects.filter(watch_id__in=[row.id for row in watches])
    return {(one.watch_id, one.source, one.ref): one for one in rows_ if one.ref in refs}


def _standing(actor: Actor, row: Watch, finds: Sequence[Find]) -> Iterable[Find]:
    """Without what the agency dismissed, here or on the page of the check, on the same evidence."""
    asked = rows.question_of(row)
    of_both = [
        (one.hit.source, one.hit.ref, one.hit.fingerprint) for one in finds if one.hit.place in {"lists", "records"}
    ]
    known = judgements(actor, asked=asked_of(asked), hits=of_both) if of_both else {}
    for find in finds:
        said = known.get((find.hit.source, find.hit.ref))
        if said is None or not said.stands or said.verdict is not Verdict.DISMISSED:
            yield find


def _content(find: Find, row: Watch) -> dict[str, object]:
    return {
        "keeper": row.keeper,
        "place": find.hit.place.value,
        "source": find.hit.source,
        "ref": find.hit.ref,
        "fingerprint": find.hit.fingerprint,
        "content": find.hit.to_json(),
        "held": held.packed(find.held),
        "state": SEEN if row.is_seen else NEW,
        "is_told": row.is_seen,
    }


def _bring_back(opened: Opened, was: WatchHit, row: Watch, find: Find) -> None:
    """Let a hit come back because its evidence changed, saying which parts of it did."""
    differing = held.differences(held.stored(was), find.held)
    was.fingerprint, was.content, was.held = find.hit.fingerprint, find.hit.to_json(), held.packed(find.held)
    was.changed, was.modified = held.packed(differing), now()
    was.state = CONFIRMED if was.state == CONFIRMED and not differing else NEW
    was.label_id, was.is_told = _label(opened, row, find), False
    was.save(force_update=True)


def _label(opened: Opened, row: Watch, find: Find) -> int:
    own = opened.label_of(row.label_id)
    person = opened.actor.user_id
    if person is None:
        raise TypeError("a watch is kept by a person")
    return opened.intern(derived(own, find.label, person=person))


def mark_gone(source: str, refs: Iterable[str]) -> None:
    """Note that a list holds these subjects no longer; what was dismissed stays so."""
    wanted = sorted(refs)
    with door(system_actor("watch"), WATCH_WORK):
        for start in range(0, len(wanted), AT_ONCE):
            some = WatchHit.objects.filter(source=source, ref__in=wanted[start : start + AT_ONCE])
            some.exclude(state__in=[GONE, DISMISSED]).update(state=GONE, is_told=False, modified=now())


def forget_records(ids: Iterable[UUID]) -> None:
    """Forget the hits on records that were deleted or taken back, and the watches that followed them."""
    wanted = list(ids)
    with door(system_actor("watch"), WATCH_WORK):
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            WatchHit.objects.filter(source=RECORDS, ref__in=[str(one) for one in some]).delete()
            rows.forget(list(Watch.objects.filter(record__in=some).values_list("id", flat=True)))
