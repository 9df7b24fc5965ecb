"""Indicators come in, with the threats, relations and sightings around them: from a file of STIX objects, or from the exchange.

All or nothing where the file as a whole cannot be read; single objects that cannot be taken are refused with a reason. The
author's newest version counts, an older one changes nothing, and the same file twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, TypeAlias
from uuid import UUID

from minassa.access import Actor, Label, Opened, door, strictest
from minassa.base import Fault, Invalid, new_ids, now
from minassa.cyber import faults, labelling
from minassa.cyber.acts import INDICATOR_IMPORT
from minassa.cyber.models import Indicator
from minassa.cyber.rows import LONGEST_SOURCE, moment
from minassa.cyber.shelves import SHELVES, Row, Shelf, take_turn
from minassa.cyber.types import MOST_REFUSED_KEPT, Given, RefusedObject, Taken
from minassa.stix import SENTENCES, Checked, Code, Problem, read_bundle

BATCH: Final = 1_000
_WHOLE: Final = -1
_Key: TypeAlias = tuple[int, str]
"""Whose object it is, as the number of the agency's UUID, and its STIX id."""


def import_indicators(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, content: bytes, label: Label, source: str, purpose: str = "", case: str = ""
) -> Taken:
    """Bring in what a STIX bundle (2.1; 2.0 is read as 2.1) says of threats, as the actor's agency's own.

    `label` is that of objects without marks of their own; an object marked more narrowly keeps its mark. `source` says
    where the file came from. Raises Invalid where the file as a whole cannot be read; then nothing is changed.
    """
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    with door(actor, INDICATOR_IMPORT, purpose=purpose, case=case) as opened:
        taking = Intake(opened)
        definitions = labelling.definitions_in(content)
        taking.take_all(taking.labelled(read_bundle(content), label, source, definitions))
        taken = taking.result()
        opened.note(
            owner=label.owner,
            added=taken.added,
            amended=taken.amended,
            unchanged=taken.unchanged,
            refused=taken.refused_count,
        )
        return taken


def take_objects(opened: Opened, objects: Iterable[Given]) -> Taken:
    """Take in what the exchange received, in the caller's transaction and through its door, each under its own label.

    The labels must be writable through that door. Objects of types that this room does not hold are passed over.
    """
    taking = Intake(opened)
    taking.take_all(objects)
    return taking.result()


def forget_object(opened: Opened, *, stix_id: str, source: str) -> bool:
    """Let go of an object of the actor's agency that its author deleted, in the caller's transaction; whether it was held.

    Only where this source brought it: what another source says too stays. What was derived from it goes with it.
    """
    shelf = SHELVES.get(stix_id.partition("--")[0])
    if shelf is None:
        return False
    rows = shelf.model.objects.filter(stix_id=stix_id)
    own = [one for one in rows if opened.label_of(one.label_id).owner == opened.actor.agency]
    gone = [one.id for one in own if getattr(one, "source", source[:LONGEST_SOURCE]) == source[:LONGEST_SOURCE]]
    shelf.drop_derived(gone)
    shelf.model.objects.filter(id__in=gone).delete()
    return bool(gone)


