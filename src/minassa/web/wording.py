"""Machine words in the reader's language: reasons of a match, evidence, obligations, purposes, kinds, countries."""

import gettext as gnu
from collections.abc import Mapping
from functools import cache
from typing import Final

import pycountry
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minassa.access import PURPOSE_NAMES, AgencyKind, Handling, Purpose, Tlp
from minassa.check import Finding, Hit, NameReason
from minassa.records import ValueType
from minassa.records import schema as kind_of_record

# What matched what in the names; the codes are those of `minassa.names`.
NAME_REASONS: Final[Mapping[str, Promise]] = {
    "same": gettext_lazy("“%(query)s” is written the same."),
    "same_sound": gettext_lazy("“%(query)s” sounds like “%(name)s”."),
    "spelling": gettext_lazy("“%(query)s” is close to “%(name)s” in spelling."),
    "same_meaning": gettext_lazy("“%(query)s” and “%(name)s” are forms of one word."),
    "joined": gettext_lazy("“%(query)s” is “%(name)s” written in one word or in several."),
    "initial": gettext_lazy("“%(query)s” and “%(name)s” share an initial."),
    "particle": gettext_lazy("“%(query)s” and “%(name)s” are particles, which count little."),
    "title": gettext_lazy("“%(query)s” and “%(name)s” are the same title."),
    "other_alias": gettext_lazy("“%(query)s” is found in another name of the same subject."),
    "alias_weak": gettext_lazy("“%(name)s” is an alias that the source itself calls weak."),
    "unmatched_query": gettext_lazy("“%(query)s” in your question has no counterpart."),
    "unmatched_name": gettext_lazy("“%(name)s” in the name found has no counterpart."),
}
AGAINST: Final = frozenset({"alias_weak", "unmatched_query", "unmatched_name"})

# What else spoke for or against a hit; the codes are those of `minassa.check`.
FINDINGS: Final[Mapping[str, Promise]] = {
    "same-number": gettext_lazy("The number %(held)s is the same."),
    "same-birth-day": gettext_lazy("The date of birth is the same: %(held)s."),
    "birth-fits": gettext_lazy("The date of birth fits: %(held)s."),
    "birth-near": gettext_lazy("The date of birth is near, but not the same: %(held)s."),
    "birth-differs": gettext_lazy("The date of birth is different: %(held)s."),
    "same-country": gettext_lazy("The country is the same: %(held)s."),
    "other-country": gettext_lazy("The country is another one: %(held)s."),
}

OBLIGATIONS: Final[Mapping[str, Promise]] = {
    "no-judicial-proceedings-without-permission": gettext_lazy(
        "Not in judicial proceedings without the provider's permission."
    ),
    "do-not-pass-on-without-permission": gettext_lazy("Not to be passed on without the provider's permission."),
    "other-restrictions-apply": gettext_lazy("Other restrictions apply; see the record."),
    "named-persons-only": gettext_lazy("For the named recipients only."),
    "own-agency-only": gettext_lazy("For your own agency only, by need to know."),
    "need-to-know-in-own-agency": gettext_lazy("By need to know, in your agency and with those it serves."),
    "community-only": gettext_lazy("For the community, not for publication."),
    "verify-with-owner-before-acting": gettext_lazy("Verify with the owner before acting."),
    "exercise-only": gettext_lazy("Invented for an exercise."),
}

KINDS: Final[Mapping[str, Promise]] = {
    "person": gettext_lazy("Person"),
    "organisation": gettext_lazy("Organisation"),
    "vessel": gettext_lazy("Vessel"),
    "aircraft": gettext_lazy("Aircraft"),
    "other": gettext_lazy("Other"),
}

TLP_LEVELS: Final[Mapping[Tlp, Promise]] = {
    Tlp.RED: gettext_lazy("RED – for the named persons only"),
    Tlp.AMBER_STRICT: gettext_lazy("AMBER+STRICT – for the recipient's organisation only"),
    Tlp.AMBER: gettext_lazy("AMBER – for the recipient's organisation and those it serves"),
    Tlp.GREEN: gettext_lazy("GREEN – for the community"),
    Tlp.CLEAR: gettext_lazy("CLEAR – may be published"),
}

