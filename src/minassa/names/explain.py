"""Turning an alignment into reasons."""

from dataclasses import dataclass
from typing import Final

from minassa.names.align import Alignment, place_covers
from minassa.names.reasons import Code, Reason
from minassa.names.search import Findings, Found
from minassa.names.segment import Ints, Segment
from minassa.names.units import Units
from minassa.names.words import Role, Token

_SOUNDS_ALIKE: Final = 0.93
"""Likeness from which two spellings are said to sound alike; below it they are spelt nearly alike."""
_ARTICLE: Final = frozenset({"al", "el", "ul", "il", "ال"})
"""The article counts next to nothing in the score, so that one side lacks it is no reason against a hit."""
_SMALL: Final[dict[Role, Code]] = {Role.PARTICLE: "particle", Role.TITLE: "title"}


@dataclass(frozen=True, slots=True)
class NameSide:
    """The tokens of a listed name, with the number of places that its alignment gave to single tokens."""

    texts: list[str]
    roles: list[Role]
    concepts: list[int]
    width: int


def name_side(segment: Segment, places: Ints) -> NameSide:
    """The tokens in the places of one row; -1 marks an empty place."""
    numbers = [int(token) for token in places if token >= 0]
    roles = [Role(int(segment.token_role[number])) for number in numbers]
    concepts = [int(segment.token_concept[number]) for number in numbers]
    return NameSide([segment.token(number) for number in numbers], roles, concepts, len(places))


def explain(units: Units, segment: Segment, findings: Findings, found: Found) -> tuple[Reason, ...]:
    """The reasons of one hit of a segment."""
    if findings.alignment is None or findings.places is None:
        return ()
    reasons = reasons_of(units, findings.alignment, found.index, name_side(segment, findings.places[found.index]))
    return (*reasons, Reason("alias_weak", "", segment.name(found.row))) if segment.row_weak[found.row] else reasons


def reasons_of(units: Units, aligned: Alignment, index: int, side: NameSide) -> tuple[Reason, ...]:
    """Reasons of one row of an alignment: pairs in the query's order, then what stayed unmatched on either side."""
    covers = place_covers(side.width)
    pairs: list[tuple[int, Reason]] = []
    used_query: set[int] = set()
    used_name: set[int] = set()
    for step in range(len(aligned.unit)):
        unit, place = int(aligned.unit[step, index]), int(aligned.place[step, index])
        if unit >= 0:
            span, held = units.spans[unit], [i for i in range(side.width) if covers[place, i]]
            used_query.update(span)
            used_name.update(held)
            query, name = " ".join(units.tokens[i].text for i in span), " ".join(side.texts[i] for i in held)
            code = (
                "joined"
                if len(span) != len(held)
                else _code(units.all[unit], side, held[0], float(aligned.likeness[step, index]))
            )
            pairs.append((span[0], Reason(code, query, name)))
    pairs.sort(key=lambda pair: pair[0])
    return (*(reason for _, reason in pairs), *_unmatched(units, used_query, side, used_name))


def _unmatched(units: Units, used_query: set[int], side: NameSide, used_name: set[int]) -> list[Reason]:
    asked = [
        Reason("unmatched_query", token.text, "")
        for i, token in enumerate(units.tokens)
        if i not in used_query and _speaks(token.text, token.role)
    ]
    return asked + [
        Reason("unmatched_name", "", text)
        for i, (text, role) in enumerate(zip(side.texts, side.roles, strict=True))
        if i not in used_name and _speaks(text, role)
    ]


def _speaks(text: str, role: Role) -> bool:
    """Whether it says something that the other side lacks this word."""
    return role is not Role.STOP and text not in _ARTICLE


def _code(token: Token, side: NameSide, place: int, alike: float) -> Code:
    same_meaning = token.concept != 0 and token.concept == side.concepts[place]
    small = _SMALL.get(token.role)
    if small and token.role is side.roles[place]:
        return small
    if token.text == side.texts[place]:
        return "same"
    if Role.INITIAL in (token.role, side.roles[place]):
        return "initial"
    if same_meaning and token.role is not Role.NAME:
        return "same_meaning"
    return "same_sound" if same_meaning or alike >= _SOUNDS_ALIKE else "spelling"
