"""What is asked for in assistance and offered in training, what is offered and who is nominated; as JSON, both ways. Pure.

    terms      {"field": "forensics", "languages": ["fr"], "place": "Bamako", "begins": "2027-02-01", "ends": "2027-02-14",
                "use": "advice", "seats": 0, "format": null, "openly": false, "also": []}
    tender     {"languages": ["fr", "ar"], "persons": 3, "begins": "2027-02-03", "ends": "2027-02-14"}
    nominees   [{"function": "head of the laboratory", "name": "…"}, …]

Names of nominees are for the organiser: nothing but the message in which they stand repeats them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from minassa.base.errors import Invalid
from minassa.liaison import faults
from minassa.liaison.expertise.content import MOST_LANGUAGES, is_code
from minassa.liaison.expertise.rules import Field
from minassa.liaison.requests.rules import RequestKind
from minassa.liaison.texts import line_of

LONGEST_PLACE: Final = 200
LONGEST_FUNCTION: Final = 120
LONGEST_NAME: Final = 120
MOST_SEATS: Final = 500
MOST_PERSONS: Final = 1_000
LONGEST_SPAN: Final = timedelta(days=730)
STARS: Final = range(1, 6)


class Use(StrEnum):
    """What the help leads to: to knowledge alone, to operations, or to equipment that changes hands."""

    ADVICE = "advice"
    OPERATIONS = "operations"
    EQUIPMENT = "equipment"


class Format(StrEnum):
    """How a training is held."""

    ON_SITE = "on-site"
    ONLINE = "online"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked for, or what a training offers. `languages` are two-letter codes, the most needed first; days are whole.

    `seats` and `format` belong to a training. `openly`: each agency that is asked learns which others are; `also` are these,
    in what is sent.
    """

    field: Field
    languages: tuple[str, ...]
    place: str
    begins: date
    ends: date
    use: Use = Use.ADVICE
    seats: int = 0
    format: Format | None = None
    openly: bool = False
    also: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Tender:
    """Help that is offered: how many persons, who speak which languages, from which day to which."""

    languages: tuple[str, ...]
    persons: int
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody who is nominated for a training: by function; the name is for the organiser, and empty when it was deleted."""

    function: str
    name: str


def needs_care(kind: RequestKind, terms: Terms | None) -> bool:
    """Whether the human-rights questions must be answered (R13): for information, and for what leads to operations or equipment."""
    return kind is RequestKind.INFORMATION or terms is None or terms.use is not Use.ADVICE


def checked_terms(terms: Terms | None, kind: RequestKind) -> Terms | None:
    """The same, its place trimmed, where they fit the kind. Raises Invalid."""
    if (terms is None) is not (kind is RequestKind.INFORMATION):
        raise Invalid(faults.TERMS)
    if terms is None:
        return None
    is_training = kind is RequestKind.TRAINING
    _refuse_languages(terms.languages)
    _refuse_days(terms.begins, terms.ends)
    if (is_training and terms.seats not in range(1, MOST_SEATS + 1)) or (not is_training and terms.seats):
        raise Invalid(faults.SEATS, most=MOST_SEATS)
    if (terms.format is not None) is not is_training or (terms.also and not terms.openly):
        raise Invalid(faults.TERMS)
    return replace(terms, place=line_of(terms.place, LONGEST_PLACE, needed=terms.format is not Format.ONLINE))


def checked_tender(tender: Tender | None) -> Tender:
    """The same. Raises Invalid for one that offers nothing."""
    if tender is None or tender.persons not in range(1, MOST_PERSONS + 1):
        raise Invalid(faults.TENDER)
    _refuse_languages(tender.languages)
    _refuse_days(tender.begins, tender.ends)
    return tender


def checked_nominees(nominees: tuple[Nominee, ...]) -> tuple[Nominee, ...]:
    """The same with their texts trimmed. Raises Invalid for none, too many, and for one without function or name."""
    if not 0 < len(nominees) <= MOST_SEATS:
        raise Invalid(faults.NOMINEES)
    return tuple(Nominee(line_of(one.function, LONGEST_FUNCTION), line_of(one.name, LONGEST_NAME)) for one in nominees)


def _refuse_languages(languages: tuple[str, ...]) -> None:
    are_codes = all(map(is_code, languages)) and len(set(languages)) == len(languages)
    if not 0 < len(languages) <= MOST_LANGUAGES or not are_codes:
        raise Invalid(faults.EXPERTISE_LANGUAGES)


def _refuse_days(begins: date, ends: date) -> None:
    if not timedelta(0) <= ends - begins <= LONGEST_SPAN:
        raise Invalid(faults.DAYS)


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """Terms as they travel."""
    return {
        "field": terms.field.value,
        "languages": list(terms.languages),
        "place": terms.place,
        "begins": terms.begins.isoformat(),
        "ends": terms.ends.isoformat(),
        "use": terms.use.value,
        "seats": terms.seats,
        "format": terms.format.value if terms.format else None,
        "openly": terms.openly,
        "also": [str(one) for one in terms.also],
    }


_TERMS: Final = frozenset({"field", "languages", "place", "begins", "ends", "use", "seats", "format", "openly", "also"})


def terms_from_json(value: object, kind: RequestKind) -> Terms:
    """Terms that came or were kept, whole and plain. Raises Invalid for anything else."""
    body = _object(value, _TERMS)
    if type(body["seats"]) is not int or type(body["openly"]) is not bool:
        raise Invalid(faults.MESSAGE_WRONG)
    terms = Terms(
        field=_one_of(Field, body["field"]),
        languages=_texts(body["languages"]),
        place=body["place"],
        begins=_day(body["begins"]),
        ends=_day(body["ends"]),
        use=_one_of(Use, body["use"]),
        seats=body["seats"],
        format=_one_of(Format, body["format"]) if body["format"] is not None else None,
        openly=body["openly"],
        also=tuple(map(_uuid, _texts(body["also"]))),
    )
    found = checked_terms(terms, kind)
    if found is None:
        raise Invalid(faults.MESSAGE_WRONG)
    return found


def tender_to_json(tender: Tender) -> dict[str, Any]:
    """What is offered, as it travels."""
    return {
        "languages": list(tender.languages),
        "persons": tender.persons,
        "begins": tender.begins.isoformat(),
        "ends": tender.ends.isoformat(),
    }


def tender_from_json(value: object) -> Tender:
    """What is offered, whole and plain. Raises Invalid for anything else."""
    body = _object(value, frozenset({"languages", "persons", "begins", "ends"}))
    if type(body["persons"]) is not int:
        raise Invalid(faults.MESSAGE_WRONG)
    return checked_tender(Tender(_texts(body["languages"]), body["persons"], _day(body["begins"]), _day(body["ends"])))


def nominees_to_json(nominees: tuple[Nominee, ...]) -> list[dict[str, str]]:
    """Who is nominated, as it travels."""
    return [{"function": one.function, "name": one.name} for one in nominees]


def nominees_from_json(value: object) -> tuple[Nominee, ...]:
    """Who is nominated, whole and plain. Raises Invalid for anything else."""
    if not isinstance(value, list):
        raise Invalid(faults.MESSAGE_WRONG)
    bodies = [_object(one, frozenset({"function", "name"})) for one in value]
    return checked_nominees(tuple(Nominee(one["function"], one["name"]) for one in bodies))


def nominees_kept(value: object) -> tuple[Nominee, ...]:
    """Who was nominated, as a file keeps it: with an empty name where the names were deleted. Raises Invalid for anything else."""
    if not isinstance(value, list):
        raise Invalid(faults.MESSAGE_WRONG)
    bodies = [_object(one, frozenset({"function", "name"})) for one in value]
    return tuple(Nominee(str(one["function"]), str(one["name"])) for one in bodies)


def without_names(value: object) -> list[dict[str, str]]:
    """The same without the names: the places in the list stay, and with them who was confirmed."""
    return nominees_to_json(tuple(replace(one, name="") for one in nominees_kept(value)))


def chosen_from_json(value: object) -> tuple[int, ...]:
    """Which of the nominees, by their places in the list from 1; each once, in order. Raises Invalid for anything else."""
    if not isinstance(value, list) or any(type(one) is not int for one in value):
        raise Invalid(faults.MESSAGE_WRONG)
    found = tuple(value)
    if list(found) != sorted(set(found)) or any(one not in range(1, MOST_SEATS + 1) for one in found):
        raise Invalid(faults.MESSAGE_WRONG)
    return found


def stars_of(value: object) -> int:
    """A rating from 1 to 5. Raises Invalid."""
    if type(value) is not int or value not in STARS:
        raise Invalid(faults.STARS)
    return value


One = TypeVar("One", Field, Use, Format)


def _one_of(kind: type[One], value: object) -> One:
    if not isinstance(value, str) or value not in {one.value for one in kind}:
        raise Invalid(faults.MESSAGE_WRONG)
    return kind(value)


def _object(value: object, fields: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(value, Mapping) or value.keys() != fields:
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Invalid(faults.MESSAGE_WRONG)
    return tuple(value)


def _day(value: object) -> date:
    """A day as 2027-02-01, written in no other way."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.isoformat() != value:
        raise Invalid(faults.MESSAGE_WRONG)
    return found


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
