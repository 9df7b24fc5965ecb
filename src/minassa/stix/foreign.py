"""Objects of others as records, as far as STIX says what we keep: people, organisations, places, accounts, incidents, links.

A record made here is a reading, not the object: whoever stores it keeps the object as it came. Its id is the object's own.
Actors, malware and other objects about computers are no records: they stay what they are.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from minassa.stix.types import Json, Stix

_CLASSES: Final = {"individual": "Person", "organization": "Organization", "group": "Organization"}
_PLACES: Final = {
    "region": "region",
    "administrative_area": "state",
    "city": "city",
    "street_address": "street",
    "postal_code": "postalCode",
    "latitude": "latitude",
    "longitude": "longitude",
    "precision": "precision",
}

Properties = dict[str, list[str]]
Read = tuple[str, Properties]


def foreign_records(objects: Iterable[Stix]) -> tuple[list[tuple[dict[str, Any], Stix]], list[Stix]]:
    """The objects that can be read as records, with the records; and the others.

    A relationship is read only where both its ends are: a link to nothing says nothing.
    """
    read: list[tuple[dict[str, Any], Stix]] = []
    rest: list[Stix] = []
    links: list[Stix] = []
    for one in objects:
        record = _record(one)
        if record:
            read.append((record, one))
        elif one.get("type") == "relationship" and isinstance(one.get("id"), str):
            links.append(one)
        else:
            rest.append(one)
    there = {record["id"] for record, _one in read}
    for one in links:
        if all(isinstance(end, str) and end in there for end in (one.get("source_ref"), one.get("target_ref"))):
            read.append((_link(one), one))
        else:
            rest.append(one)
    return read, rest


def _record(one: Stix) -> dict[str, Any] | None:
    reader = _READERS.get(str(one.get("type")))
    found = reader(one) if reader else None
    if not found or not isinstance(one.get("id"), str):
        return None
    schema, properties = found
    return {
        "id": one["id"],
        "schema": schema,
        "properties": {name: values for name, values in properties.items() if values},
    }


def _texts(*values: Json) -> list[str]:
    """Values as the texts of a property; numbers as their digits, everything else is no text."""
    found = []
    for value in values:
        if isinstance(value, str) and value.strip():
            found.append(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool):
            found.append(repr(value))
    return list(dict.fromkeys(found))


def _named(one: Mapping[str, Any]) -> Properties:
    return {"name": _texts(one.get("name")), "description": _texts(one.get("description"))}


def _identity(one: Stix) -> Read | None:
    named = _named(one)
    if not named["name"]:
        return None
    sectors = one.get("sectors")
    schema = _CLASSES.get(str(one.get("identity_class")), "LegalEntity")
    return schema, {**named, "sector": _texts(*sectors) if isinstance(sectors, list) else []}


def _location(one: Stix) -> Read:
    places = {name: _texts(one.get(theirs)) for theirs, name in _PLACES.items()}
    schema = "Place" if places["precision"] else "Address"
    country = [code.lower() for code in _texts(one.get("country"))]
    return schema, {**_named(one), **places, "country": country}


def _account(one: Stix) -> Read | None:
    names = _texts(one.get("account_login"), one.get("user_id"))
    shown = _texts(one.get("display_name"))
    if not names and not shown:
        return None
    return "UserAccount", {"username": names or shown, "name": shown, "service": _texts(one.get("account_type"))}


# Three types that STIX lacks, as OpenCTI and the tools around it name them and their properties.


def _bank_account(one: Stix) -> Read | None:
    numbers = {"iban": _texts(one.get("iban")), "accountNumber": _texts(one.get("account_number"))}
    return ("BankAccount", {**numbers, "bic": _texts(one.get("bic"))}) if any(numbers.values()) else None


def _wallet(one: Stix) -> Read | None:
    addresses = _texts(one.get("value"), one.get("address"))
    return ("CryptoWallet", {"publicKey": addresses}) if addresses else None


def _phone(one: Stix) -> Read | None:
    numbers = _texts(one.get("value"), one.get("number"))
    return ("PhoneLine", {"phone": numbers}) if numbers else None


def _incident(one: Stix) -> Read | None:
    named = _named(one)
    return ("Incident", named) if named["name"] else None


def _link(one: Stix) -> dict[str, Any]:
    properties = {
        "subject": _texts(one.get("source_ref")),
        "object": _texts(one.get("target_ref")),
        "role": _texts(one.get("relationship_type")),
        "description": _texts(one.get("description")),
        "startDate": _texts(one.get("start_time")),
        "endDate": _texts(one.get("stop_time")),
    }
    return {
        "id": one["id"],
        "schema": "UnknownLink",
        "properties": {name: texts for name, texts in properties.items() if texts},
    }


_READERS: Final[Mapping[str, Callable[[Stix], Read | None]]] = {
    "bank-account": _bank_account,
    "cryptocurrency-wallet": _wallet,
    "identity": _identity,
    "incident": _incident,
    "location": _location,
    "phone-number": _phone,
    "user-account": _account,
}
