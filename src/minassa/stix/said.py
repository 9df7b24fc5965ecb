"""A record as the writers of STIX ask it: first values, captions, times, countries, numbers, references."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pycountry

from minassa.stix.ids import record_id
from minassa.stix.moments import timestamp_of
from minassa.stix.published import agency_id

Record = Mapping[str, Any]
"""A record in FollowTheMoney's shape: `id`, `schema`, and `properties` that map names to lists of texts."""

_NAMES: Final = ("name", "title", "subject", "alias", "weakAlias", "previousName", "abbreviation")
_RELATION_BARS: Final = ("relationship--", "sighting--", "marking-definition--")

# The type of object that a reference most likely points to, where the caller does not know the record.
LIKELY: Final[Mapping[str, str]] = {
    "asset": "infrastructure",
    "areaEntity": "location",
    "beneficiaryAccount": "user-account",
    "case": "note",
    "device": "infrastructure",
    "document": "report",
    "endLocation": "location",
    "fromPlace": "location",
    "inReplyToEmail": "email-message",
    "inReplyToMessage": "note",
    "partOf": "location",
    "payerAccount": "user-account",
    "place": "location",
    "post": "note",
    "recipientAccount": "user-account",
    "route": "grouping",
    "seizure": "incident",
    "senderAccount": "user-account",
    "startLocation": "location",
    "toPlace": "location",
    "vehicle": "infrastructure",
    "weapon": "infrastructure",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One record with its owner, and the types of the records that it points to, as far as they are known."""

    record: Record
    owner: str
    kinds: Mapping[str, str]
    created: str

    @property
    def id(self) -> str:
        """The record's FollowTheMoney id."""
        return str(self.record["id"])

    def all(self, *names: str) -> list[str]:
        """The values of these properties, each once, in order, without empty ones."""
        properties = self.record["properties"]
        return list(
            dict.fromkeys(text for name in names for each in properties.get(name, ()) if (text := each.strip()))
        )

    def first(self, *names: str) -> str:
        """The first value of the first of these properties that has one, else an empty text."""
        return next(iter(self.all(*names)), "")

    def caption(self, names: Sequence[str] = ()) -> str:
        """What the record is called; its id where it says nothing of the kind."""
        return self.first(*names, *_NAMES) or self.id

    def time(self, *names: str) -> str:
        """The first value that names at least a day, as a STIX timestamp; a month or a year is not made more precise."""
        return next((time for value in self.all(*names) if (time := timestamp_of(value))), "")

    def country(self, *names: str) -> str:
        """The first value that is a country of ISO 3166-1, in capitals."""
        return next((code for value in self.all(*names) if (code := value.upper()) in _countries()), "")

    def number(self, name: str, least: float, most: float) -> float | None:
        """The first value that is a number within the bounds."""
        return next(
            (found for value in self.all(name) if (found := _number(value)) is not None and least <= found <= most),
            None,
        )

    def refs(self, *names: str) -> list[str]:
        """The STIX ids of the records to which these properties point."""
        return list(dict.fromkeys(self._ref(name, each) for name in names for each in self.all(name)))

    def ends(self, source: str, target: str) -> list[tuple[str, str]]:
        """Each pair of what a link joins; none where an end is missing, or cannot be an end of a STIX relationship (5.1)."""
        sources, targets = self.refs(source), self.refs(target)
        if any(ref.startswith(_RELATION_BARS) for ref in (*sources, *targets)):
            return []
        return [(one, other) for one in sources for other in targets]

    def about(self, *names: str) -> list[str]:
        """The ids that `object_refs` holds, of which STIX demands one: the owner's where the record points to nothing."""
        return self.refs(*names) or [agency_id(self.owner)]

    def lines(self, names: Sequence[str]) -> Iterator[str]:
        """One line for each of these properties, for people who have no other tool than one for STIX."""
        for name in names:
            if values := self.all(name):
                yield f"{name}: {', '.join(values)}"

    def description(self, names: Sequence[str] = ()) -> str:
        """The record's own description, and a line for each of these properties."""
        return "\n".join((*self.all("summary", "description"), *self.lines(names)))

    def _ref(self, name: str, ftm_id: str) -> str:
        return record_id(self.kinds.get(ftm_id) or LIKELY.get(name, "identity"), ftm_id, owner=self.owner)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


@cache
def _countries() -> frozenset[str]:
    return frozenset(one.alpha_2 for one in pycountry.countries)
