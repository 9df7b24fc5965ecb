"""Rows of the watch in the database: how they are written, what finds them again, and how they become views."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

import orjson

from minassa.access import Opened, insert_rows, marks
from minassa.base import NotFound, new_ids, now
from minassa.check import Hit, Kind, Question, asked_of
from minassa.names import tokens
from minassa.records import Sought
from minassa.screening import query_keys
from minassa.watch import faults
from minassa.watch.models import Watch, WatchChange, WatchHit, WatchKey
from minassa.watch.types import NEW, ON, Term, WatchHitView, WatchView

LONGEST_KEY: Final = 200
FEWEST_WORDS: Final = 2
"""A single word is no whole name: word for word it would meet half of all texts."""
BATCH: Final = 1_000
Item = TypeVar("Item")


def pieces(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Items, so many at a time."""
    iterator = iter(items)
    while some := tuple(islice(iterator, size)):
        yield some


def question_of(row: Watch) -> Question:
    """What is asked for a watched subject."""
    return Question(row.name, row.birth_date, row.country, row.identifier, Kind(row.kind) if row.kind else None)


@dataclass(frozen=True, slots=True)
class Further:
    """More names and numbers of a subject than one question holds."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def to_json(self) -> str:
        """Plain JSON, for storage."""
        return orjson.dumps({"names": self.names, "numbers": self.numbers}).decode()


NOTHING_FURTHER: Final = Further()


def further_of(row: Watch) -> Further:
    """What `Further.to_json` wrote."""
    stored = orjson.loads(row.further)
    return Further(tuple(stored.get("names", ())), tuple(stored.get("numbers", ())))


def questions_of(row: Watch) -> tuple[Question, ...]:
    """All that is asked for a watched subject: its question, and one for each further name and number."""
    first, more = question_of(row), further_of(row)
    named = (replace(first, name=name) for name in more.names)
    return (first, *named, *(replace(first, name="", identifier=number) for number in more.numbers))


def names_of(row: Watch) -> tuple[str, ...]:
    """All names of a watched subject, each once."""
    return tuple(dict.fromkeys(name for name in (row.name, *further_of(row).names) if name.strip()))


def numbers_of(row: Watch) -> tuple[str, ...]:
    """All numbers of a watched subject, each once."""
    return tuple(dict.fromkeys(one for one in (row.identifier, *further_of(row).numbers) if one.strip()))


def sought_of(question: Question) -> Sought:
    """The same as records are asked."""
    return Sought(question.name, question.identifier, question.kind.value if question.kind else None)


def digest_of(question: Question) -> str:
    """The digest by which the same subject is known again."""
    return asked_of(question).digest()


def new_row(  # noqa: PLR0913 - a watch's parts, each named
    question: Question,
    term: Term,
    *,
    keeper: UUID,
    label_id: int,
    record: UUID | None = None,
    file: UUID | None = None,
    is_seen: bool = False,
    further: Further = NOTHING_FURTHER,
) -> Watch:
    """A row for a question that can be asked, not yet saved."""
    return Watch(
        label_id=label_id,
        digest=digest_of(question),
        keeper=keeper,
        purpose=term.purpose,
        case=term.case,
        reason=term.reason,
        until=term.until,
        record=record,
        file=file,
        is_seen=is_seen,
        further=further.to_json(),
        **_known(question),
    )


def _known(question: Question) -> dict[str, str]:
    return {
        "name": question.name,
        "birth_date": question.birth_date,
        "country": question.country[:60],
        "identifier": question.identifier,
        "kind": question.kind.value if question.kind else "",
    }


def write_new(rows: Sequence[Watch]) -> None:
    """Save new watches with their keys, and tell the index."""
    columns = [field.attname for field in Watch._meta.local_concrete_fields]
    insert_rows(Watch, columns, [[getattr(row, name) for name in columns] for row in rows])
    _write_keys(rows)
    tell_index(row.id for row in rows)


def refill(row: Watch, question: Question, *, label_id: int, further: Further) -> None:
    """Let a watch follow what its record says now; it is looked at anew."""
    for name, value in _known(question).items():
        setattr(row, name, value)
    row.further = further.to_json()
    row.digest, row.label_id, row.looked_at, row.modified = digest_of(question), label_id, None, now()
    WatchKey.objects.filter(watch=row).delete()
    row.save(force_update=True)
    _write_keys([row])
    tell_index([row.id])


def _write_keys(rows: Sequence[Watch]) -> None:
    found = [(row.label_id, row.id, kind, key) for row in rows for kind, key in _keys_of(row)]
    values = [(one, *rest) for one, rest in zip(new_ids(len(found)), found, strict=True)]
    insert_rows(WatchKey, ("id", "label_id", "watch_id", "kind", "key"), values)


def _keys_of(row: Watch) -> Iterator[tuple[str, str]]:
    numbers = {key: None for number in numbers_of(row) for key in query_keys(number)}
    words = {key: None for name in names_of(row) for key in _words_of(name)}
    yield from (("number", key) for key in numbers)
    yield from (("words", key) for key in words)


def _words_of(name: str) -> tuple[str, ...]:
    words = tokens(name)
    return (" ".join(words)[:LONGEST_KEY],) if len(words) >= FEWEST_WORDS else ()


def tell_index(ids: Iterable[UUID]) -> None:
    """Write into the change feed that these watches began, changed or ended. Called last in a transaction."""
    WatchChange.objects.bulk_create([WatchChange(watch_id=one) for one in ids], batch_size=BATCH)


def end(rows: Iterable[Watch], *, state: str, at: datetime) -> int:
    """End watches: nothing is looked for any more, and the keys by which they were found go."""
    ids = [row.id for row in rows]
    WatchKey.objects.filter(watch_id__in=ids).delete()
    ended = Watch.objects.filter(id__in=ids, state=ON).update(state=state, modified=at)
    tell_index(ids)
    return ended


def forget(ids: Iterable[UUID]) -> int:
    """Delete watches with all that they found."""
    gone = 0
    for some in pieces(ids, BATCH // 2):
        WatchHit.objects.filter(watch_id__in=some).delete()
        WatchKey.objects.filter(watch_id__in=some).delete()
        gone += Watch.objects.filter(id__in=some).delete()[0]
        tell_index(some)
    return gone


def own_row(opened: Opened, watch: UUID) -> Watch:
    """A watch that the door's actor may change. Raises NotFound."""
    row = Watch.objects.filter(id=watch).first()
    if row is None or row.label_id not in opened.writable:
        raise NotFound(faults.NO_WATCH)
    return row