HANDLING_CODES: Final[Mapping[Handling, Promise]] = {
    Handling.H0: gettext_lazy("May be used lawfully against crime."),
    Handling.H1: gettext_lazy("Not in judicial proceedings without the provider's permission."),
    Handling.H2: gettext_lazy("Not to be passed on without the provider's permission."),
    Handling.H3: gettext_lazy("Other restrictions apply; see the record."),
}

# Values that read from left to right in every language.
LEFT_TO_RIGHT: Final = frozenset(
    {
        ValueType.CHECKSUM,
        ValueType.DATE,
        ValueType.EMAIL,
        ValueType.IDENTIFIER,
        ValueType.IP,
        ValueType.MIMETYPE,
        ValueType.NUMBER,
        ValueType.PHONE,
        ValueType.URL,
    }
)

AGENCY_KINDS: Final[Mapping[AgencyKind, Promise]] = {
    AgencyKind.MEMBER: gettext_lazy("Agency of a member state"),
    AgencyKind.PARTNER: gettext_lazy("Partner organisation"),
    AgencyKind.SECRETARIAT: gettext_lazy("Secretariat"),
}

APPROVAL_STATES: Final[Mapping[str, Promise]] = {
    "waiting": gettext_lazy("Waiting for a second person"),
    "granted": gettext_lazy("Agreed, not carried out yet"),
    "refused": gettext_lazy("Refused"),
    "used": gettext_lazy("Carried out"),
    "expired": gettext_lazy("Expired"),
}

TWO_PERSON_ACTS: Final[Mapping[str, Promise]] = {
    "factor.forget": gettext_lazy("Remove the second factors of a person"),
    "person.roles": gettext_lazy("Change a person's roles"),
    "record.widen": gettext_lazy("Show a record to more people"),
    "record.delete": gettext_lazy("Delete a record for good"),
    "record.export-bulk": gettext_lazy("Export many records"),
}

OUTCOMES: Final[Mapping[str, Promise]] = {
    "done": gettext_lazy("Done"),
    "refused": gettext_lazy("Refused"),
    "failed": gettext_lazy("Failed"),
}

VERDICTS: Final[Mapping[str, Promise]] = {
    "confirmed": gettext_lazy("Confirmed"),
    "dismissed": gettext_lazy("Dismissed"),
}

PAST_HIT_STATES: Final[Mapping[str, Promise]] = {
    "listed": gettext_lazy("still listed"),
    "amended": gettext_lazy("amended since"),
    "removed": gettext_lazy("no longer listed"),
}

GENDERS: Final[Mapping[str, Promise]] = {
    "male": gettext_lazy("Male"),
    "female": gettext_lazy("Female"),
    "other": gettext_lazy("Other"),
}

LIST_STATES: Final[Mapping[str, Promise]] = {
    "in force": gettext_lazy("In force"),
    "superseded": gettext_lazy("Superseded"),
    "quarantined": gettext_lazy("In quarantine"),
    "set aside": gettext_lazy("Set aside"),
}

SUBJECT_FIELDS: Final[Mapping[str, Promise]] = {
    "kind": gettext_lazy("Kind"),
    "names": gettext_lazy("Names"),
    "weak_names": gettext_lazy("Weak aliases"),
    "original_names": gettext_lazy("Names in the original script"),
    "births": gettext_lazy("Dates of birth"),
    "birth_places": gettext_lazy("Places of birth"),
    "countries": gettext_lazy("Countries"),
    "residences": gettext_lazy("Places of residence"),
    "identifiers": gettext_lazy("Numbers"),
    "programmes": gettext_lazy("Programmes"),
    "addresses": gettext_lazy("Addresses"),
    "facts": gettext_lazy("Further statements"),
    "listed_on": gettext_lazy("Listed on"),
    "amended_on": gettext_lazy("Amended on"),
    "source_url": gettext_lazy("Source link"),
}

