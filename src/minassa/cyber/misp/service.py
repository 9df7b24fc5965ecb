"""Bringing in events of MISP by hand: one file, or a feed's folder or archive. Each event is taken whole, in a transaction of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from minassa.access import Actor, Handling, Label, Opened, Tlp, door
from minassa.base import Fault, Invalid
from minassa.cyber import faults
from minassa.cyber.acts import INDICATOR_IMPORT, INDICATOR_UNMAPPED
from minassa.cyber.intake import Intake
from minassa.cyber.misp.following import Following
from minassa.cyber.misp.reading import MANIFEST, events_in, manifest_in
from minassa.cyber.misp.types import WHY, Event, Unmapped, Why
from minassa.cyber.models import MispEvent
from minassa.cyber.tables import line
from minassa.cyber.types import RefusedObject, Taken
from minassa.stix import Checked, Problem

Files = Mapping[str, Callable[[], bytes]]
"""The files of a feed by their names, each read when it is wanted."""
MOST_SHOWN: Final = 200
UNMAPPED_COLUMNS: Final = ("event", "attribute", "type", "value", "why", "sentence")
_LONGEST_ORIGIN: Final = 120


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of a file or feed did. Of events of MISP: `context` rows are not meant for detection, `unmapped` are the others that became nothing.

    `events` were taken, `unchanged` stand as before, `withdrawn` objects are revoked since no event says them any more. `origin` finds what
    became nothing (`unmapped_table`); it is empty for STIX.
    """

    origin: str = ""
    events: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    context: int = 0
    unmapped: int = 0
    taken: Taken = field(default_factory=Taken)
    shown: tuple[Unmapped, ...] = ()


def import_misp(  # noqa: PLR0913 - what an import must state, each part named
    actor: Actor, *, files: Files, label: Label, source: str, purpose: str = "", case: str = ""
) -> Imported:
    """Bring in events of MISP as the actor's agency's own; tags narrow `label`, never widen it.

    `files` is one event's file, or a feed: then only what its manifest says to have changed is read, and what it no longer names is
    withdrawn, of what came under the same `source`. Raises Invalid where there is no event, or the manifest is none; a
    file that is no event is told among the refused, and leaves the others be.
    """
    if label.owner != actor.agency:
        raise Invalid(faults.NOT_OWN)
    importing = _Importing(actor, label, source, purpose, case)
    importing.take(files)
    return importing.done


def unmapped_table(actor: Actor, *, origin: str) -> Iterator[bytes]:
    """The rows of all events of an origin that became nothing, as a table in CSV."""
    with door(actor, INDICATOR_UNMAPPED) as opened:
        rows = MispEvent.objects.filter(origin=origin).order_by("uuid", "id")
        ids = list(rows.values_list("id", flat=True))
        opened.note(owner=actor.agency, events=len(ids))
    yield line(UNMAPPED_COLUMNS)
    for one in ids:
        yield from _table_rows(actor, one)


def origin_of(source: str) -> str:
    """The origin of what is brought in by hand under this name."""
    return f"file:{source.strip()[:_LONGEST_ORIGIN]}"


def _table_rows(actor: Actor, event: UUID) -> list[bytes]:
    with door(actor, INDICATOR_UNMAPPED):
        row = MispEvent.objects.filter(id=event).first()
        said = row.unmapped if row else []
        uuid = str(row.uuid) if row else ""
    return [line([uuid, *cells[:4], str(WHY[Why(cells[3])])]) for cells in said]


class _Importing:
    """One import under way."""

    def __init__(self, actor: Actor, label: Label, source: str, purpose: str, case: str) -> None:
        self.actor, self.label, self.source = actor, label, source
        self.purpose, self.case = purpose, case
        self.done = Imported(origin_of(source))

    def take(self, files: Files) -> None:
        """Read the files that are wanted, and withdraw what is gone."""
        manifest = next((name for name in files if name.rpartition("/")[2] == MANIFEST), None)
        if manifest is None:
            wanted: list[tuple[str, int | None]] = [(name, None) for name in files if name.lower().endswith(".json")]
        else:
            folder = manifest.removesuffix(MANIFEST)
            wanted = [(f"{folder}{uuid}.json", stamp) for uuid, stamp in self._changed(manifest_in(files[manifest]()))]
        if manifest is None and not wanted:
            raise Invalid(faults.NO_EVENTS)
        for name, stamp in wanted:
            self._take_file(name, files, stamp)
        self._withdraw()

    def _opened(self) -> AbstractContextManager[Opened]:
        return door(self.actor, INDICATOR_IMPORT, purpose=self.purpose, case=self.case)

    def _following(self, opened: Opened) -> Following:
        books = Label(
            self.label.owner, Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}), exercise=self.label.exercise
        )
        return Following(opened, origin_of(self.source), opened.intern(books), self.label.owner)

    def _changed(self, said: Mapping[str, int]) -> list[tuple[str, int]]:
        """The events of a manifest that changed, the oldest first; those that it no longer names are forgotten."""
        with self._opened() as opened:
            following = self._following(opened)
            held = following.stamps()
            gone = held.keys() - said.keys()
            following.forget(gone)
            opened.note(owner=self.label.owner, events=len(said), gone=len(gone))
        fresh = [(uuid, stamp) for uuid, stamp in said.items() if held.get(uuid) != stamp]
        self.done = replace(self.done, unchanged=len(said) - len(fresh))
        return sorted(fresh, key=lambda one: (one[1], one[0]))

    def _take_file(self, name: str, files: Files, stamp: int | None) -> None:
        try:
            if name not in files:
                raise Invalid(faults.NO_EVENTS)
            events = events_in(files[name]())
        except Fault as fault:
            if len(files) == 1:
                raise
            self._count(
                Taken(refused_count=1, refused=(RefusedObject(0, name[:_LONGEST_ORIGIN], fault.code, str(fault)),))
            )
            return
        for event in events:
            self._take_event(event, int(event.timestamp.timestamp()) if stamp is None else stamp)

    def _take_event(self, event: Event, stamp: int) -> None:
        with self._opened() as opened:
            followed = self._following(opened).take(event, stamp)
            taken = self._take_in(opened, followed.objects)
            opened.note(
                owner=self.label.owner, added=taken.added, amended=taken.amended, unmapped=len(followed.unmapped)
            )
        self._count(taken)
        context = sum(one.why is Why.CONTEXT for one in followed.unmapped)
        self.done = replace(
            self.done,
            events=self.done.events + 1,
            context=self.done.context + context,
            unmapped=self.done.unmapped + len(followed.unmapped) - context,
            shown=(*self.done.shown, *(one for one in followed.unmapped if one.why is not Why.CONTEXT))[:MOST_SHOWN],
        )

    def _withdraw(self) -> None:
        """Revoke what no event says any more."""
        while True:
            with self._opened() as opened:
                found = self._following(opened).withdrawn()
                taken = self._take_in(opened, found or ())
                opened.note(owner=self.label.owner, withdrawn=taken.amended)
            if found is None:
                return
            self.done = replace(self.done, withdrawn=self.done.withdrawn + taken.amended)

    def _take_in(self, opened: Opened, objects: Iterable[Checked | Problem]) -> Taken:
        read = list(objects)
        taking = Intake(opened)
        definitions = {
            one.id: one.object for one in read if isinstance(one, Checked) and one.type == "marking-definition"
        }
        taking.take_all(taking.labelled(read, self.label, self.source, definitions))
        return taking.result()

    def _count(self, more: Taken) -> None:
        self.done = replace(self.done, taken=self.done.taken + more)
