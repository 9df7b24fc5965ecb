"""Keeping subjects under watch: begin, read, extend, hand over, stop; and what is decided of a hit."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from minassa.access import Actor, Label, Opened, capped_count, door, list_people, newest
from minassa.base import Conflict, Invalid, NotFound, cursor_from, cursor_text, now, today
from minassa.check import Kind, Question, judge, refuse_unaskable
from minassa.records import RecordView, read_record, schema
from minassa.screening import Verdict
from minassa.watch import faults, held, rows
from minassa.watch.acts import WATCH_ADD, WATCH_EXTEND, WATCH_JUDGE, WATCH_LIST, WATCH_READ, WATCH_STOP, WATCH_TAKE_OVER
from minassa.watch.models import Watch, WatchHit
from minassa.watch.own import derived, own_label, person_of
from minassa.watch.types import GONE, ON, STATES, STOPPED, Term, WatchHitView, WatchPage, WatchView

LONGEST_REASON: Final = 500
LONGEST_TERM: Final = timedelta(days=366)
LARGEST_PAGE: Final = 200
MOST_HITS: Final = 200
MOST_FURTHER: Final = 20
_NAMES: Final = ("name", "alias", "previousName", "weakAlias")
_COUNTRIES: Final = ("nationality", "citizenship", "country", "jurisdiction")


def add_watch(actor: Actor, *, question: Question, term: Term, is_seen: bool = False) -> WatchView:
    """Keep a subject under watch for the actor's agency. `is_seen`: whoever adds it has just seen what it finds now.

    Raises Invalid for a question that cannot be asked or a term that cannot be, Conflict where it is watched already.
    """
    keeper, agency = person_of(actor)
    refuse_unaskable(question)
    checked = checked_term(term)
    with door(actor, WATCH_ADD, purpose=checked.purpose, case=checked.case) as opened:
        label_id = opened.intern(own_label(agency, exercise=settings.MINASSA.node.exercise))
        refuse_watched(question, label_id)
        row = rows.new_row(question, checked, keeper=keeper, label_id=label_id, is_seen=is_seen)
        return _added(row, opened)


def watch_record(actor: Actor, *, record: UUID, term: Term) -> WatchView:
    """Keep a record's subject under watch, by all its names and numbers; the watch follows the record as it changes.

    Nobody sees the watch who may not see the record. Raises NotFound, Invalid for a record by which nothing could be met, Conflict.
    """
    keeper, agency = person_of(actor)
    checked = checked_term(term)
    with door(actor, WATCH_ADD, purpose=checked.purpose, case=checked.case) as opened:
        found = read_record(actor, id=record, purpose=checked.purpose, case=checked.case)
        label = label_for(agency, found.label, keeper=keeper)
        label_id = opened.intern(label)
        if Watch.objects.filter(record=record, label_id=label_id, state=ON).exists():
            raise Conflict(faults.ALREADY)
        question, further = subject_of(found)
        row = rows.new_row(
            question, checked, keeper=keeper, label_id=label_id, record=record, is_seen=False, further=further
        )
        return _added(row, opened)


def label_for(agency: UUID, source: Label, *, keeper: UUID) -> Label:
    """The label of a watch that follows a record: the agency's own, for nobody who may not see the record."""
    return derived(own_label(agency, exercise=source.exercise), source, person=keeper)


def subject_of(found: RecordView) -> tuple[Question, rows.Further]:
    """What is asked for a record: its names and numbers, its birth date and its country. Raises Invalid where it has none of them."""
    names = tuple(dict.fromkeys(one for key in _NAMES for one in found.properties.get(key, ())))
    numbers = _numbers(found)
    if not names and not numbers:
        raise Invalid(faults.NO_NAMES)
    first = Question(
        names[0][:600] if names else "",
        birth_date=_first(found, ("birthDate",)),
        country=_first(found, _COUNTRIES),
        identifier=numbers[0] if numbers else "",
        kind=Kind(kind) if (kind := schema(found.schema).kind) in set(Kind) else None,
    )
    try:
        refuse_unaskable(first)
    except Invalid:
        first = replace(first, birth_date="")  # a record may state its births in words
        refuse_unaskable(first)
    more = rows.Further(tuple(one[:600] for one in names[1:MOST_FURTHER]), numbers[1:MOST_FURTHER])
    return first, more


def _numbers(found: RecordView) -> tuple[str, ...]:
    keys = (name for name in held.number_properties(found.schema) if name in found.properties)
    return tuple(dict.fromkeys(value for name in keys for value in found.properties[name] if 4 <= len(value) <= 200))


def _first(found: RecordView, names: tuple[str, ...]) -> str:
    return next((found.properties[name][0] for name in names if found.properties.get(name)), "")


def _added(row: Watch, opened: Opened) -> WatchView:
    rows.write_new([row])
    opened.note(subject=f"watch:{row.id}", owner=opened.label_of(row.label_id).owner)
    return rows.watch_view(row, opened)


def refuse_watched(question: Question, label_id: int) -> None:
    """Raise Conflict where the same subject is under watch already."""
    if Watch.objects.filter(digest=rows.digest_of(question), label_id=label_id, state=ON).exists():
        raise Conflict(faults.ALREADY)


def checked_term(term: Term) -> Term:
    """A term that can be. Raises Invalid without a reason, or for an end that is past or too far."""
    refuse_end(term.until)
    return replace(term, reason=checked_reason(term.reason), case=term.case.strip()[:100])


def checked_reason(reason: str) -> str:
    """A reason in one line. Raises Invalid for none, or one that is too long."""
    plain = " ".join(reason.split())
    if not plain or len(plain) > LONGEST_REASON or "\0" in plain:
        raise Invalid(faults.REASON, limit=LONGEST_REASON)
    return plain


