"""Watches that follow a record, and the first look of a new watch."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from minassa.access import Actor, door, system_actor
from minassa.base import Invalid, NotFound, Refused, now
from minassa.check import Hit, Place, Question, screen
from minassa.records import read_record
from minassa.screening import read_subject
from minassa.watch import held, rows
from minassa.watch.acts import WATCH_FIND, WATCH_LOOK
from minassa.watch.finding import LEAST, Ask, Find, Group, among_records, groups_of, keeper_of
from minassa.watch.heard import lookouts_of
from minassa.watch.models import Watch
from minassa.watch.service import label_for, subject_of
from minassa.watch.types import ENDED, ON


def follow(ids: Iterable[UUID]) -> None:
    """Let the watches of these records follow what the records say now, under the labels that they have now."""
    with door(system_actor("watch"), WATCH_FIND):
        following = list(Watch.objects.filter(record__in=list(ids), state=ON).values_list("id", flat=True))
    for group in groups_of(following):
        actor = keeper_of(group)
        if actor is not None:
            _follow(actor, group)


def _follow(actor: Actor, group: Group) -> None:
    try:
        with door(actor, WATCH_LOOK, purpose=group.purpose, case=group.case) as opened:
            opened.note(owner=actor.agency, part="following")
            for row in Watch.objects.filter(id__in=group.ids, state=ON):
                if row.record is None or actor.agency is None or row.label_id not in opened.writable:
                    continue
                try:
                    found = read_record(actor, id=row.record, purpose=group.purpose, case=group.case)
                    question, further = subject_of(found)
                except NotFound:  # it is not to be seen any more: what was taken from it is not either
                    rows.forget([row.id])
                    continue
                except Invalid:  # it says nothing any more by which it could be met
                    rows.end([row], state=ENDED, at=now())
                    continue
                label = label_for(actor.agency, found.label, keeper=group.keeper)
                _refill(row, question, opened.intern(label), further)
    except Refused:
        return


def _refill(row: Watch, question: Question, label_id: int, further: rows.Further) -> None:
    same = rows.digest_of(question) == row.digest and further.to_json() == row.further
    if not same or label_id != row.label_id:
        rows.refill(row, question, label_id=label_id, further=further)


def first_asked(group: Group) -> Ask:
    """How new watches of a group are asked: lists, records and lookouts as their keeper's check would."""

    def ask(actor: Actor, watches: Sequence[Watch]) -> Mapping[UUID, Sequence[Find]]:
        asked = [(row.id, question) for row in watches for question in rows.questions_of(row)]
        answers = screen(actor, questions=[one for _watch, one in asked], purpose=group.purpose, case=group.case)
        best: dict[UUID, dict[tuple[str, str], Hit]] = {row.id: {} for row in watches}
        for (watch, _question), hits in zip(asked, answers, strict=True):
            for hit in hits:
                had = best[watch].get((hit.source, hit.ref))
                if (hit.name_score >= LEAST or hit.score == 1.0) and (had is None or hit.score > had.score):
                    best[watch][hit.source, hit.ref] = hit
        records = {UUID(hit.ref) for some in best.values() for hit in some.values() if hit.place is Place.RECORDS}
        of_records = among_records(actor, group, watches, sorted(records))[0] if records else {}
        return {
            row.id: [
                *(_on_list(actor, hit) for hit in some.values() if hit.place is Place.LISTS),
                *of_records.get(row.id, ()),
                *lookouts_of(actor, group, row),
            ]
            for row, some in ((row, best[row.id]) for row in watches)
        }

    return ask


def _on_list(actor: Actor, hit: Hit) -> Find:
    return Find(hit, held.of_subject(read_subject(actor, source=hit.source, ref=hit.ref).subject))
