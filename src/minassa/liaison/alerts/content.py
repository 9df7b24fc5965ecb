"""What an alert carries between agencies, and a draft keeps: its JSON, both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import orjson

from minassa.access import Handling, Tlp
from minassa.base import Invalid, canonical_json
from minassa.liaison import faults
from minassa.liaison.alerts.rules import AlertState, Gravity
from minassa.liaison.alerts.types import Alerting
from minassa.liaison.texts import line_of, text_of

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 10_000
LONGEST_CHANGE: Final = 1_000
MOST_COUNTRIES: Final = 60
MOST_RECORDS: Final = 20
MOST_RECIPIENTS: Final = 1_000
MOST_VERSIONS: Final = 10_000
MOST_PAST: Final = 50
_FIELDS: Final = frozenset(
    {
        "number",
        "title",
        "text",
        "gravity",
        "state",
        "countries",
        "valid_until",
        "records",
        "change",
        "due",
        "recipients",
        "history",
    },
)
_PAST_FIELDS: Final = frozenset({"number", "title", "text", "gravity", "state", "change", "at"})
SAID_STATES: Final = frozenset({AlertState.ACTIVE, AlertState.STOOD_DOWN})


@dataclass(frozen=True, slots=True)
class Past:
    """What an alert said in an earlier version, for agencies that get it only now."""

    number: int
    title: str
    text: str
    gravity: Gravity
    state: AlertState
    change: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """An alert as it travels: what it says, what is new, where it stands, by when it is acknowledged.

    `number` is the version's number for people, the same for all; `recipients` are the agencies of which this recipient is
    told that they have it; `history` is what it said before, for agencies that are new to it.
    """

    number: int
    title: str
    text: str
    gravity: Gravity
    state: AlertState
    countries: tuple[str, ...]
    valid_until: datetime | None
    records: tuple[UUID, ...]
    change: str
    due: datetime
    recipients: tuple[UUID, ...] = ()
    history: tuple[Past, ...] = ()


def told_to_json(told: Told) -> dict[str, Any]:
    """An alert as it travels."""
    return {
        "number": told.number,
        "title": told.title,
        "text": told.text,
        "gravity": told.gravity.value,
        "state": told.state.value,
        "countries": list(told.countries),
        "valid_until": told.valid_until.isoformat() if told.valid_until else None,
        "records": [str(one) for one in told.records],
        "change": told.change,
        "due": told.due.isoformat(),
        "recipients": [str(one) for one in told.recipients],
        "history": [_past_to_json(one) for one in told.history],
    }


def _past_to_json(past: Past) -> dict[str, Any]:
    return {
        "number": past.number,
        "title": past.title,
        "text": past.text,
        "gravity": past.gravity.value,
        "state": past.state.value,
        "change": past.change,
        "at": past.at.isoformat(),
    }


def told_from_json(body: Mapping[str, Any]) -> Told:
    """An alert that came, whole and plain. Raises Invalid for anything else."""
    if set(body) != _FIELDS:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        gravity, state = Gravity(_text(body["gravity"])), AlertState(_text(body["state"]))
        records = tuple(UUID(_text(one)) for one in _list(body["records"], MOST_RECORDS))
        told_of = tuple(UUID(_text(one)) for one in _list(body["recipients"], MOST_RECIPIENTS))
        history = tuple(_past(one) for one in _list(body["history"], MOST_PAST))
        due, until = _moment(body["due"]), _moment(body["valid_until"]) if body["valid_until"] is not None else None
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    if state not in SAID_STATES:
        raise Invalid(faults.MESSAGE_WRONG)
    return Told(
        number=_number(body["number"]),
        title=line_of(body["title"], LONGEST_TITLE),
        text=text_of(body["text"], LONGEST_TEXT),
        gravity=gravity,
        state=state,
        countries=countries_of(_list(body["countries"], MOST_COUNTRIES)),
        valid_until=until,
        records=records,
        change=text_of(body["change"], LONGEST_CHANGE, needed=False),
        due=due,
        recipients=told_of,
        history=history,
    )


def _past(body: object) -> Past:
    """An earlier version that came. Raises Invalid and ValueError."""
    if not isinstance(body, dict) or set(body) != _PAST_FIELDS:
        raise Invalid(faults.MESSAGE_WRONG)
    return Past(
        number=_number(body["number"]),
        title=line_of(body["title"], LONGEST_TITLE),
        text=text_of(body["text"], LONGEST_TEXT),
        gravity=Gravity(_text(body["gravity"])),
        state=AlertState(_text(body["state"])),
        change=text_of(body["change"], LONGEST_CHANGE, needed=False),
        at=_moment(body["at"]),
    )


def countries_of(codes: Sequence[object]) -> tuple[str, ...]:
    """Two-letter codes, each once. Raises Invalid."""
    found = tuple(dict.fromkeys(_text(one) for one in codes))
    if len(found) > MOST_COUNTRIES or not all(
        len(one) == 2 and one.isascii() and one.isalpha() and one.islower() for one in found
    ):
        raise Invalid(faults.COUNTRIES)
    return found


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_VERSIONS:
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _list(value: object, most: int) -> list[object]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error


def packed(alerting: Alerting) -> str:
    """What was written, as the issuer's book keeps it."""
    body: dict[str, Any] = {
        "to": list(alerting.to),
        "title": alerting.title,
        "text": alerting.text,
        "gravity": alerting.gravity.value,
        "tlp": alerting.tlp.value,
        "handling": sorted(alerting.handling),
        "countries": list(alerting.countries),
        "valid_until": alerting.valid_until.isoformat() if alerting.valid_until else None,
        "records": [str(one) for one in alerting.records],
    }
    return canonical_json(body).decode()


def unpacked(draft: str) -> Alerting:
    """What `packed` wrote."""
    body: Mapping[str, Any] = orjson.loads(draft)
    return Alerting(
        to=tuple(body["to"]),
        title=body["title"],
        text=body["text"],
        gravity=Gravity(body["gravity"]),
        tlp=Tlp(body["tlp"]),
        handling=frozenset(map(Handling, body["handling"])),
        countries=tuple(body["countries"]),
        valid_until=datetime.fromisoformat(body["valid_until"]) if body["valid_until"] else None,
        records=tuple(map(UUID, body["records"])),
    )
