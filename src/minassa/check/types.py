"""What crosses the room's edge: the question, and the answer in groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

import orjson

from minassa.cyber import Answered
from minassa.liaison import Met
from minassa.screening import FieldChange

LIMIT: Final = 20
FINDINGS: Final[Mapping[str, str]] = {
    "same-number": "the number {held} is the same",
    "same-birth-day": "the date of birth {held} is the same",
    "birth-fits": "the date of birth {held} fits {asked}",
    "birth-near": "the date of birth {held} is near {asked}",
    "birth-differs": "the date of birth {held} is not {asked}",
    "same-country": "the country {held} is the same",
    "other-country": "the country is {held}, not {asked}",
}
"""The English sentence of each finding's code."""


class Kind(StrEnum):
    """What the name is the name of."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Place(StrEnum):
    """Where a hit was found."""

    LISTS = "lists"
    RECORDS = "records"
    LOOKOUTS = "lookouts"
    ALERTS = "alerts"


@dataclass(frozen=True, slots=True)
class Question:
    """Who is this? A name, and what else is known of its bearer.

    `birth_date` is a year, a month or a day (`1976`, `1976-08`, `1976-08-14`); `country` an ISO 3166-1 code or a
    country's name in any of the four languages (one that is not known says nothing);
    `identifier` a passport, national id, phone, IBAN or wallet as written. `stands_for` is remembered in its place, where
    the number itself must not be (a payment card: its keyed digest).
    """

    name: str
    birth_date: str = ""
    country: str = ""
    identifier: str = ""
    kind: Kind | None = None
    stands_for: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days between which a birth lies, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of evidence beside the name: its code, what was asked, what the source holds, what it did to the score."""

    code: str
    asked: str
    held: str
    effect: float

    def sentence(self) -> str:
        """The finding in plain English; pages translate by code, with the same two parts."""
        return FINDINGS[self.code].format(asked=self.asked, held=self.held)


@dataclass(frozen=True, slots=True)
class NameReason:
    """One step of the name's comparison: a code of `minassa.names`, and the two sides."""

    code: str
    query: str
    name: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the agency decided of this hit before: `confirmed` or `dismissed`, why, when.

    `stands` is false where the evidence has changed since: then the hit is one like any other, and `changed` says what is no longer
    and what is now stated of a listed subject.
    """

    verdict: str
    reason: str
    at: datetime
    stands: bool = True
    changed: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One possible bearer of the name.

    `score` is between 0 and 1, name and evidence together; `name_score` is that of the name alone. `why` is the whole
    explanation in plain English; `reasons` and `findings` are its parts, for pages in other languages. `source` and `ref`
    name it: a list and the list's own reference, or `records` and the record's id. `as_of` is the day of the list's
    version, or of the record's last change. `fingerprint` changes with what the source holds of the subject.
    """

    place: Place
    source: str
    ref: str
    caption: str
    kind: str
    score: float
    name_score: float
    matched_name: str
    weak_alias: bool
    reasons: tuple[NameReason, ...]
    findings: tuple[Finding, ...]
    why: str
    marks: tuple[str, ...]
    obligations: tuple[str, ...] = ()
    as_of: date | None = None
    judged: Judged | None = None
    fingerprint: str = ""
    owner: UUID | None = None

    def to_json(self) -> str:
        """Plain JSON, for storage."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, stored: str) -> Self:
        """The hit that `to_json` wrote, without what was decided of it: that is asked anew."""
        values: dict[str, Any] = orjson.loads(stored)
        values["place"] = Place(values["place"])
        values["reasons"] = tuple(NameReason(**one) for one in values["reasons"])
        values["findings"] = tuple(Finding(**one) for one in values["findings"])
        values["marks"], values["obligations"] = tuple(values["marks"]), tuple(values["obligations"])
        values["as_of"] = date.fromisoformat(values["as_of"]) if values["as_of"] else None
        values["judged"] = None
        values["owner"] = UUID(values["owner"]) if values["owner"] else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits of each place, best first; those that the agency dismissed before stand apart.

    `observable` is there where the name or the number as a whole is a domain, an address, a hash, an address of mail, a wallet or
    an account: what the indicators say of it. `lookouts` are those that the question met.
    """

    question: Question
    asked_at: datetime
    lists: tuple[Hit, ...] = ()
    records: tuple[Hit, ...] = ()
    dismissed: tuple[Hit, ...] = ()
    observable: Answered | None = None
    lookouts: tuple[Met, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All hits that stand, best first."""
        return tuple(sorted((*self.lists, *self.records), key=lambda hit: -hit.score))
