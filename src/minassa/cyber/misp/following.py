"""What an event says now against what it said before: new versions of what changed, and the withdrawal of what is gone.

MISP counts no versions of attributes, and one that is gone is simply not there. So we note what each event said. An object gets a new version
when it says something else than before; one that no event of its origin says any more is revoked, in a step of its own behind all
events, since it may only have moved from one event to another.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import islice
from typing import Any, Final, TypeAlias
from uuid import UUID

import orjson

from minassa.access import Opened, insert_rows
from minassa.base import new_ids
from minassa.cyber.misp.drafting import translated, whole
from minassa.cyber.misp.types import Cluster, Draft, Event, Unmapped
from minassa.cyber.models import Indicator, MispEvent, MispObject, Relation, Threat
from minassa.stix import Checked, Problem, check_object, object_bytes, timestamp

MOST_UNMAPPED: Final = 10_000
WITHDRAWN_AT_ONCE: Final = 500
_ASKED_AT_ONCE: Final = 500
_TICK: Final = timedelta(milliseconds=1)
_Held: TypeAlias = Indicator | Relation | Threat


@dataclass(frozen=True, slots=True)
class Followed:
    """What an event brought: objects to be stored, and the rows that became nothing."""

    objects: tuple[Checked | Problem, ...]
    unmapped: tuple[Unmapped, ...]


@dataclass(frozen=True, slots=True)
class Following:
    """An origin of events, seen through an open door. `label_id` is that of the notes about it, `owner` whose the objects are."""

    opened: Opened
    origin: str
    label_id: int
    owner: UUID

    def stamps(self) -> dict[str, int]:
        """The events that are held from here, each with its last change."""
        rows = MispEvent.objects.filter(origin=self.origin, label_id=self.label_id)
        return {str(uuid): stamp for uuid, stamp in rows.values_list("uuid", "stamp")}

    def take(self, event: Event, stamp: int) -> Followed:
        """Note what an event says now, and give what is new in it."""
        found = translated(event, self._known)
        held = self._held([*(one.id for one in found.drafts), *found.deleted])
        digests = {one.id: _digest(one) for one in found.drafts}
        before = self._note(event.uuid, digests, found.deleted, held)
        fresh = (one for one in found.drafts if self._is_new(one, digests[one.id], before, held.get(one.id)))
        objects = tuple(self._checked(one, held.get(one.id)) for one in fresh)
        self._keep(event.uuid, stamp, found.unmapped)
        return Followed(objects, found.unmapped)

    def forget(self, events: Iterable[str]) -> None:
        """Note that these events are no longer published: what they said is gone."""
        for some in _parts(sorted(events)):
            rows = MispObject.objects.filter(origin=self.origin, event__in=some, label_id=self.label_id)
            rows.update(gone=True)
            MispEvent.objects.filter(origin=self.origin, uuid__in=some, label_id=self.label_id).delete()

    def withdrawn(self) -> tuple[Checked | Problem, ...] | None:
        """The next objects that are gone, each in a version that says so; None where nothing is left to be withdrawn."""
        rows = MispObject.objects.filter(origin=self.origin, gone=True, label_id=self.label_id)
        some = dict(rows.values_list("id", "stix_id")[:WITHDRAWN_AT_ONCE])
        if not some:
            return None
        named = MispObject.objects.filter(
            origin=self.origin, gone=False, label_id=self.label_id, stix_id__in=list(some.values())
        )
        still = set(named.values_list("stix_id", flat=True))
        MispObject.objects.filter(id__in=list(some)).delete()
        held = self._held(set(some.values()) - still)
        return tuple(_revoked(one, self.opened.context.at) for one in held.values() if not one.revoked)

    def _known(self, one: Cluster) -> str:
        """The id of a catalogue's own entry, where it is held."""
        found = Threat.objects.filter(type=one.type, mark=one.mark, revoked=False).order_by("received", "id")
        return found.values_list("stix_id", flat=True).first() or ""

    def _held(self, ids: Iterable[str]) -> dict[str, _Held]:
        """What of these is held as this owner's."""
        found: dict[str, _Held] = {}
        for model in (Indicator, Relation, Threat):
            for some in _parts(sorted(set(ids))):
                rows: Iterable[Any] = model.objects.filter(stix_id__in=some)
                found |= {one.stix_id: one for one in rows if self.opened.label_of(one.label_id).owner == self.owner}
        return found

    def _note(
        self, event: str, digests: dict[str, str], deleted: Sequence[str], held: dict[str, _Held]
    ) -> dict[str, str]:
        """Write down what the event says; what it said before, by id."""
        rows = MispObject.objects.filter(origin=self.origin, event=event, label_id=self.label_id)
        noted = {stix_id: (row, digest) for row, stix_id, digest in rows.values_list("id", "stix_id", "digest")}
        lost = [row for stix_id, (row, _digest) in noted.items() if stix_id not in digests]
        changed = [row for stix_id, (row, digest) in noted.items() if digests.get(stix_id, digest) != digest]
        for some in _parts(lost):
            MispObject.objects.filter(id__in=some).update(gone=True)
        for some in _parts(changed):
            MispObject.objects.filter(id__in=some).delete()
        stay = {stix_id for stix_id, (row, _digest) in noted.items() if row not in set(changed)}
        self._write(event, {one: digest for one, digest in digests.items() if one not in stay}, gone=False)
        self._write(event, {one: "" for one in deleted if one in held and one not in noted}, gone=True)
        return {stix_id: digest for stix_id, (_row, digest) in noted.items()}

    def _write(self, event: str, digests: dict[str, str], *, gone: bool) -> None:
        columns = ("id", "label_id", "origin", "event", "stix_id", "digest", "gone")
        rows = [
            (row_id, self.label_id, self.origin, UUID(event), stix_id, digest, gone)
            for row_id, (stix_id, digest) in zip(new_ids(len(digests)), digests.items(), strict=True)
        ]
        insert_rows(MispObject, columns, rows)

    @staticmethod
    def _is_new(one: Draft, digest: str, before: dict[str, str], held: _Held | None) -> bool:
        """Whether it says something else than before, or is not held as it was said."""
        return before.get(one.id) != digest or held is None or (held.revoked and not one.fixed)

    def _checked(self, one: Draft, held: _Held | None) -> Checked | Problem:
        """A draft with its version: the moment of its author's change, behind the version that is held."""
        if one.fixed:
            return check_object(one.fixed)
        at = min(one.at, self.opened.context.at)
        if held is None:
            return check_object(whole(one.said, created=timestamp(at), modified=timestamp(at)))
        created = str(orjson.loads(held.content)["created"])
        return check_object(whole(one.said, created=created, modified=_behind(held, at)))

    def _keep(self, event: str, stamp: int, unmapped: Sequence[Unmapped]) -> None:
        rows = [[one.attribute, one.type, one.value, one.why.value] for one in unmapped[:MOST_UNMAPPED]]
        MispEvent.objects.update_or_create(
            origin=self.origin,
            uuid=UUID(event),
            label_id=self.label_id,
            defaults={"stamp": stamp, "unmapped": rows},
        )


def _digest(one: Draft) -> str:
    content = one.fixed or orjson.dumps(one.said, option=orjson.OPT_SORT_KEYS)
    return blake2b(content, digest_size=16).hexdigest()


def _behind(held: _Held, at: datetime) -> str:
    """A version that is later than the one that is held."""
    return timestamp(max(at, held.version.astimezone(UTC) + _TICK))


def _revoked(held: _Held, at: datetime) -> Checked | Problem:
    said: dict[str, Any] = orjson.loads(held.content)
    return check_object(object_bytes({**said, "modified": _behind(held, at), "revoked": True}))


def _parts(items: Sequence[Any]) -> Iterator[list[Any]]:
    remaining = iter(items)
    while some := list(islice(remaining, _ASKED_AT_ONCE)):
        yield some