IDENTIFIERS: Final[Mapping[str, Promise]] = {
    "passport": gettext_lazy("Passport"),
    "national-id": gettext_lazy("Identity number"),
    "tax-id": gettext_lazy("Tax number"),
    "registration": gettext_lazy("Registration number"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "iban": gettext_lazy("IBAN"),
    "bank-account": gettext_lazy("Bank account"),
    "swift": gettext_lazy("SWIFT/BIC"),
    "wallet": gettext_lazy("Crypto wallet"),
    "imo": gettext_lazy("IMO number"),
    "mmsi": gettext_lazy("MMSI number"),
    "call-sign": gettext_lazy("Call sign"),
    "tail-number": gettext_lazy("Tail number"),
    "serial-number": gettext_lazy("Serial number"),
    "website": gettext_lazy("Website"),
    "other-id": gettext_lazy("Other number"),
}

FACTS: Final[Mapping[str, Promise]] = {
    "title": gettext_lazy("Title"),
    "position": gettext_lazy("Position"),
    "gender": gettext_lazy("Gender"),
    "linked-to": gettext_lazy("Linked to"),
    "activity": gettext_lazy("Activity"),
    "document": gettext_lazy("Document"),
    "phone": gettext_lazy("Phone"),
    "name": gettext_lazy("Name"),
    "remark": gettext_lazy("Remark"),
}


def name_reason(reason: NameReason) -> str:
    """One step of a name's comparison as a sentence."""
    sentence = NAME_REASONS.get(reason.code)
    parts = {"query": reason.query, "name": reason.name}
    return str(sentence) % parts if sentence is not None else f"{reason.query} – {reason.name}"


def finding(found: Finding) -> str:
    """One piece of evidence as a sentence."""
    held = found.held
    if found.code in {"same-country", "other-country"}:
        held = ", ".join(country_name(code) for code in held.split(", "))
    return str(FINDINGS[found.code]) % {"asked": found.asked, "held": held}


def reasons(hit: Hit) -> tuple[tuple[str, bool], ...]:
    """All reasons of a hit as (sentence, speaks against it), each once, the evidence after the name."""
    names = ((name_reason(one), one.code in AGAINST) for one in hit.reasons)
    evidence = ((finding(one), one.effect < 0) for one in hit.findings)
    return tuple(dict.fromkeys((*names, *evidence)))


def obligations(words: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader must observe, as sentences."""
    return tuple(str(OBLIGATIONS[word]) for word in words if word in OBLIGATIONS)


def two_person_act(name: str) -> str:
    """What needs two persons, in words."""
    return str(TWO_PERSON_ACTS.get(name, name))


def score_word(score: float) -> str:
    """How alike in one word, so that the number does not stand alone."""
    if score >= 0.97:
        return _("nearly identical")
    if score >= 0.9:
        return _("very alike")
    return _("alike") if score >= 0.8 else _("partly alike")


def purposes() -> list[tuple[str, str]]:
    """The purposes as a form's choices."""
    return [(one.value, str(PURPOSE_NAMES[one])) for one in Purpose]


def caption(schema: str, written: str) -> str:
    """What a record is called: its own words, or its kind where it has none, such as a link."""
    return str(kind_of_record(schema).label) if written == schema else written


def purpose_name(value: str) -> str:
    """A purpose in words."""
    return dict(purposes()).get(value, value)


def handling_meanings() -> list[tuple[str, str]]:
    """The handling codes as a form's choices, each with what it means."""
    return [(code.value, f"{code.value} – {meaning}") for code, meaning in HANDLING_CODES.items()]


def country_name(code: str) -> str:
    """A country's name in the active language, as ISO 3166 and its translations have it; the code where unknown."""
    found = pycountry.countries.get(alpha_2=code.upper())
    if found is None:
        return code.upper()
    plain = getattr(found, "common_name", found.name)
    return _iso_names(translation.get_language() or "en").gettext(plain)


def countries() -> list[tuple[str, str]]:
    """All countries as a form's choices, in the order of their names in the active language."""
    return list(_countries(translation.get_language() or "en"))


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    with translation.override(language):
        named = [(one.alpha_2.lower(), country_name(one.alpha_2)) for one in pycountry.countries]
    return tuple(sorted(named, key=lambda pair: gnu_key(pair[1])))


def gnu_key(name: str) -> str:
    """A sort key that files É beside E."""
    return name.casefold().translate(_PLAIN)


_PLAIN: Final = str.maketrans("éèêëáàâãåäíîïóôõöúûüçñ", "eeeeaaaaaaiiioooouuucn")


@cache
def _iso_names(language: str) -> gnu.NullTranslations:
    return gnu.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
