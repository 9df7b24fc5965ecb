"""Ownership and control around a record, as far as this person sees it: links upwards to owners and downwards to what is owned."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from minassa.access import Actor, Opened, door, marks
from minassa.base import NotFound, today
from minassa.records import faults, shaping
from minassa.records.acts import RECORD_READ
from minassa.records.models import Record, RecordReference
from minassa.records.ownership.rules import Holding, share_of
from minassa.records.vocabulary import schema

LINKS: Final = {"Ownership": ("owner", "asset"), "Control": ("controller", "controlled")}
DEEPEST: Final = 8
MOST_LINKS: Final = 400
_AT_ONCE: Final = 400


@dataclass(frozen=True, slots=True)
class Interest:
    """The holdings around a record that this person sees, and the records at their ends.

    `people` has for each the caption, the kind (person or organisation), the birth dates and countries, and the marks; `marks` are those of
    each link. `is_cut`: there is more than was looked at.
    """

    holdings: tuple[Holding, ...]
    people: dict[UUID, "Party"]
    marks: dict[UUID, tuple[str, ...]]
    obligations: dict[UUID, tuple[str, ...]]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A record at the end of a holding."""

    id: UUID
    caption: str
    kind: str
    names: tuple[str, ...]
    births: tuple[str, ...]
    countries: tuple[str, ...]
    marks: tuple[str, ...]
    obligations: tuple[str, ...]


def interests_of(actor: Actor, *, id: UUID, purpose: str = "", case: str = "") -> Interest:  # noqa: A002 - the word that every room uses
    """Who owns or controls a record, and who owns them, up to eight links away. Raises NotFound.

    Only links and ends that this person sees count: a hidden link is as if it were not there. Links that have ended are left out.
    """
    with door(actor, RECORD_READ, purpose=purpose, case=case, subject=f"record:{id}") as opened:
        start = Record.objects.filter(id=id).first()
        if start is None:
            raise NotFound(faults.NOT_FOUND)
        opened.note(owner=opened.label_of(start.label_id).owner, part="ownership")
        return _gathered(start, opened)


def _gathered(start: Record, opened: Opened) -> Interest:
    known, links = {start.id: start}, dict[UUID, tuple[Record, list[Holding]]]()
    edge, is_cut = [start], False
    for _step in range(DEEPEST):
        found = list(_held(edge, opened))
        owners = _ends({origin for _link, _owned, origin in found})
        edge = []
        for link, owned, origin in found:
            by = opened.label_of(link.label_id).owner
            owner = next((row for row in owners.get(origin, ()) if _means(row, opened, by)), None)
            if owner is None:
                continue
            if link.id not in links and len(links) >= MOST_LINKS:
                is_cut = True
                continue
            links.setdefault(link.id, (link, []))[1].append(_holding(link, owner.id, owned.id))
            if owner.id not in known:
                known[owner.id] = owner
                edge.append(owner)
        if not edge:
            break
    holdings = tuple(one for _link, some in links.values() for one in dict.fromkeys(some))
    return Interest(
        holdings,
        {key: _party(row, opened) for key, row in known.items()},
        {key: marks(opened.label_of(link.label_id)) for key, (link, _some) in links.items()},
        {key: opened.obligations(link.label_id) for key, (link, _some) in links.items()},
        is_cut=is_cut or bool(edge),
    )


def _held(edge: Iterable[Record], opened: Opened) -> Iterable[tuple[Record, Record, str]]:
    """Links of which one of these records is the owned end: the link, the record, and its owner's reference."""
    by_origin: dict[str, list[Record]] = {}
    for row in edge:
        by_origin.setdefault(row.origin, []).append(row)
    owned_ends = [owned for _owner, owned in LINKS.values()]
    rows = RecordReference.objects.filter(target__in=list(by_origin)[:_AT_ONCE], property__in=owned_ends)
    pointing = [one for one in rows.select_related("record").order_by("id") if one.record.schema in LINKS]
    far: dict[UUID, list[str]] = {}
    owner_ends = [owner for owner, _owned in LINKS.values()]
    ids = list({one.record_id for one in pointing})
    for start in range(0, len(ids), _AT_ONCE):
        ends = RecordReference.objects.filter(record_id__in=ids[start : start + _AT_ONCE], property__in=owner_ends)
        for end in ends.order_by("id"):
            far.setdefault(end.record_id, []).append(end.target)
    for one in pointing:
        link, by = one.record, opened.label_of(one.record.label_id).owner
        if _is_over(link):
            continue
        for row in by_origin[one.target]:
            if _means(row, opened, by):
                yield from ((link, row, target) for target in far.get(link.id, ()))


def _ends(origins: set[str]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    wanted = sorted(origins)
    for start in range(0, len(wanted), _AT_ONCE):
        for row in Record.objects.filter(origin__in=wanted[start : start + _AT_ONCE]).order_by("id"):
            found.setdefault(row.origin, []).append(row)
    return found


def _means(row: Record, opened: Opened, by: UUID) -> bool:
    """Whether a reference by this agency can mean this record: its own by any reference, another's by its random id alone."""
    return opened.label_of(row.label_id).owner == by or row.origin == str(row.id)


def _is_over(link: Record) -> bool:
    ended = shaping.unpacked(link.content)[0].get("endDate", ())
    return any(one[:10] < today().isoformat()[: len(one[:10])] for one in ended)


def _holding(link: Record, owner: UUID, owned: UUID) -> Holding:
    stated = shaping.unpacked(link.content)[0].get("percentage", ())
    shares = [share for share in map(share_of, stated) if share is not None]
    is_control = link.schema == "Control"
    return Holding(link.id, owner, owned, None if is_control else max(shares, default=None), is_control)


def _party(row: Record, opened: Opened) -> Party:
    properties = shaping.unpacked(row.content)[0]
    of = schema(row.schema)
    found = shaping.names(of, properties)
    label = opened.label_of(row.label_id)
    countries = [
        value
        for name in ("nationality", "citizenship", "country", "jurisdiction")
        for value in properties.get(name, ())
    ]
    return Party(
        row.id,
        row.caption,
        of.kind,
        (*found.strong, *found.weak) if found else (),
        tuple(properties.get("birthDate", ())),
        tuple(countries),
        marks(label),
        opened.obligations(row.label_id),
    )
