"""When two records are proposed as being about the same. Pure. Nobody is judged here: a person is."""

from dataclasses import dataclass
from typing import Final

from minassa.names import Hit, tokens
from minassa.records.items import Properties
from minassa.records.values import cleaned
from minassa.records.vocabulary import Schema

CLOSE: Final = 0.92
VERY_CLOSE: Final = 0.97
_YEAR: Final = 4
_MATCHED: Final = frozenset({"same", "same_sound", "spelling", "same_meaning", "joined"})

# What one thing or person has alone. A phone number or an e-mail address is shared by families, so it tells only lines and accounts apart.
IDENTIFYING: Final = frozenset(
    {
        "accountNumber",
        "chassisNumber",
        "cryptoAddress",
        "iban",
        "iccid",
        "idNumber",
        "imei",
        "imoNumber",
        "imsi",
        "leiCode",
        "mmsi",
        "number",
        "passportNumber",
        "publicKey",
        "registrationNumber",
        "serialNumber",
        "socialSecurityNumber",
        "taxNumber",
        "vatCode",
    }
)
_FAMILIES: Final = (
    "LegalEntity",
    "Vehicle",
    "PhoneLine",
    "BankAccount",
    "CryptoWallet",
    "Device",
    "Weapon",
    "Identification",
)


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a record is compared: its kind, birth dates, countries, gender, as they are cleaned."""

    family: str
    is_person: bool
    births: frozenset[str]
    countries: frozenset[str]
    genders: frozenset[str]


def traits_of(of: Schema, properties: Properties) -> Traits:
    """What of a record is compared."""

    def values(*names: str) -> frozenset[str]:
        known = [
            (of.properties[name], value)
            for name in names
            if name in of.properties
            for value in properties.get(name, ())
        ]
        return frozenset(cleaned(one, value).value for one, value in known)

    return Traits(
        next((one for one in _FAMILIES if of.is_a(one)), ""),
        of.kind == "person",
        values("birthDate"),
        values("country", "nationality", "citizenship", "jurisdiction", "mainCountry"),
        values("gender"),
    )


def identifies(of: Schema, name: str) -> bool:
    """Whether a property's value is one that a record of this kind has alone."""
    return name in IDENTIFYING or (name == "phone" and of.is_a("PhoneLine"))


def reasons_for(one: Traits, other: Traits, *, shares_number: bool, names: float) -> tuple[str, ...]:
    """Why these two are proposed; nothing where they are not.

    A number that both have is reason enough. A name is not, without a birth date or a country that agrees; and where dates of birth or
    genders contradict each other it is none at all.
    """
    if not one.family or one.family != other.family:
        return ()
    found = ["identifier"] if shares_number else []
    if names >= CLOSE and not _contradict(one, other):
        agreeing = [
            word
            for word, holds in (("birth", _same_birth(one, other)), ("country", _same_country(one, other)))
            if holds
        ]
        is_organisation = not (one.is_person or other.is_person)
        if shares_number or "birth" in agreeing or (names >= VERY_CLOSE and (agreeing or is_organisation)):
            found += ["name", *agreeing]
    return tuple(found)


def is_whole_match(asked: str, hit: Hit) -> bool:
    """Whether two names agree as wholes: the words of the one are all in the other, at least two of them, and no number is left over.

    The matcher also finds a name by a part of it, such as what stands in brackets: good for whoever searches, too little here.
    """
    found = {code: [one for one in hit.why if one.code == code] for code in ("unmatched_query", "unmatched_name")}
    left = [*found["unmatched_query"], *found["unmatched_name"]]
    if all(found.values()) or any(letter.isdigit() for one in left for letter in f"{one.query}{one.name}"):
        return False
    matched = sum(one.code in _MATCHED for one in hit.why)
    shortest = min(len(tokens(asked)), len(tokens(hit.name)))
    return matched >= min(2, shortest) and matched * 2 >= shortest


def _contradict(one: Traits, other: Traits) -> bool:
    years = [{birth[:_YEAR] for birth in each.births} for each in (one, other)]
    if all(years) and not years[0] & years[1]:
        return True
    return bool(one.genders and other.genders and not one.genders & other.genders)


def _same_birth(one: Traits, other: Traits) -> bool:
    """Whether a birth date of the one is one of the other's, as exact as the less exact of the two."""
    return any(a.startswith(b) or b.startswith(a) for a in one.births for b in other.births if a and b)


def _same_country(one: Traits, other: Traits) -> bool:
    return bool(one.countries & other.countries)
