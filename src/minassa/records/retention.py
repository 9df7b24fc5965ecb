"""Retention (R07): half a year before a record's day of review its keepers are asked; a stated reason keeps it, else it goes.

    183 days before   the keepers are asked, once for each day of review
    30 days before    they are told that it will be deleted
    on its day        it is deleted, withdrawn from all who were given it, and its keepers are told

Nothing is deleted within two weeks of that last word, however late it was given, nor under a legal hold, nor what is another
node's to decide. The keepers of a record are whoever changed it last and the supervisors of its owner.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from minassa.access import Opened, PersonView, Role, door, is_local, list_people, system_actor
from minassa.base import Fault, now, today
from minassa.desk import notice_kind, notify
from minassa.records import lasting, rows
from minassa.records.acts import RECORD_EXPIRE, RECORD_REVIEW
from minassa.records.holds import held_among
from minassa.records.models import Record
from minassa.records.releases.sending import take_back_all
from minassa.records.rules import WARN_BEFORE

LAST_WORD: Final = timedelta(days=30)
GRACE: Final = timedelta(days=14)
"""Days between the last word and the deletion, at least."""
CHUNK: Final = 500

_TOPIC = _("Records that come up for review")
ASKED: Final = notice_kind(
    "records-to-review",
    _(
        "Records of your agency that come up for review: %(count)s, the first on %(day)s. "
        "State why each is still needed, or let it be deleted."
    ),
    topic=_TOPIC,
    addressed=True,
)
WARNED: Final = notice_kind(
    "records-to-expire",
    _(
        "Records of your agency that will be deleted unless a reason to keep them is stated: %(count)s, "
        "the first on %(day)s."
    ),
    topic=_TOPIC,
    addressed=True,
)
EXPIRED: Final = notice_kind(
    "records-expired",
    _(
        "Records of your agency that were deleted at their day of review, because no reason to keep them was stated: "
        "%(count)s."
    ),
    topic=_TOPIC,
    addressed=True,
)


@dataclass(slots=True)
class _Told:
    """What each person will hear, in one notice for each kind however many records there are."""

    counts: dict[tuple[UUID, UUID], int] = field(default_factory=lambda: defaultdict(int))
    days: dict[tuple[UUID, UUID], date] = field(default_factory=dict)

    def add(self, keepers: tuple[PersonView, ...], day: date) -> None:
        """One more record, to be told to these."""
        for one in keepers:
            whom = (one.id, one.agency)
            self.counts[whom] += 1
            self.days[whom] = min(day, self.days.get(whom, day))

    def tell(self, kind: str) -> None:
        """Give the notices."""
        actor = system_actor("retention")
        for (person, agency), count in sorted(self.counts.items()):
            params = {"count": count, "day": self.days[person, agency].isoformat()}
            notify(actor, person=person, agency=agency, kind=kind, params=params)


class _Keepers:
    """Who keeps a record, among the people of this node; read once for a run."""

    def __init__(self) -> None:
        people = [one for one in list_people(system_actor("retention")) if one.is_active]
        self._by_actor = {f"{kind}:{one.id}": one for one in people for kind in ("user", "cli")}
        self._supervisors: dict[UUID, list[PersonView]] = defaultdict(list)
        for one in people:
            if Role.SUPERVISOR in one.roles:
                self._supervisors[one.agency].append(one)

    def of(self, row: Record, owner: UUID) -> tuple[PersonView, ...]:
        """Whoever changed it last, while of that agency still, and its supervisors."""
        last = self._by_actor.get(row.changed_by)
        found = {one.id: one for one in self._supervisors[owner]}
        if last is not None and last.agency == owner:
            found[last.id] = last
        return tuple(found.values())


def keep_the_clock() -> tuple[int, int, int]:
    """Ask, warn and delete what is due; how many records of each. The clock calls it, several times a day."""
    keepers = _Keepers()
    return _ask(keepers), _warn(keepers), _expire(keepers)


def _ask(keepers: _Keepers) -> int:
    due = Q(review_on__lte=today() + WARN_BEFORE) & ~Q(asked_for=F("review_on"), asked_for__isnull=False)
    return _tell_of(keepers, due, ASKED, {"asked_for": F("review_on")})


def _warn(keepers: _Keepers) -> int:
    due = Q(review_on__lte=today() + LAST_WORD) & ~Q(warned_for=F("review_on"), warned_for__isnull=False)
    return _tell_of(keepers, due, WARNED, {"warned_for": F("review_on"), "warned_at": now()})


def _tell_of(keepers: _Keepers, due: Q, kind: str, done: dict[str, object]) -> int:
    """Tell the keepers of all that are due, chunk by chunk: what was told of is marked in the transaction that tells."""
    count = 0
    while True:
        with door(system_actor("retention"), RECORD_REVIEW) as opened:
            some = list(
                Record.objects.filter(due, label_id__in=_own_labels(opened)).order_by("review_on", "id")[:CHUNK]
            )
            told = _Told()
            for row in some:
                told.add(keepers.of(row, opened.label_of(row.label_id).owner), row.review_on)
            Record.objects.filter(id__in=[row.id for row in some]).update(**done)
            told.tell(kind)
            opened.note(records=len(some), kind=kind)
        count += len(some)
        if len(some) < CHUNK:
            return count


def _own_labels(opened: Opened) -> list[int]:
    """The labels of agencies whose people are here: what others own is theirs to review."""
    owners = {opened.label_of(one).owner for one in opened.visible}
    here = {one for one in owners if is_local(one)}
    return [one for one in opened.visible if opened.label_of(one).owner in here]


def _expire(keepers: _Keepers) -> int:
    told, gone = _Told(), 0
    for record in _due():
        try:
            gone += _delete(record, keepers, told)
        except Fault:  # it is in the log; the next run tries again
            continue
    told.tell(EXPIRED)
    return gone


def _due() -> Iterator[UUID]:
    """The records whose day has come and whose keepers have had their time, without those that are held."""
    last: UUID | None = None
    while True:
        with door(system_actor("retention"), RECORD_REVIEW) as opened:
            due = _expired(opened)
            some = list((due.filter(id__gt=last) if last else due).order_by("id").values_list("id", flat=True)[:CHUNK])
            held = held_among(some)
            opened.note(records=len(some) - len(held), held=len(held))
        yield from (one for one in some if one not in held)
        if len(some) < CHUNK:
            return
        last = some[-1]


def _expired(opened: Opened) -> "QuerySet[Record]":
    return Record.objects.filter(
        review_on__lte=today(),
        warned_for=F("review_on"),
        warned_at__lte=now() - GRACE,
        label_id__in=_own_labels(opened),
    )


def _delete(record: UUID, keepers: _Keepers, told: _Told) -> bool:
    """Delete one record, in a transaction of its own, unless somebody kept or held it meanwhile."""
    with door(system_actor("retention"), RECORD_EXPIRE, subject=f"record:{record}") as opened:
        row = _expired(opened).filter(id=record).first()
        if row is None or held_among([record]):
            opened.note(kept=1)
            return False
        owner = opened.label_of(row.label_id).owner
        opened.note(owner=owner, schema=row.schema, review_on=row.review_on.isoformat())
        told.add(keepers.of(row, owner), row.review_on)
        take_back_all(opened, row)
        rows.remove(row)
        lasting.note_deleted(record, owner)
        return True
