"""An entry of the directory as JSON, both ways. What a peer sends is read here or nowhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

import orjson

from minassa.base import Invalid, canonical_json
from minassa.liaison import faults
from minassa.liaison.expertise.rules import Field
from minassa.liaison.expertise.types import Offer
from minassa.liaison.texts import text_of

LONGEST_OFFER: Final = 4_000
LONGEST_CONTACT: Final = 500
MOST_LANGUAGES: Final = 12
_FIELDS: Final = frozenset({"field", "languages", "offered", "contact", "until"})


def offer_to_json(offer: Offer) -> dict[str, Any]:
    """An entry as it travels."""
    return {
        "field": offer.field.value,
        "languages": list(offer.languages),
        "offered": offer.offered,
        "contact": offer.contact,
        "until": offer.until.isoformat() if offer.until else None,
    }


def offer_from_json(body: Mapping[str, Any]) -> Offer:
    """An entry that came or was kept, whole and plain. Raises Invalid for anything else."""
    if set(body) != _FIELDS or not isinstance(body["languages"], list):
        raise Invalid(faults.MESSAGE_WRONG)
    try:
        until = None if body["until"] is None else date.fromisoformat(body["until"])
        offer = Offer(Field(body["field"]), tuple(body["languages"]), body["offered"], body["contact"], until)
    except (ValueError, TypeError) as error:
        raise Invalid(faults.MESSAGE_WRONG) from error
    return checked(offer)


def checked(offer: Offer) -> Offer:
    """An entry that can be kept, its texts trimmed. Raises Invalid."""
    if not 0 < len(offer.languages) <= MOST_LANGUAGES or not all(map(is_code, offer.languages)):
        raise Invalid(faults.EXPERTISE_LANGUAGES)
    return replace(
        offer,
        languages=tuple(dict.fromkeys(offer.languages)),
        offered=text_of(offer.offered, LONGEST_OFFER),
        contact=text_of(offer.contact, LONGEST_CONTACT),
    )


def packed(offer: Offer) -> str:
    """What a row keeps."""
    return canonical_json(offer_to_json(offer)).decode()


def unpacked(content: str) -> Offer:
    """What `packed` wrote."""
    return offer_from_json(orjson.loads(content))


def is_code(code: object) -> bool:
    """Whether this is a two-letter code in small letters."""
    return isinstance(code, str) and len(code) == 2 and code.isascii() and code.isalpha() and code.islower()
