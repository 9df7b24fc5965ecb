"""What records ask of people: those to review (R07), acknowledgements owed and awaited (R06), proposals to answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import Actor, DeliveryView, ReceivedView, Step, act_named, list_deliveries, list_received
from minassa.base import filled, now, today
from minassa.desk import WorkItem, work_source
from minassa.records.acts import RECORD_ANSWER, RECORD_KEEP, TWIN_DECIDE
from minassa.records.reads import due_reviews, find_records
from minassa.records.releases.proposals import list_proposals
from minassa.records.releases.types import KIND
from minassa.records.twins.service import list_twins
from minassa.records.types import RecordRow
from minassa.records.vocabulary import schema

_MOST: int = 50


def register() -> None:
    """Register this room's share of everybody's work, once Django has started."""
    work_source("records", needs=RECORD_KEEP, overdue=_to_review)
    work_source(
        "acknowledgements",
        needs=act_named("release.list"),
        waiting_on_me=_owed,
        waiting_on_others=_awaited,
        overdue=_overdue,
    )
    work_source("twins", needs=TWIN_DECIDE, waiting_on_me=_to_judge)
    work_source("proposals", needs=RECORD_ANSWER, waiting_on_me=_to_answer)


def _to_review(actor: Actor) -> Iterator[WorkItem]:
    for row in due_reviews(actor)[:_MOST]:
        kind = schema(row.schema).label
        # A link has no words of its own: it is called by its kind.
        title = str(kind) if row.caption == row.schema else row.caption
        due = datetime.combine(row.review_on, time(), UTC)
        yield WorkItem(title, f"record:{row.id}", due=due, note=f"{kind} · {_note(row)}", marks=row.marks)


def _note(row: RecordRow) -> str:
    sentence = _("Review overdue since %(day)s") if row.review_on <= today() else _("Review on %(day)s")
    return filled(sentence, {"day": date_format(row.review_on, "SHORT_DATE_FORMAT")})


def _owed(actor: Actor) -> Iterator[WorkItem]:
    """Corrections and withdrawals that this agency has yet to acknowledge, and is not late with."""
    return _to_acknowledge(actor, [one for one in _owed_records(actor) if not one.is_overdue(now())])


def _awaited(actor: Actor) -> Iterator[WorkItem]:
    return _wanted(actor, [one for one in _wanted_records(actor) if not one.is_overdue])


def _overdue(actor: Actor) -> Iterator[WorkItem]:
    """What this agency is late with, and what others are late with to it."""
    yield from _to_acknowledge(actor, [one for one in _owed_records(actor) if one.is_overdue(now())])
    yield from _wanted(actor, [one for one in _wanted_records(actor) if one.is_overdue])


def _owed_records(actor: Actor) -> Iterator[ReceivedView]:
    return (one for one in list_received(actor, owed=True, size=_MOST) if one.kind == KIND)


def _wanted_records(actor: Actor) -> Iterator[DeliveryView]:
    return (one for one in list_deliveries(actor, owed=True, size=_MOST) if one.kind == KIND)


_OWED: Final = {
    Step.CORRECT: gettext_lazy("Acknowledge a corrected record"),
    Step.WITHDRAW: gettext_lazy("Acknowledge a withdrawn record"),
}
_WANTED: Final = {
    Step.CORRECT: gettext_lazy("Correction not acknowledged yet"),
    Step.WITHDRAW: gettext_lazy("Withdrawal not acknowledged yet"),
}


def _to_acknowledge(actor: Actor, owed: Sequence[ReceivedView]) -> Iterator[WorkItem]:
    known = _named(actor, owed)
    for one in owed:
        said = _OWED.get(one.step, gettext_lazy("Acknowledge a record"))
        item = WorkItem(said, f"received-item:{one.id}", at=one.received_at, due=one.due)
        yield _called(item, known.get(_record_of(one)))


def _wanted(actor: Actor, awaited: Sequence[DeliveryView]) -> Iterator[WorkItem]:
    known = _named(actor, awaited)
    for one in awaited:
        said = _WANTED.get(one.step, gettext_lazy("Release not acknowledged yet"))
        item = WorkItem(said, f"record-releases:{_record_of(one)}", at=one.created, due=one.due)
        yield _called(item, known.get(_record_of(one)))


def _record_of(one: ReceivedView | DeliveryView) -> UUID:
    return UUID(one.stream.partition(":")[2])


def _named(actor: Actor, all_: Sequence[ReceivedView | DeliveryView]) -> dict[UUID, RecordRow]:
    """The records meant, as far as this person sees them: what was withdrawn is not here any more."""
    return find_records(actor, ids=map(_record_of, all_)) if all_ else {}


def _called(item: WorkItem, row: RecordRow | None) -> WorkItem:
    """The item under the record's name and marks, what is to be done in its note."""
    if row is None or row.caption == row.schema:
        return item
    return replace(item, title=row.caption, note=item.title, marks=row.marks)


def _to_answer(actor: Actor) -> Iterator[WorkItem]:
    """Changes that others propose to this agency's records."""
    for one in list_proposals(actor, waiting=True):
        if not one.mine:
            yield WorkItem(gettext_lazy("Answer a proposed change"), f"record:{one.record}", at=one.created)


def _to_judge(actor: Actor) -> Iterator[WorkItem]:
    """Pairs of records that may be about the same."""
    for one in list_twins(actor, size=_MOST).rows:
        yield WorkItem(
            one.one.caption,
            f"twin:{one.id}",
            at=one.since,
            note=gettext_lazy("A suspected duplicate"),
            marks=one.one.marks,
        )