class Intake:
    """One intake under way, through one door."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.counts = Taken()
        self.refused: list[RefusedObject] = []
        self.labels: dict[Label, int] = {}
        self.last: tuple[Label | None, int] = (None, 0)
        self.turns: set[UUID] = set()

    def take_all(self, objects: Iterable[Given]) -> None:
        """Take objects in batches: each batch is compared with what is held, then written."""
        waiting = iter(objects)
        while batch := list(islice(waiting, BATCH)):
            held = [one for one in batch if one.object.type in SHELVES]
            self._count(passed_over=len(batch) - len(held))
            kept = [one for one in held if self._is_dated(one)]
            shelves = {SHELVES[one.object.type].model: SHELVES[one.object.type] for one in kept}
            for shelf in shelves.values():
                self._take(shelf, [one for one in kept if SHELVES[one.object.type].model is shelf.model])

    def labelled(
        self, read: Iterable[Checked | Problem], label: Label, source: str, definitions: labelling.Definitions
    ) -> Iterator[Given]:
        """Objects as they were read, each under `label` narrowed by its own marks; the others are refused.

        Raises Invalid where the whole cannot be read.
        """
        for one in read:
            if isinstance(one, Problem):
                if one.index == _WHOLE:
                    raise Invalid(faults.NOT_STIX, reason=one.sentence())
                self.refuse(one.index, one.id, one.code.value, one.sentence())
                continue
            try:
                narrowed = labelling.label_of(one.object, label, definitions, author=self.opened.actor.user_id)
            except Fault as fault:
                self.refuse(one.index, one.id, fault.code, str(fault))
                continue
            yield Given(one, narrowed, source)

    def refuse(self, index: int, stix_id: str, code: str, reason: str) -> None:
        """Count an object that is not taken, and keep the first ones with their reasons."""
        self._count(refused_count=1)
        if len(self.refused) < MOST_REFUSED_KEPT:
            self.refused.append(RefusedObject(index, stix_id, code, reason))

    def result(self) -> Taken:
        """What was done."""
        return replace(self.counts, refused=tuple(self.refused))

    def _is_dated(self, one: Given) -> bool:
        """Whether its version is a moment that a database holds; else it is refused."""
        try:
            moment(one.object.version)
        except ValueError:
            self._refuse_time(one)
            return False
        return True

    def _refuse_time(self, one: Given) -> None:
        self.refuse(one.object.index, one.object.id, Code.TIME.value, SENTENCES[Code.TIME])

    def _count(self, **more: int) -> None:
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + one for name, one in more.items()})

    def _take(self, shelf: Shelf, batch: list[Given]) -> None:
        newest = self._newest_of(batch)
        for owner in sorted({UUID(int=owner) for owner, _stix_id in newest} - self.turns):
            take_turn(owner)
            self.turns.add(owner)
        known = self._known(shelf, newest)
        pairs = [(known.get(key), one) for key, one in newest.items()]
        self._add(shelf, [one for row, one in pairs if row is None])
        self._amend(shelf, [(row, one) for row, one in pairs if row is not None])

    def _newest_of(self, batch: list[Given]) -> dict[_Key, Given]:
        """The newest version of each object in a batch, by owner and id."""
        found: dict[_Key, Given] = {}
        for one in batch:
            key = (one.label.owner.int, one.object.id)
            other = found.get(key)
            if other is not None:
                self._count(unchanged=1)
            if other is None or moment(other.object.version) < moment(one.object.version):
                found[key] = one
        return found

    def _known(self, shelf: Shelf, newest: dict[_Key, Given]) -> dict[_Key, Row]:
        held = shelf.model.objects.filter(stix_id__in=[stix_id for _owner, stix_id in newest])
        by_key = {(self.opened.label_of(row.label_id).owner.int, row.stix_id): row for row in held}
        return {key: row for key, row in by_key.items() if key in newest and self.opened.may(row.label_id)}

    def _label_id(self, label: Label) -> int:
        if label is not self.last[0]:  # neighbours share theirs, and its hash is dear
            if label not in self.labels:
                self.labels[label] = self.opened.intern(label)
            self.last = label, self.labels[label]
        return self.last[1]

    def _add(self, shelf: Shelf, objects: list[Given]) -> None:
        at, made = now(), []
        for row_id, one in zip(new_ids(len(objects)), objects, strict=True):
            try:
                made.append(shelf.new(one, row_id, self._label_id(one.label), at))
            except ValueError:
                self._refuse_time(one)
        shelf.write_new(made)
        self._count(added=len(made))

    def _amend(self, shelf: Shelf, pairs: list[tuple[Row, Given]]) -> None:
        changed = [
            (row, one) for row, one in pairs if row.version < moment(one.object.version) and _may_change(row, one)
        ]
        self._count(unchanged=len(pairs) - len(changed))
        amended, made_of = [], []
        for row, one in changed:
            try:
                made_of.append(shelf.fill(row, one, now()))
            except ValueError:
                self._refuse_time(one)
                continue
            self._narrow(shelf, row, one.label)
            amended.append(row)
        self._count(amended=len(amended))
        if not amended:
            return
        shelf.drop_derived([row.id for row in amended])
        shelf.model.objects.bulk_update(amended, shelf.changing, batch_size=100)  # type: ignore[arg-type] # they are of this model
        shelf.write_derived(amended, made_of)

    def _narrow(self, shelf: Shelf, row: Row, label: Label) -> None:
        """Follow the author where the new version is marked more narrowly; a wider mark needs people who decide so."""
        old = self.opened.label_of(row.label_id)
        if label != old and strictest((label, old)) == label:
            row.label_id = self._label_id(label)
            shelf.model.objects.filter(id=row.id).update(label_id=row.label_id)


def _may_change(row: Row, one: Given) -> bool:
    """Whether this source may say anew what is held."""
    return not one.is_bound or not isinstance(row, Indicator) or row.source == one.source[:LONGEST_SOURCE]