def refuse_end(until: date) -> None:
    """Raise Invalid for an end that is not after today, or more than a year away."""
    if not today() < until <= today() + LONGEST_TERM:
        raise Invalid(faults.TERM)


def list_watches(actor: Actor, *, state: str = ON, before: str = "", size: int = 50) -> WatchPage:
    """Subjects under watch that this person sees, the newest first, each with how many hits wait."""
    place, wanted = cursor_from(before), max(1, min(size, LARGEST_PAGE))
    if state not in STATES:
        raise Invalid(faults.NO_WATCH)
    with door(actor, WATCH_LIST) as opened:
        found = newest(Watch, wanted + 1, place, state=state)
        shown = found[:wanted]
        following = cursor_text(shown[-1].modified, shown[-1].id) if len(found) > wanted else ""
        waiting = rows.new_hits(row.id for row in shown)
        views = tuple(rows.watch_view(row, opened, new=waiting.get(row.id, 0)) for row in shown)
        return WatchPage(views, following, capped_count(Watch.objects.filter(state=state)).text)


def read_watch(actor: Actor, *, id: UUID) -> WatchView:  # noqa: A002 - the word that every room uses
    """One subject under watch. Raises NotFound."""
    with door(actor, WATCH_READ, subject=f"watch:{id}") as opened:
        row = Watch.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NO_WATCH)
        opened.note(owner=opened.label_of(row.label_id).owner)
        return rows.watch_view(row, opened, new=rows.new_hits([row.id]).get(row.id, 0))


def watch_hits(actor: Actor, *, id: UUID) -> tuple[WatchHitView, ...]:  # noqa: A002 - the word that every room uses
    """The hits of a subject that this person sees, those that wait first, then the newest. Raises NotFound."""
    with door(actor, WATCH_LIST) as opened:
        if not Watch.objects.filter(id=id).exists():
            raise NotFound(faults.NO_WATCH)
        found = WatchHit.objects.filter(watch_id=id).order_by("-modified", "-id")[:MOST_HITS]
        views = [rows.hit_view(row, opened, held.changed_of(row)) for row in found]
        return tuple(sorted(views, key=lambda one: one.state != "new"))


def stop_watch(actor: Actor, *, id: UUID) -> WatchView:  # noqa: A002 - the word that every room uses
    """Keep a subject under watch no longer. Raises NotFound, and Conflict where it has ended."""
    with door(actor, WATCH_STOP, subject=f"watch:{id}") as opened:
        row = rows.own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner)
        if not rows.end([row], state=STOPPED, at=now()):
            raise Conflict(faults.OVER)
        row.refresh_from_db()
        return rows.watch_view(row, opened)


def extend_watch(actor: Actor, *, id: UUID, until: date, reason: str) -> WatchView:  # noqa: A002 - the word that every room uses
    """Keep a subject under watch until a later day, for a stated reason (R07). Raises NotFound, Invalid, Conflict."""
    checked = checked_reason(reason)
    refuse_end(until)
    with door(actor, WATCH_EXTEND, subject=f"watch:{id}") as opened:
        row = rows.own_row(opened, id)
        opened.note(owner=opened.label_of(row.label_id).owner, until=until.isoformat())
        changed = {"until": until, "reason": checked, "modified": now()}
        if not Watch.objects.filter(id=id, state=ON).update(**changed):
            raise Conflict(faults.OVER)
        row.refresh_from_db()
        return rows.watch_view(row, opened)


def take_over(actor: Actor, *, keeper: UUID) -> int:
    """Take over what somebody kept who can do so no longer; give how many. All of it is looked at anew, as the new keeper may see it."""
    mine, _agency = person_of(actor)
    with door(actor, WATCH_TAKE_OVER, subject=f"user:{keeper}") as opened:
        if keeper in {one.id for one in list_people(actor) if one.is_active}:
            raise Conflict(faults.KEEPER_THERE)
        found = Watch.objects.filter(keeper=keeper, state=ON, label_id__in=opened.writable)
        ids = list(found.values_list("id", flat=True))
        for start in range(0, len(ids), rows.BATCH):
            some = Watch.objects.filter(id__in=ids[start : start + rows.BATCH])
            some.update(keeper=mine, looked_at=None, modified=now())
            WatchHit.objects.filter(watch_id__in=ids[start : start + rows.BATCH]).update(keeper=mine)
        opened.note(taken=len(ids))
        return len(ids)


def judge_hit(actor: Actor, *, id: UUID, verdict: Verdict, reason: str) -> WatchHitView:  # noqa: A002 - the word that every room uses
    """Confirm or dismiss a hit for the agency, with a reason. It is remembered for the same question asked anywhere (`check.judge`).

    Raises NotFound, Invalid without a reason.
    """
    with door(actor, WATCH_JUDGE, subject=f"watch-hit:{id}") as opened:
        row = WatchHit.objects.select_related("watch").filter(id=id).first()
        if row is None or row.label_id not in opened.writable or row.state == GONE:
            raise NotFound(faults.NO_HIT)
        watch = row.watch
        opened.note(owner=opened.label_of(row.label_id).owner, verdict=verdict.value, source=row.source)
        if row.place in {"lists", "records"}:
            judge(
                actor,
                question=rows.question_of(watch),
                source=row.source,
                ref=row.ref,
                fingerprint=row.fingerprint,
                verdict=verdict,
                reason=reason,
                case=watch.case,
            )
        else:
            checked_reason(reason)
        row.state, row.modified = verdict.value, now()
        row.save(update_fields=["state", "modified"])
        return rows.hit_view(row, opened, held.changed_of(row))
