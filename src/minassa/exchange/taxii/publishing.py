"""Our own released records in our collections: as STIX, for the readers to whom they were released and no others.

A correction becomes a new version. A withdrawal leaves one version of each object that says "revoked" and nothing of
what it said; the versions before it are taken out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import (
    Actor,
    Handling,
    Label,
    Opened,
    Parcel,
    Step,
    Tlp,
    door,
    is_for_the_platform,
    list_agencies,
    released_since,
    system_actor,
)
from minassa.base import Invalid, Refused
from minassa.exchange import faults
from minassa.exchange.acts import COLLECTION_DUE, COLLECTION_PUBLISH, COLLECTION_UPDATE
from minassa.exchange.models.taxii import Collection, Publication, StoredObject
from minassa.exchange.taxii import store
from minassa.exchange.taxii.collections import collection_row
from minassa.exchange.taxii.named import rows_named
from minassa.exchange.taxii.rules import Marks, label_within
from minassa.stix import (
    Checked,
    Markings,
    NotExportedError,
    Stamp,
    check_object,
    object_bytes,
    supporting,
    timestamp,
    to_stix,
)

Stix = dict[str, Any]

KIND: Final = "record"
AT_ONCE: Final = 500
OVERLAP: Final = timedelta(hours=1)
"""One that was released within a transaction this long is not missed, though it bears an earlier moment than others."""

WITHDRAWN: Final = "withdrawn"
_ACTOR: Final = "taxii-publish"
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)
_KEPT: Final = frozenset(
    {"type", "spec_version", "id", "created", "modified", "created_by_ref", "object_marking_refs", "revoked"}
)
_TEXTS: Final = frozenset({"name", "abstract", "content"})


@dataclass(frozen=True, slots=True)
class Published:
    """What one look at the releases did to a collection: parcels put in, and parcels taken out."""

    published: int = 0
    revoked: int = 0


def update_collection(actor: Actor, *, id: UUID) -> Published:  # noqa: A002 - the word that every room uses
    """Put what was released since into a collection of the actor's agency now; the clock does it every minute.

    Raises NotFound, Refused for another agency's, Invalid for one that takes no releases.
    """
    with door(actor, COLLECTION_UPDATE, subject=f"collection:{id}") as opened:
        row = collection_row(id)
        owner = opened.label_of(row.label_id).owner
        if owner != actor.agency:
            raise Refused(faults.NOT_OPEN)
        if not row.takes_releases:
            raise Invalid(faults.NO_RELEASES)
        opened.note(owner=owner)
    return _update(id)


def update_collections() -> None:
    """Put what was released since into every collection that takes releases; called by the clock."""
    with door(system_actor(_ACTOR), COLLECTION_DUE):
        due = list(Collection.objects.filter(takes_releases=True).values_list("id", flat=True))
    for one in due:
        _update(one)


def _update(collection: UUID) -> Published:
    """Part after part, each in a transaction that also notes how far it came."""
    done, last = Published(), None
    while True:
        found, last = _part(collection, last)
        done = Published(done.published + found.published, done.revoked + found.revoked)
        if last is None:
            return done


def _part(collection: UUID, last: Parcel | None) -> tuple[Published, Parcel | None]:
    """Put in the releases that follow this one, or those since a little before the last look; the last one if there are more."""
    actor = system_actor(_ACTOR)
    with door(actor, COLLECTION_PUBLISH, subject=f"collection:{collection}") as opened:
        store.hold(collection)
        row = collection_row(collection)
        owner = opened.label_of(row.label_id).owner
        since = last.at if last else row.followed - OVERLAP if row.followed else _BEGINNING
        after = last.id if last else None
        parcels = released_since(actor, owner=owner, kind=KIND, since=since, after=after, limit=AT_ONCE)
        hand = _Hand(opened, row, owner, _name_of(actor, owner))
        for parcel in parcels:
            hand.take(parcel)
        if parcels:
            row.followed = parcels[-1].at
            row.save(update_fields=["followed"])
        opened.note(owner=owner, published=hand.published, revoked=hand.revoked)
        return Published(hand.published, hand.revoked), parcels[-1] if len(parcels) == AT_ONCE else None


def _name_of(actor: Actor, agency: UUID) -> str:
    return next(one.name for one in list_agencies(actor) if one.id == agency)


class _Hand:
    """Puts parcels of one owner into one collection, through one door."""

    def __init__(self, opened: Opened, row: Collection, owner: UUID, name: str) -> None:
        self.opened, self.row, self.owner, self.name = opened, row, owner, name
        self.bounds = opened.label_of(row.label_id)
        self.published = self.revoked = 0

    def take(self, parcel: Parcel) -> None:
        """One parcel, once: its version is noted, whatever became of it here."""
        known = Publication.objects.filter(collection=self.row.id, stream=parcel.stream).first()
        if parcel.step is Step.MESSAGE or (known is not None and parcel.version <= known.version):
            return
        row = known or self._new(parcel)
        label = label_in(parcel.label, self.bounds) if parcel.step is not Step.WITHDRAW and parcel.content else None
        ids = self._publish(parcel, label, row.began) if label is not None else []
        self._revoke([one for one in row.objects_in if one not in set(ids)], parcel)
        row.version, row.objects_in = parcel.version, ids
        row.save()

    def _new(self, parcel: Parcel) -> Publication:
        said = parcel.content.get("modified")
        began = min(parcel.at, datetime.fromisoformat(said)) if said else parcel.at
        books = Label(owner=self.owner, tlp=Tlp.AMBER_STRICT, handling=frozenset({Handling.H0}))
        label_id = self.opened.intern(books)
        return Publication(label_id=label_id, collection=self.row, stream=parcel.stream, version=0, began=began)

    def _publish(self, parcel: Parcel, label: Label, began: datetime) -> list[str]:
        """Store the record as STIX with what it refers to, and give the ids of the objects that are the record."""
        markings = markings_for(label)
        content = parcel.content
        record = {"id": str(parcel.about), "schema": content["schema"], "properties": content["properties"]}
        record |= {"detail": content["detail"]} if content.get("detail") else {}
        modified = datetime.fromisoformat(content["modified"])
        grading = {key: value for key, value in (content.get("grading") or {}).items() if isinstance(value, str)}
        stamp = Stamp(str(self.owner), began, max(began, modified), markings, grading or None)
        try:
            objects = to_stix(record, stamp)
        except NotExportedError:
            return []
        label_id = self.opened.intern(label)
        beside = supporting(str(self.owner), self.name, markings)
        self._store([*((one, label_id) for one in objects), *((one, self.row.label_id) for one in beside)], parcel)
        self.published += 1
        return [one["id"] for one in objects]

    def _store(self, objects: Iterable[tuple[Stix, int]], parcel: Parcel) -> None:
        """Objects without times of their own get the parcel's, so that a correction is a version of them too."""
        offered = [
            store.Offered(
                one["id"],
                one["type"],
                one.get("modified") or one.get("created") or timestamp(parcel.at),
                object_bytes(one),
                label_id,
            )
            for one, label_id in objects
        ]
        store.take(collection=self.row.id, agency=self.owner, offered=offered)

    def _revoke(self, ids: list[str], parcel: Parcel) -> None:
        """Leave one version of each that says it is revoked; what has no versions is taken out."""
        if not ids:
            return
        rows = [row for some in rows_named(self.row.id, ids) for row in some if row.agency == self.owner]
        latest = {row.stix_id: row for row in sorted(rows, key=attrgetter("version"))}
        last = {stix_id: revoked(orjson.loads(bytes(row.raw)), parcel.at) for stix_id, row in latest.items()}
        stubs = [(one, latest[stix_id].label_id) for stix_id, one in last.items() if one is not None]
        StoredObject.objects.filter(id__in=[row.id for row in rows]).delete()
        self._store(stubs, parcel)
        self.revoked += 1


