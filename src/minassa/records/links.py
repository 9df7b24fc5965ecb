"""Links of a record: through link records (ownership, family ...) and through properties that point to another record.

Links name their ends by reference. A reference means a record of the same agency; another agency's record is meant only
by its own random id. An end that is hidden or absent is shown as its reference alone (the two look the same), and to
others than the owner's people without it: references are their owner's own (R11).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door
from minassa.base import NotFound
from minassa.records import faults, shaping
from minassa.records.acts import RECORD_READ
from minassa.records.models import Record, RecordReference
from minassa.records.types import End, LinkView
from minassa.records.views import record_row
from minassa.records.vocabulary import FLOWS, schema

MOST_LINKS: Final = 500
SAID: Final = ("role", "relationship", "startDate", "endDate", "date", "amount", "currency", "percentage")
MOST_FLOWS: Final = 20
"""Calls and payments, of which one line or account can have many thousands: the page on who is linked to whom sums them up."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A link before its other end is looked up: the target's reference, or the record itself where it is known."""

    via: str
    words: str
    outgoing: bool
    owner: UUID
    origin: str
    other: Record | None
    link: Record | None = None


def links_of(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> tuple[LinkView, ...]:  # noqa: A002 - the word that every room uses
    """The visible links of a record, at most five hundred. Raises NotFound."""
    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        row = Record.objects.filter(id=id).first()
        if row is None:
            raise NotFound(faults.NOT_FOUND)
        owner = opened.label_of(row.label_id).owner
        opened.note(owner=owner, part="links")
        found = [*_outgoing(row, owner, opened), *_incoming(row, owner, opened)]
        return tuple(_resolved(found, opened))


def links_through(opened: Opened, row: Record) -> tuple[LinkView, ...]:
    """The links of a record as far as the caller's door lets them through."""
    owner = opened.label_of(row.label_id).owner
    return tuple(_resolved([*_outgoing(row, owner, opened), *_incoming(row, owner, opened)], opened))


def _outgoing(row: Record, owner: UUID, opened: Opened) -> Iterable[_Found]:
    of = schema(row.schema)
    for one in RecordReference.objects.filter(record_id=row.id).order_by("property", "id")[:MOST_LINKS]:
        if _is_kept_back(row, one.property, opened):
            continue
        words = str(of.properties[one.property].label)
        yield _Found(one.property, words, outgoing=True, owner=owner, origin=one.target, other=None)


def _pointing(row: Record) -> Iterable[RecordReference]:
    """The references to a record, the newest first; of calls and payments only a few, so that they do not hide all others."""
    rows = RecordReference.objects.filter(target=row.origin).select_related("record").order_by("-record_id", "id")
    return (
        *rows.exclude(record__schema__in=FLOWS)[:MOST_LINKS],
        *rows.filter(record__schema__in=FLOWS)[:MOST_FLOWS],
    )


def _incoming(row: Record, owner: UUID, opened: Opened) -> Iterable[_Found]:
    for one in _pointing(row):
        pointing = one.record
        by = opened.label_of(pointing.label_id).owner
        if not _means(row, owner, by) or _is_kept_back(pointing, one.property, opened):
            continue
        edge = schema(pointing.schema).edge
        far = _far_end(pointing, one.property) if edge is not None and one.property in edge.ends else ""
        if far:
            yield from _through(pointing, one.property, far, opened)
        else:
            words = str(schema(pointing.schema).properties[one.property].label)
            yield _Found(one.property, words, outgoing=False, owner=owner, origin=pointing.origin, other=pointing)


def _far_end(link: Record, near: str) -> str:
    """The property that holds the other end of a link; empty where `near` holds none of its ends."""
    edge = schema(link.schema).edge
    if edge is None:
        return ""
    source, target = edge.used(shaping.unpacked(link.content)[0])
    return {source: target, target: source}.get(near, "")


def _through(link: Record, near: str, far: str, opened: Opened) -> Iterable[_Found]:
    """The far ends of a link record whose near end is this property."""
    edge = schema(link.schema).edge
    if edge is None:
        return
    owner = opened.label_of(link.label_id).owner
    for target in RecordReference.objects.filter(record_id=link.id, property=far).order_by("id"):
        yield _Found(
            link.schema,
            str(edge.words),
            outgoing=near in {edge.source, edge.or_source},
            owner=owner,
            origin=target.target,
            other=None,
            link=link,
        )


def _is_kept_back(row: Record, name: str, opened: Opened) -> bool:
    """Whether a property is shown to the owner's people only, and the reader is not one of them (checklist S13)."""
    return schema(row.schema).properties[name].guarded and opened.label_of(row.label_id).owner != opened.actor.agency


def _means(row: Record, owner: UUID, by: UUID) -> bool:
    """Whether a reference by this agency can mean this record of that owner."""
    return by == owner or row.origin == str(row.id)


def _resolved(found: list[_Found], opened: Opened) -> Iterable[LinkView]:
    wanted = {one.origin for one in found if one.other is None}
    known: dict[str, list[Record]] = {}
    for row in Record.objects.filter(origin__in=wanted):
        known.setdefault(row.origin, []).append(row)
    for one in found:
        other = one.other or _meant(known.get(one.origin, []), one.owner, opened)
        yield LinkView(
            via=one.via,
            words=one.words,
            outgoing=one.outgoing,
            other=_end(one, other, opened),
            link=record_row(one.link, opened) if one.link else None,
            said=_said(one.link) if one.link else {},
        )


def _said(link: Record) -> dict[str, str]:
    properties, _extra = shaping.unpacked(link.content)
    return {name: properties[name][0] for name in SAID if properties.get(name)}


def _end(one: _Found, other: Record | None, opened: Opened) -> End:
    """The other end; to others than the owner's people its reference says nothing, and is its random id or absent."""
    shown = record_row(other, opened) if other else None
    if one.owner == opened.actor.agency:
        return End(one.origin, shown)
    return End(str(other.id) if other else "", shown)


def _meant(candidates: list[Record], by: UUID, opened: Opened) -> Record | None:
    return next((row for row in candidates if _means(row, opened.label_of(row.label_id).owner, by)), None)
