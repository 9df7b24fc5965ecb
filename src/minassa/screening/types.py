"""What crosses the room's edge: a listed subject as its source states it, in one shape for all sources.

Nothing here is folded or guessed: names, dates and numbers keep the publisher's spelling beside what was read from them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

import orjson

from minassa.base import Invalid, canonical_json
from minassa.base.countries import country_code
from minassa.names import Reason, tokens
from minassa.screening import faults
from minassa.screening.texts import unique


class Kind(StrEnum):
    """What is listed."""

    PERSON = "person"
    ORGANISATION = "organisation"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    OTHER = "other"


class Precision(StrEnum):
    """How sure a source is of a date of birth."""

    EXACT = "exact"
    MONTH = "month"
    YEAR = "year"
    APPROXIMATE = "approximate"
    BETWEEN = "between"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth as stated, with the days between which it lies.

    `first` and `last` are ISO days (inclusive), both empty where `raw` cannot be read as a date. An approximate year
    spans two years to each side.
    """

    raw: str
    precision: Precision
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number or address that names its holder: `kind` is one of `minassa.screening.identifiers.KINDS`."""

    kind: str
    value: str
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One more thing that the source says of a subject, as `position`, `linked-to` or `remark`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """One person, organisation, vessel or aircraft on a list.

    `ref` is the list's own reference (QDi.012). `names` are the strong names, the official one first; `weak_names` are
    those which the publisher calls weak or low quality; `original_names` are names in the original script (strong).
    `countries` are the texts of the source for nationality, citizenship and flag, `residences` those of addresses and
    birth places. `listed_on` and `amended_on` are ISO days or empty.
    """

    ref: str
    kind: Kind
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    original_names: tuple[str, ...] = ()
    births: tuple[Birth, ...] = ()
    birth_places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    residences: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    programmes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    listed_on: str = ""
    amended_on: str = ""
    source_url: str = ""

    @property
    def caption(self) -> str:
        """The name under which the subject is shown."""
        return self.names[0]

    @property
    def country_codes(self) -> frozenset[str]:
        """ISO 3166-1 alpha-2 codes (lower case) of nationality, citizenship and flag."""
        return frozenset(filter(None, map(country_code, self.countries)))

    @property
    def residence_codes(self) -> frozenset[str]:
        """ISO 3166-1 alpha-2 codes (lower case) of addresses and birth places."""
        return frozenset(filter(None, map(country_code, self.residences)))

    def to_json(self) -> dict[str, Any]:
        """Plain values, for storage."""
        plain: dict[str, Any] = orjson.loads(orjson.dumps(self))
        return plain

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """The subject that `to_json` wrote."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in stored.items()
        }
        values["kind"] = Kind(stored["kind"])
        values["births"] = tuple(Birth(**{**one, "precision": Precision(one["precision"])}) for one in stored["births"])
        values["identifiers"] = tuple(Identifier(**one) for one in stored["identifiers"])
        values["facts"] = tuple(Fact(**one) for one in stored["facts"])
        return cls(**values)

    def fingerprint(self) -> str:
        """SHA-256 (hex) of the canonical JSON: two versions of a subject are the same when it is.

        Texts alone with keys in ASCII: orjson's sorted form is RFC 8785's, many times faster (a test compares them).
        """
        return sha256(orjson.dumps(self.to_json(), option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(slots=True)
class Draft:
    """A listed subject while a parser gathers it from rows or elements; `ListedSubject` is made at the end."""

    ref: str
    kind: Kind
    names: list[str] = field(default_factory=list)
    weak_names: list[str] = field(default_factory=list)
    original_names: list[str] = field(default_factory=list)
    births: list[Birth] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    residences: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    listed_on: str = ""
    amended_on: str = ""
    source_url: str = ""

    def finished(self, where: object = "") -> ListedSubject:
        """The subject with every text once, and the first usable name in front; `where` it stands, for the faults.

        Raises Invalid for a subject without a reference or without any name.
        """
        if not self.ref:
            raise Invalid(faults.REF_MISSING, where=where)
        names = unique(self.names) or unique(self.original_names) or unique(self.weak_names)
        if not names:
            raise Invalid(faults.NAME_MISSING, where=where or self.ref)
        gathered = {one.name: getattr(self, one.name) for one in fields(self)}
        once: dict[str, Any] = {
            name: tuple(one for one in dict.fromkeys(value) if one) if isinstance(value, list) else value
            for name, value in gathered.items()
        }
        once["names"] = names
        once["original_names"] = tuple(one for one in once["original_names"] if one and one not in names)
        known = {*names, *once["original_names"]}
        once["weak_names"] = tuple(one for one in once["weak_names"] if one and one not in known)
        return ListedSubject(**once)


@dataclass(frozen=True, slots=True)
class Reading:
    """A list while it is read: its day of publication (ISO, or empty where it states none) and its subjects."""

    published: str
    subjects: Iterator[ListedSubject]


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of a list. `state` is `in force`, `superseded`, `quarantined` or `set aside`.

    `is_new` is false where the same content was in force already, and nothing was made. `why` is the sentence of the
    fault that put it in quarantine.
    """

    source: str
    number: int
    state: str
    digest: str
    published: str
    subjects: int
    added: int
    amended: int
    removed: int
    made_at: datetime
    made_by: str
    accepted_at: datetime | None
    accepted_by: str
    why: str
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class ListStatus:
    """A source with its version in force, the one in quarantine, and when its publisher was last asked."""

    source: str
    title: str
    publisher: str
    in_force: VersionView | None
    waiting: VersionView | None
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Change:
    """What one version did to one subject: `added`, `amended` or `removed`, before and after."""

    what: str
    ref: str
    before: ListedSubject | None
    after: ListedSubject | None

    @property
    def caption(self) -> str:
        """The name under which the subject is shown."""
        stated = self.after or self.before
        return stated.caption if stated else self.ref

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that an amendment changed."""
        if self.before is None or self.after is None:
            return ()
        before, after = self.before.to_json(), self.after.to_json()
        return tuple(name for name in after if before[name] != after[name])


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """A subject as it stands (or last stood), whether it is still listed, and its earlier statements, newest first."""

    source: str
    subject: ListedSubject
    fingerprint: str
    is_listed: bool
    version: VersionView
    removed_in: VersionView | None
    history: tuple[tuple[VersionView, ListedSubject], ...]


@dataclass(frozen=True, slots=True)
class ListHit:
    """A listed subject that a name or an identifier found.

    `name` is the subject's caption, `matched_name` the name that matched; `why` the reasons of `minassa.names`; `weak`
    whether a weak alias matched; `by_identifier` the identifier that was equal. `score` is of the name alone, 0 to 1.
    """

    source: str
    ref: str
    kind: Kind
    name: str
    score: float
    matched_name: str
    why: tuple[Reason, ...]
    weak: bool
    version: int
    published: str
    listed_on: str
    births: tuple[Birth, ...]
    countries: frozenset[str]
    residences: frozenset[str]
    identifiers: tuple[Identifier, ...]
    programmes: tuple[str, ...]
    fingerprint: str
    by_identifier: Identifier | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as screening remembers it; `kind` is `person`, `organisation` or empty."""

    name: str
    birth_date: str = ""
    country: str = ""
    identifier: str = ""
    kind: str = ""

    def digest(self) -> str:
        """SHA-256 (hex): two questions are the same when it is, whatever the accents, capitals and word order."""
        words = sorted(tokens(self.name))
        country = country_code(self.country) or self.country.lower()
        return sha256(canonical_json([words, self.birth_date, country, self.identifier.strip(), self.kind])).hexdigest()


class Verdict(StrEnum):
    """What an agency decides of a hit."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What is no longer stated in a field of a listed subject, and what is now."""

    field: str
    gone: tuple[str, ...]
    come: tuple[str, ...]


def what_changed(before: ListedSubject, after: ListedSubject) -> tuple[FieldChange, ...]:
    """The fields in which two statements on a subject differ, with the values that went and came, as the publisher writes them."""
    found = []
    for one in fields(ListedSubject):
        old, new = _texts(getattr(before, one.name)), _texts(getattr(after, one.name))
        gone, come = tuple(text for text in old if text not in new), tuple(text for text in new if text not in old)
        if gone or come:
            found.append(FieldChange(one.name, gone, come))
    return tuple(found)


def _texts(value: object) -> list[str]:
    """A field's values as people read them."""
    values = value if isinstance(value, tuple) else (value,) if value else ()
    return [_text(one) for one in values]


def _text(value: object) -> str:
    match value:
        case Birth():
            return value.raw
        case Identifier():
            return " ".join(filter(None, (value.value, value.country)))
        case Fact():
            return value.text
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class JudgementView:
    """A judgement of one's own agency; `stands` is false where the evidence has changed since, `changed` says how for listed subjects."""

    id: UUID
    source: str
    ref: str
    verdict: Verdict
    reason: str
    judged_by: UUID
    judged_at: datetime
    case: str
    stands: bool
    changed: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PastHit:
    """A hit of a past check as it stands now: `listed`, `amended` since, or `removed`."""

    source: str
    ref: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class PastCheckView:
    """A check of the last 90 days with what has become of its hits."""

    id: UUID
    asked: Asked
    purpose: str
    case: str
    asked_at: datetime
    hits: tuple[PastHit, ...]