def revoked(one: Stix, at: datetime) -> Stix | None:
    """The last version of an object: revoked, with what STIX requires of its type and nothing else of what it said.

    None for what has no versions, or would not be sound STIX.
    """
    if "modified" not in one:
        return None
    moment = max(at, datetime.fromisoformat(one["modified"]) + timedelta(milliseconds=1))
    left = {**one, "modified": timestamp(moment), "revoked": True}
    others = sorted(set(one) - _KEPT)
    for name in (*others, *others):  # one that cannot go while another is there goes in the second round
        without = {key: value for key, value in left.items() if key != name}
        if isinstance(check_object(without), Checked):
            left = without
    said = {key: WITHDRAWN if key in _TEXTS else value for key, value in left.items()}
    return said if isinstance(check_object(said), Checked) else None


def label_in(sent: Label, bounds: Label) -> Label | None:
    """The label of what was released under one label in a collection with another of the same owner: for whom both are.

    None where that is nobody else, and for what is for named persons.
    """
    if Tlp.RED in {sent.tlp, bounds.tlp}:
        return None
    wide, narrow = (sent, bounds) if _is_for_all(sent) else (bounds, sent)
    audience = narrow.audience if _is_for_all(wide) else wide.audience & narrow.audience
    marks = Marks(sent.tlp, sent.handling, sent.purposes, sent.exercise)
    label = replace(
        label_within(bounds, owner=bounds.owner, marks=marks),
        audience=audience,
        opens=max(filter(None, (sent.opens, bounds.opens)), default=None),
        closes=min(filter(None, (sent.closes, bounds.closes)), default=None),
    )
    return label if audience or _is_for_all(label) else None


def _is_for_all(label: Label) -> bool:
    return is_for_the_platform(label) or (label.tlp is Tlp.CLEAR and not label.audience)


def markings_for(label: Label) -> Markings:
    """A label in the words of STIX."""
    return Markings(
        tlp=label.tlp.value,
        handling=frozenset(code.value for code in label.handling),
        purposes=label.purposes,
        exercise=label.exercise,
    )
