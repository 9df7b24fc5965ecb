"""A check meets a lookout: by name, or by the very number. Both sides are told as its owner chose."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import orjson

from minassa.access import Actor, Opened, door, marks, system_actor
from minassa.base.identifiers import SHORTEST, plain_key
from minassa.liaison.acts import LOOKOUT_MATCH, LOOKOUT_MEET
from minassa.liaison.lookouts import notices
from minassa.liaison.lookouts.content import TOLD_EVERY, Word, sought_from_json
from minassa.liaison.lookouts.service import say_to_owner
from minassa.liaison.lookouts.types import LookoutKind, LookoutState, Met, Sought, Tell
from minassa.liaison.models import Lookout, LookoutMeeting, LookoutReply
from minassa.liaison.own import agency_of
from minassa.liaison.requests.files import file_label
from minassa.names import NameIndex

LEAST: Final = 0.85
"""Names less alike than this meet nothing: below it most is chance (docs/benchmarks.md has the curve)."""
MOST_WATCHED: Final = 5_000
MOST_MET: Final = 20

Named = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Found:
    """A lookout in force with what met it."""

    row: Lookout
    sought: Sought
    score: float
    exact: bool
    matched: str


def lookouts_met(actor: Actor, *, name: str, identifier: str, purpose: str, case: str = "") -> tuple[Met, ...]:
    """The lookouts that a check meets and that whoever asked may know of, best first; their owners are told.

    Those of other agencies count once the own agency has accepted them. An owner who chose to be told alone is, together
    with the officers of the agency that checked; whoever asked sees nothing.
    """
    with door(actor, LOOKOUT_MATCH, purpose=purpose, case=case) as opened:
        found = list(_found(opened, name.strip(), identifier))
        met = tuple(_met(opened, one) for one in found if _is_shown(actor, one))
    for one in found:
        if one.row.owner != actor.agency:
            _tell(actor, one)
    return met


def _is_shown(actor: Actor, one: _Found) -> bool:
    return one.row.owner == actor.agency or one.sought.tell is Tell.BOTH


def _found(opened: Opened, name: str, identifier: str) -> Iterator[_Found]:
    watched = {str(row.id): row for row in _watched(opened)}
    sought = {key: sought_from_json(orjson.loads(row.content)) for key, row in watched.items()}
    by_number = dict(_same_number(sought, identifier))
    by_name = dict(_same_name(sought, name)) if name else {}
    ranked = sorted(
        {*by_number, *by_name}, key=lambda key: (key not in by_number, -by_name.get(key, (0.0, ""))[0], key)
    )
    for key in ranked[:MOST_MET]:
        score, matched = by_name.get(key, (0.0, ""))
        exact = key in by_number
        yield _Found(watched[key], sought[key], 1.0 if exact else score, exact, by_number.get(key, matched))


def _watched(opened: Opened) -> list[Lookout]:
    """Lookouts in force: the agency's own, and those of others that it has accepted."""
    own = agency_of(opened.actor)
    rows = Lookout.objects.filter(state=LookoutState.ACTIVE.value, expires__gt=opened.context.at)
    accepted = set(
        LookoutReply.objects.filter(holder=own, agency=own, accepted=True).values_list("lookout_id", flat=True)
    )
    return [row for row in rows.order_by("id")[:MOST_WATCHED] if row.owner == own or row.id in accepted]


def _same_number(sought: dict[str, Sought], identifier: str) -> Iterator[tuple[str, str]]:
    key = plain_key(identifier)
    if len(key) < SHORTEST:
        return
    for lookout, one in sought.items():
        if same := next((number for number in one.numbers if plain_key(number) == key), ""):
            yield lookout, same


def _same_name(sought: dict[str, Sought], name: str) -> Iterator[tuple[str, tuple[float, str]]]:
    named = tuple(
        (key, one.names) for key, one in sorted(sought.items()) if one.kind is LookoutKind.PERSON and one.names
    )
    if not named:
        return
    for hit in _index(named).search(name, kind="person", limit=MOST_MET):
        if hit.score >= LEAST:
            yield hit.id, (hit.score, hit.name)


@lru_cache(maxsize=32)
def _index(named: tuple[Named, ...]) -> NameIndex:
    """The index of exactly these names: another agency's lookouts weigh nothing in it."""
    index = NameIndex()
    for key, names in named:
        index.add(key, list(names))
    return index


def _met(opened: Opened, one: _Found) -> Met:
    return Met(
        id=one.row.id,
        title=one.row.title,
        kind=one.sought.kind,
        owner=one.row.owner,
        mine=one.row.owner == opened.actor.agency,
        wish=one.sought.wish,
        score=one.score,
        exact=one.exact,
        matched=one.matched,
        expires=one.row.expires,
        marks=marks(opened.label_of(one.row.label_id)),
        obligations=opened.obligations(one.row.label_id),
        label=opened.label_of(one.row.label_id),
    )


def _tell(actor: Actor, one: _Found) -> None:
    """Write the meeting into the own books, and tell the owner; both once an hour."""
    agency = agency_of(actor)
    with door(system_actor("liaison"), LOOKOUT_MEET, subject=f"lookout:{one.row.id}") as opened:
        opened.note(owner=one.row.owner, agency=agency)
        row = Lookout.objects.get(id=one.row.id)
        at, exercise = opened.context.at, opened.label_of(row.label_id).exercise
        recent = LookoutMeeting.objects.filter(lookout=row, holder=agency, at__gt=at - TOLD_EVERY)
        if recent.exists():
            return
        percent = int(one.score * 100)
        LookoutMeeting.objects.create(
            label_id=opened.intern(file_label(agency, exercise=exercise)),
            lookout=row,
            holder=agency,
            agency=agency,
            by=actor.user_id,
            at=at,
            score=percent,
            exact=one.exact,
        )
        say_to_owner(opened, row, agency, Word("met", None, percent, one.exact), exercise=exercise)
        notices.met_here(row, agency)
