"""Who could help: the directory, as one reader sees it, held against a skill and languages. It is said why, and there is no score.

What is suggested depends on the entries that the reader may see, and on nothing else: not on what other agencies see, on how
often an agency helped, or on how it was rated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from minassa.access import Actor, door
from minassa.liaison.acts import EXPERTISE_LIST
from minassa.liaison.expertise.reads import list_expertise
from minassa.liaison.expertise.rules import Field
from minassa.liaison.expertise.types import ExpertiseView, Offer, Wanted

MOST_SUGGESTED: Final = 100


class Fit(StrEnum):
    """How an entry fits, the best first: that is the whole order of what is suggested."""

    SKILL_AND_LANGUAGES = "skill-and-languages"
    SKILL_AND_SOME_LANGUAGES = "skill-and-some-languages"
    SKILL = "skill"
    INTERPRETERS = "interpreters"


_ORDER: Final[Mapping[Fit, int]] = {fit: place for place, fit in enumerate(Fit)}


@dataclass(frozen=True, slots=True)
class Need:
    """What is looked for: a field, languages (two-letter codes, or none), and the last day of the need, where it is known."""

    field: Field
    languages: tuple[str, ...] = ()
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits, and why: which of the languages it has; `too_short` where its last day is before the need ends."""

    entry: ExpertiseView
    fit: Fit
    languages: tuple[str, ...]
    too_short: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency whose entries fit, the best first."""

    agency: UUID
    matches: tuple[Match, ...]

    @property
    def fit(self) -> Fit:
        """How its best entry fits."""
        return self.matches[0].fit


def suggest_agencies(actor: Actor, *, need: Need | None) -> tuple[Suggestion, ...]:
    """Other agencies that this actor sees offering what is looked for; at most a hundred.

    First those whose entry has the skill and all languages, then some, then the skill alone, then interpreters; what is as
    good stands in the order of the directory. The own agency is left out, and what is not offered any more. For no need there
    is nobody, to whoever may read the directory.
    """
    found: dict[UUID, list[Match]] = {}
    with door(actor, EXPERTISE_LIST):
        matches = _matches(actor, need) if need else []
    for match in matches:
        if not match.entry.mine:
            found.setdefault(match.entry.owner, []).append(match)
    suggested = [Suggestion(agency, tuple(matches)) for agency, matches in found.items()]
    return tuple(suggested[:MOST_SUGGESTED])


def own_fitting(actor: Actor, *, need: Need) -> tuple[Match, ...]:
    """What the actor's own agency offers that fits, the best first: whom to ask at home when a request has come."""
    return tuple(match for match in _matches(actor, need) if match.entry.mine)


def _matches(actor: Actor, need: Need) -> list[Match]:
    fields = dict.fromkeys((need.field, *((Field.LANGUAGES,) if need.languages else ())))
    entries = [one for field in fields for one in list_expertise(actor, wanted=Wanted(field)) if not one.over]
    return sorted(_fitting(entries, need), key=lambda match: _ORDER[match.fit])


def _fitting(entries: Iterable[ExpertiseView], need: Need) -> Iterable[Match]:
    for entry in entries:
        spoken = tuple(code for code in need.languages if code in entry.offer.languages)
        fit = fit_of(entry.offer, need, spoken)
        if fit is not None:
            until = entry.offer.until
            yield Match(entry, fit, spoken, until is not None and need.ends is not None and until < need.ends)


def fit_of(offer: Offer, need: Need, spoken: Sequence[str]) -> Fit | None:
    """How an offer fits what is looked for, `spoken` being the languages of it that it has; None where it does not. Pure."""
    if offer.field is need.field:
        if len(spoken) == len(need.languages):
            return Fit.SKILL_AND_LANGUAGES
        return Fit.SKILL_AND_SOME_LANGUAGES if spoken else Fit.SKILL
    return Fit.INTERPRETERS if offer.field is Field.LANGUAGES and spoken else None
