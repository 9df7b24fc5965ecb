"""A lookout as JSON, and what agencies say about it; both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from minassa.access import Handling, Tlp
from minassa.base import Invalid
from minassa.base.identifiers import SHORTEST, plain_key
from minassa.liaison import faults
from minassa.liaison.lookouts.types import LookoutKind, Sought, Tell, Wish
from minassa.liaison.requests.care import care_from_json, care_to_json
from minassa.liaison.requests.content import LONGEST_BASIS, purpose_of
from minassa.liaison.requests.types import Reason
from minassa.liaison.texts import line_of, text_of

LONGEST_TITLE: Final = 200
LONGEST_NAME: Final = 300
LONGEST_NUMBER: Final = 100
LONGEST_WHY: Final = 4_000
MOST_NAMES: Final = 20
MOST_NUMBERS: Final = 20
LONGEST_LIFE: Final = timedelta(days=365)
"""A lookout is renewed with a reason at least once a year, or it ends by itself."""
TOLD_EVERY: Final = timedelta(hours=1)
"""How often an owner is told of the same lookout by the same agency: the first time says it."""
_FIELDS: Final = frozenset(
    {"kind", "title", "names", "numbers", "why", "purpose", "legal_basis", "expires", "wish", "tell", "care"}
)


def sought_to_json(sought: Sought) -> dict[str, Any]:
    """A lookout as it travels: without whom it is for and how it is handled, which travel as address and label."""
    return {
        "kind": sought.kind.value,
        "title": sought.title,
        "names": list(sought.names),
        "numbers": list(sought.numbers),
        "why": sought.why,
        "purpose": sought.purpose,
        "legal_basis": sought.legal_basis,
        "expires": sought.expires.isoformat(),
        "wish": sought.wish.value,
        "tell": sought.tell.value,
        "care": care_to_json(sought.care) if sought.care else None,
    }


def sought_from_json(body: Mapping[str, Any]) -> Sought:
    """A lookout that came, whole and plain. Raises Invalid for anything else."""
    if set(body) != _FIELDS:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        sought = Sought(
            to=(),
            kind=LookoutKind(body["kind"]),
            title=body["title"],
            names=tuple(_list(body["names"], MOST_NAMES)),
            numbers=tuple(_list(body["numbers"], MOST_NUMBERS)),
            why=body["why"],
            purpose=body["purpose"],
            legal_basis=body["legal_basis"],
            expires=moment_of(body["expires"]),
            wish=Wish(body["wish"]),
            tell=Tell(body["tell"]),
            care=care_from_json(body["care"]) if body["care"] is not None else None,
        )
    except (ValueError, TypeError) as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return trimmed(sought)


def trimmed(sought: Sought) -> Sought:
    """A lookout with its texts trimmed. Raises Invalid for one by which nothing could be recognised."""
    names = tuple(dict.fromkeys(line_of(one, LONGEST_NAME) for one in sought.names))
    numbers = tuple(dict.fromkeys(line_of(one, LONGEST_NUMBER) for one in sought.numbers))
    if len(names) > MOST_NAMES or len(numbers) > MOST_NUMBERS:
        raise Invalid(faults.NOTHING_SOUGHT)
    is_known = bool(numbers) or (sought.kind is LookoutKind.PERSON and bool(names))
    if not is_known or any(len(plain_key(one)) < SHORTEST for one in numbers):
        raise Invalid(faults.NOTHING_SOUGHT)
    return replace(
        sought,
        names=names if sought.kind is LookoutKind.PERSON else (),
        numbers=numbers,
        title=line_of(sought.title, LONGEST_TITLE),
        why=text_of(sought.why, LONGEST_WHY),
        purpose=purpose_of(sought.purpose),
        legal_basis=line_of(sought.legal_basis, LONGEST_BASIS),
    )


def refuse_life(expires: datetime, at: datetime) -> None:
    """Raise Invalid for a lookout that would be over already, or lives longer than a year without a new reason."""
    if not at < expires <= at + LONGEST_LIFE:
        raise Invalid(faults.EXPIRY)


def packed(sought: Sought) -> dict[str, Any]:
    """What was written, as the issuer's book keeps it."""
    more = {"to": list(sought.to), "tlp": sought.tlp.value, "handling": sorted(sought.handling)}
    return sought_to_json(sought) | more


def unpacked(body: Mapping[str, Any]) -> Sought:
    """What `packed` wrote."""
    plain = {key: value for key, value in body.items() if key in _FIELDS}
    return replace(
        sought_from_json(plain),
        to=tuple(body["to"]),
        tlp=Tlp(body["tlp"]),
        handling=frozenset(map(Handling, body["handling"])),
    )


@dataclass(frozen=True, slots=True)
class Word:
    """What a recipient says about a lookout: accepted, declined with a reason, or met."""

    event: str
    reason: Reason | None = None
    score: int = 0
    exact: bool = False


_WORDS: Final = {
    "accept": frozenset({"event"}),
    "decline": frozenset({"event", "reason"}),
    "met": frozenset({"event", "score", "exact"}),
}


def word_to_json(word: Word) -> dict[str, Any]:
    """A word as it travels."""
    all_parts = {
        "event": word.event,
        "reason": word.reason.value if word.reason else None,
        "score": word.score,
        "exact": word.exact,
    }
    return {key: all_parts[key] for key in _WORDS[word.event]}


def word_from_json(body: Mapping[str, Any]) -> Word:
    """A word that came. Raises Invalid for anything else."""
    event = body.get("event")
    if not isinstance(event, str) or event not in _WORDS or set(body) != _WORDS[event]:
        raise Invalid(faults.MESSAGE_WRONG)
    if event == "met" and (
        type(body["score"]) is not int or not 0 <= body["score"] <= 100 or type(body["exact"]) is not bool
    ):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        reason = Reason(body["reason"]) if event == "decline" else None
    except ValueError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return Word(event, reason, body.get("score", 0), body.get("exact", False))


def _list(value: object, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise Invalid(faults.MESSAGE_WRONG)
    return value


def moment_of(text: str) -> datetime:
    """An aware moment. Raises ValueError and Invalid."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
