"""Companies held by listed persons: who owns a record, as far as the actor sees it, and which of them the lists name.

An owner counts as listed where a list in force names somebody so much alike that a check would call it clearly worth showing, or where the
agency confirmed it; what it dismissed on the same evidence does not count. It is a lead: the page says how sure each name is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from uuid import UUID

from minassa import screening
from minassa.access import Actor, door
from minassa.base import Invalid
from minassa.check.acts import OWNERSHIP
from minassa.check.memory import asked_of
from minassa.check.service import of_list, refuse_unaskable
from minassa.check.types import Hit, Kind, Question
from minassa.records import Holding, Interest, Owned, Party, interests_of, owned_by
from minassa.screening import Verdict

LEAST: Final = 0.85
MOST_PARTIES: Final = 60
MOST_NAMES: Final = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: who holds how much of what. `share` is in per cent, None for control without a share."""

    owner: Party
    owned: Party
    share: Fraction | None
    control: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """From a listed person to the company. `listed` is the hit on the list that names the person."""

    listed: Hit
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ownership:
    """What is known of who owns a company.

    `total` is what listed persons hold together, in per cent, of what is stated (None: none of it); `is_owned` that it is half or more, or
    that they control it (`by_control`). `unstated` counts owners without a share; `is_cut`: there are more links than were looked at.
    """

    company: UUID
    is_owned: bool
    by_control: bool
    total: Fraction | None
    unstated: int
    chains: tuple[Chain, ...]
    marks: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    is_cut: bool


def ownership_of(actor: Actor, *, record: UUID, purpose: str = "", case: str = "") -> Ownership | None:
    """Who of the listed owns a record, alone or together, by the links that the actor sees; None where nobody is said to own it.

    Raises NotFound. Hidden links count for nothing, so that no number depends on them.
    """
    with door(actor, OWNERSHIP, purpose=purpose, case=case):
        known = interests_of(actor, id=record, purpose=purpose, case=case)
        return _weighed(actor, record, known) if known.holdings else None


def _weighed(actor: Actor, record: UUID, known: Interest) -> Ownership:
    owners = dict.fromkeys(one.owner for one in known.holdings if one.owner != record)
    listed = dict(_listed(actor, (known.people[one] for one in list(owners)[:MOST_PARTIES])))
    found = owned_by(known.holdings, set(listed)).get(record)
    if found is None:
        unstated = len({one.owner for one in known.holdings if one.owned == record and one.share is None})
        return Ownership(record, False, False, None, unstated, (), (), known.is_cut)
    return _said(found, known, listed)


def _listed(actor: Actor, parties: Iterable[Party]) -> Iterable[tuple[UUID, Hit]]:
    for one in parties:
        hits = [hit for name in one.names[:MOST_NAMES] for hit in _hits(actor, one, name)]
        if hits:
            yield one.id, max(hits, key=lambda hit: hit.score)


def _hits(actor: Actor, party: Party, name: str) -> Iterable[Hit]:
    """The listed subjects that a party may be, by one of its names, without those that the agency dismissed."""
    question = _question(party, name)
    found = screening.search_lists(actor, name=name, kind=question.kind.value if question.kind else None, least=LEAST)
    hits = [hit for hit in (of_list(question, one) for one in found) if hit.score >= LEAST]
    if not hits:
        return []
    known = screening.judgements(
        actor, asked=asked_of(question), hits=[(hit.source, hit.ref, hit.fingerprint) for hit in hits]
    )
    dismissed = {key for key, said in known.items() if said.stands and said.verdict is Verdict.DISMISSED}
    return [hit for hit in hits if (hit.source, hit.ref) not in dismissed]


def _question(party: Party, name: str) -> Question:
    kind = Kind(party.kind) if party.kind in set(Kind) else None
    full = Question(name[:600], next(iter(party.births), ""), next(iter(party.countries), ""), "", kind)
    try:
        refuse_unaskable(full)
    except Invalid:  # a record may state its births in words
        return Question(full.name, "", full.country, "", kind)
    return full


def _said(found: Owned, known: Interest, listed: dict[UUID, Hit]) -> Ownership:
    shown = dict.fromkeys(one for chain in found.chains for one in chain)
    parties = dict.fromkeys(party for one in shown for party in (one.owner, one.owned))
    return Ownership(
        company=found.id,
        is_owned=True,
        by_control=found.by_control,
        total=found.total,
        unstated=found.unstated,
        chains=tuple(
            Chain(listed[chain[0].owner], tuple(_step(one, known) for one in chain)) for chain in found.chains if chain
        ),
        marks=(
            *((known.marks[one.link], known.obligations[one.link]) for one in shown),
            *((known.people[one].marks, known.people[one].obligations) for one in parties),
        ),
        is_cut=known.is_cut,
    )


def _step(one: Holding, known: Interest) -> Step:
    return Step(known.people[one.owner], known.people[one.owned], one.share, one.control, known.marks[one.link])