def watch_view(row: Watch, opened: Opened, *, new: int = 0) -> WatchView:
    """A watch as it crosses the room's edge."""
    return WatchView(
        id=row.id,
        question=question_of(row),
        term=Term(row.purpose, row.reason, row.until, row.case),
        state=row.state,
        keeper=row.keeper,
        mine=row.keeper == opened.actor.user_id,
        record=row.record,
        file=row.file,
        looked_at=row.looked_at,
        created=row.created,
        modified=row.modified,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
        new=new,
    )


def hit_view(row: WatchHit, opened: Opened, changed: Sequence[str]) -> WatchHitView:
    """A hit as it crosses the room's edge."""
    return WatchHitView(
        id=row.id,
        watch=row.watch_id,
        hit=Hit.from_json(row.content),
        state=row.state,
        changed=tuple(changed),
        created=row.created,
        modified=row.modified,
        marks=marks(opened.label_of(row.label_id)),
        obligations=opened.obligations(row.label_id),
    )


def keepers() -> Iterator[UUID]:
    """Who keeps anything under watch, as far as the open door lets it through: one short look by index for each, however many watches."""
    last: UUID | None = None
    while True:
        standing = Watch.objects.filter(state=ON).order_by("keeper")
        following = standing.filter(keeper__gt=last) if last else standing
        last = following.values_list("keeper", flat=True).first()
        if last is None:
            return
        yield last


def new_hits(ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many hits of each of these watches wait, as far as the open door lets them through."""
    found: dict[UUID, int] = {}
    for watch in WatchHit.objects.filter(watch_id__in=list(ids), state=NEW).values_list("watch_id", flat=True):
        found[watch] = found.get(watch, 0) + 1
    return found
