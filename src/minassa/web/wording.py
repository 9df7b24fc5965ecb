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

from minassa.access import PURPOSE_NAMES, AgencyKind, DeliveryState, DeliveryView, Handling, Purpose, Step, Tlp
from minassa.base import fault_codes, filled
from minassa.base.countries import country_named
from minassa.check import Finding, Hit, NameReason
from minassa.desk import FileReason, Scan, Sharing, Stays
from minassa.records import REASON_NAMES, ValueType, Why, WithdrawReason
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

# What travels between nodes; the words are those of the rooms that send it.
PARCEL_KINDS: Final[Mapping[str, Promise]] = {
    "record": gettext_lazy("Record"),
    "request": gettext_lazy("Request for information"),
    "alert": gettext_lazy("Alert"),
    "lookout": gettext_lazy("Lookout"),
    "report": gettext_lazy("Report"),
    "duty": gettext_lazy("Duty contact"),
    "expertise": gettext_lazy("Expertise"),
    "practice": gettext_lazy("Good practice or lesson"),
    "programme": gettext_lazy("Programme"),
    "file": gettext_lazy("File"),
    "receipt": gettext_lazy("Acknowledgement"),
}
ACKNOWLEDGING: Final[Mapping[DeliveryState, Promise]] = {
    DeliveryState.WAITING: gettext_lazy("On its way"),
    DeliveryState.SENT: gettext_lazy("On its way"),
    DeliveryState.RECEIVED: gettext_lazy("Received, not acknowledged"),
    DeliveryState.ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    DeliveryState.REFUSED: gettext_lazy("Refused by the other node"),
    DeliveryState.DEAD: gettext_lazy("Could not be delivered"),
}
STEPS: Final[Mapping[Step, Promise]] = {
    Step.SHARE: gettext_lazy("Release"),
    Step.CORRECT: gettext_lazy("Correction"),
    Step.WITHDRAW: gettext_lazy("Withdrawal"),
    Step.MESSAGE: gettext_lazy("Message"),
}

KINDS: Final[Mapping[str, Promise]] = {
    "person": gettext_lazy("Person"),
    "organisation": gettext_lazy("Organisation"),
    "vessel": gettext_lazy("Vessel"),
    "aircraft": gettext_lazy("Aircraft"),
    "other": gettext_lazy("Other"),
}

OBSERVABLE_KINDS: Final[Mapping[str, Promise]] = {
    "domain": gettext_lazy("Domain"),
    "url": gettext_lazy("Web address"),
    "ipv4": gettext_lazy("IPv4 address"),
    "ipv6": gettext_lazy("IPv6 address"),
    "md5": gettext_lazy("Hash (MD5)"),
    "sha1": gettext_lazy("Hash (SHA-1)"),
    "sha256": gettext_lazy("Hash (SHA-256)"),
    "sha512": gettext_lazy("Hash (SHA-512)"),
    "email": gettext_lazy("E-mail"),
    "wallet": gettext_lazy("Crypto wallet"),
    "account": gettext_lazy("User account"),
}

THREAT_KINDS: Final[Mapping[str, Promise]] = {
    "attack-pattern": gettext_lazy("Technique"),
    "campaign": gettext_lazy("Campaign"),
    "indicator": gettext_lazy("Indicator"),
    "infrastructure": gettext_lazy("Infrastructure"),
    "intrusion-set": gettext_lazy("Group of attackers"),
    "malware": gettext_lazy("Malware"),
    "threat-actor": gettext_lazy("Threat actor"),
    "tool": gettext_lazy("Tool"),
    "vulnerability": gettext_lazy("Vulnerability"),
}

CONTENT_CATEGORIES: Final[Mapping[str, Promise]] = {
    "attack": gettext_lazy("Footage of an attack"),
    "execution": gettext_lazy("Footage of a killing"),
    "manual": gettext_lazy("Manual for attacks"),
    "propaganda": gettext_lazy("Propaganda"),
    "recruitment": gettext_lazy("Recruitment"),
    "threat": gettext_lazy("Threat"),
    "other": gettext_lazy("Other"),
}

# ATT&CK's tactics; a catalogue may hold others, which are shown as they are written.
TACTICS: Final[Mapping[str, Promise]] = {
    "reconnaissance": gettext_lazy("Reconnaissance"),
    "resource-development": gettext_lazy("Resource development"),
    "initial-access": gettext_lazy("Initial access"),
    "execution": gettext_lazy("Execution"),
    "persistence": gettext_lazy("Persistence"),
    "privilege-escalation": gettext_lazy("Privilege escalation"),
    "defense-evasion": gettext_lazy("Defence evasion"),
    "evasion": gettext_lazy("Evasion"),
    "credential-access": gettext_lazy("Credential access"),
    "discovery": gettext_lazy("Discovery"),
    "lateral-movement": gettext_lazy("Lateral movement"),
    "collection": gettext_lazy("Collection"),
    "command-and-control": gettext_lazy("Command and control"),
    "exfiltration": gettext_lazy("Exfiltration"),
    "inhibit-response-function": gettext_lazy("Inhibiting response functions"),
    "impair-process-control": gettext_lazy("Impairing process control"),
    "impact": gettext_lazy("Impact"),
}

# Relations of STIX, as they read from the source to the target.
RELATION_WORDS: Final[Mapping[str, Promise]] = {
    "uses": gettext_lazy("uses"),
    "indicates": gettext_lazy("indicates"),
    "attributed-to": gettext_lazy("is attributed to"),
    "targets": gettext_lazy("targets"),
    "mitigates": gettext_lazy("mitigates"),
    "delivers": gettext_lazy("delivers"),
    "variant-of": gettext_lazy("is a variant of"),
    "based-on": gettext_lazy("is based on"),
    "subtechnique-of": gettext_lazy("is a sub-technique of"),
    "related-to": gettext_lazy("has to do with"),
}

INDICATOR_STATES: Final[Mapping[str, Promise]] = {
    "valid": gettext_lazy("In force"),
    "not-yet": gettext_lazy("Not yet in force"),
    "expired": gettext_lazy("Expired"),
    "revoked": gettext_lazy("Revoked"),
}

INCIDENT_KINDS: Final[Mapping[str, Promise]] = {
    "state_conflict": gettext_lazy("Fighting with a state"),
    "group_conflict": gettext_lazy("Fighting between groups"),
    "against_civilians": gettext_lazy("Violence against civilians"),
    "explosion": gettext_lazy("Explosion or shelling"),
    "abduction": gettext_lazy("Abduction or hostage taking"),
    "assault": gettext_lazy("Assault or assassination"),
    "unrest": gettext_lazy("Riot or protest"),
    "other": gettext_lazy("Other kind of incident"),
}
INCIDENT_SOURCES: Final[Mapping[str, str | Promise]] = {
    "ucdp-ged": "UCDP GED",
    "acled": "ACLED",
    "gtd": "GTD",
    "own": gettext_lazy("Own table"),
    "entered": gettext_lazy("Entered by hand"),
}
DATE_PRECISIONS: Final[Mapping[str, Promise]] = {
    "day": gettext_lazy("the day is known"),
    "days": gettext_lazy("to within a few days"),
    "week": gettext_lazy("only the week is known"),
    "month": gettext_lazy("only the month is known"),
    "year": gettext_lazy("only the year is known"),
}
PLACE_PRECISIONS: Final[Mapping[str, Promise]] = {
    "exact": gettext_lazy("Exact place"),
    "near": gettext_lazy("Within about 25 km"),
    "exact_or_near": gettext_lazy("Exact, or within about 25 km: the source does not say which"),
    "district": gettext_lazy("Somewhere in a district"),
    "line": gettext_lazy("Somewhere along a line or in a loosely told area"),
    "region": gettext_lazy("Somewhere in a region"),
    "country": gettext_lazy("Somewhere in the country"),
    "sea": gettext_lazy("At sea or in the air"),
    "unknown": gettext_lazy("Place not known"),
}
IMPORT_STATES: Final[Mapping[str, Promise]] = {
    "asked": gettext_lazy("Looked at, not brought in yet"),
    "waiting": gettext_lazy("Waits for its turn"),
    "running": gettext_lazy("Is being brought in"),
    "done": gettext_lazy("Brought in"),
    "failed": gettext_lazy("Could not be read"),
}
# What was weighed between a report and an incident, and whether it speaks for their being the same.
WEIGHED: Final[Mapping[tuple[str, bool], Promise]] = {
    ("actors", True): gettext_lazy("The same actors"),
    ("actors", False): gettext_lazy("Other actors"),
    ("deaths", True): gettext_lazy("The same number of deaths"),
    ("deaths", False): gettext_lazy("Another number of deaths"),
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
    "request.send-at-risk": gettext_lazy("Send a request despite a risk to human rights"),
    "request.answer-at-risk": gettext_lazy("Answer a request despite a risk to human rights"),
    "record.export-bulk": gettext_lazy("Export many records"),
    "programme.export-bulk": gettext_lazy("Export many programmes to IATI"),
    "incident.export-bulk": gettext_lazy("Export many incidents"),
    "record.release-beyond": gettext_lazy("Release a record beyond its audience"),
    "record.hold": gettext_lazy("Place a legal hold on a record"),
    "record.lift-hold": gettext_lazy("Lift a legal hold"),
    "audit.rotate-key": gettext_lazy("Change the keys of the audit log"),
    "attachment.delete": gettext_lazy("Delete a file for good"),
}

DELIVERY_STATES: Final[Mapping[DeliveryState, Promise]] = {
    DeliveryState.WAITING: gettext_lazy("Waits to be sent"),
    DeliveryState.SENT: gettext_lazy("Sent, no answer yet"),
    DeliveryState.RECEIVED: gettext_lazy("Arrived there"),
    DeliveryState.ACKNOWLEDGED: gettext_lazy("Acknowledged"),
    DeliveryState.REFUSED: gettext_lazy("Refused by the recipient's node"),
    DeliveryState.DEAD: gettext_lazy("Given up after two weeks"),
    DeliveryState.STOPPED: gettext_lazy("Stopped before it was sent"),
}

LEFT_OUT_REASONS: Final[Mapping[Why, Promise]] = {
    Why.OWNERS_ONLY: gettext_lazy("Seen by your own agency only."),
    Why.NOT_RELEASED: gettext_lazy("It points to a record that these agencies were not given."),
}

SCANS: Final[Mapping[Scan, Promise]] = {
    Scan.NONE: gettext_lazy("Not scanned: this node has no virus scanner"),
    Scan.WAITING: gettext_lazy("In quarantine"),
    Scan.CLEAN: gettext_lazy("Nothing found"),
    Scan.FOUND: gettext_lazy("Infected"),
}

SHARINGS: Final[Mapping[Sharing, Promise]] = {
    Sharing.PLAIN: gettext_lazy("The file as it is: a text says nothing about its makers"),
    Sharing.STRIPPED: gettext_lazy("A form without metadata, deleted text and names of authors"),
    Sharing.UNPROVEN: gettext_lazy("Nothing until somebody has confirmed"),
    Sharing.CONFIRMED: gettext_lazy("The file with what could not be taken out, as was confirmed"),
}

STAYS: Final[Mapping[Stays, Promise]] = {
    Stays.SOURCE: gettext_lazy("Stays here: it can tell who a source is"),
    Stays.UNPROVEN: gettext_lazy("Stays here until somebody has confirmed that it may leave as it is"),
    Stays.QUARANTINE: gettext_lazy("Stays here until the virus scanner has looked at it"),
    Stays.MARKS: gettext_lazy("Stays here: its own marks do not allow it"),
    Stays.PRESENT: gettext_lazy("All of them have it already"),
}
FILE_REASONS: Final[Mapping[FileReason, Promise]] = {
    FileReason.INACCURATE: REASON_NAMES[WithdrawReason.INACCURATE],
    FileReason.NO_GROUND: REASON_NAMES[WithdrawReason.NO_GROUND],
    FileReason.NOT_NEEDED: REASON_NAMES[WithdrawReason.NOT_NEEDED],
    FileReason.MIS_DISCLOSED: REASON_NAMES[WithdrawReason.MIS_DISCLOSED],
    FileReason.RIGHTS: REASON_NAMES[WithdrawReason.RIGHTS],
    FileReason.LEFT_COMMUNITY: REASON_NAMES[WithdrawReason.LEFT_COMMUNITY],
    FileReason.NARROWED: REASON_NAMES[WithdrawReason.NARROWED],
    FileReason.DELETED: REASON_NAMES[WithdrawReason.DELETED],
    FileReason.REPLACED: gettext_lazy("Another file took its place"),
    FileReason.WITHDRAWN: gettext_lazy("Its owner withdrew it"),
}
LEFT_IN: Final[Mapping[str, Promise]] = {
    "pdf": gettext_lazy("what a PDF that could not be read whole says about its author, program and earlier versions"),
    "notes": gettext_lazy("the speaker's notes"),
    "picture": gettext_lazy("what drawings or pictures of old kinds say about their makers"),
    "hidden-data": gettext_lazy("data that the document carries without showing them"),
    "revisions": gettext_lazy("earlier versions that the document carries"),
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
    elif translation.get_language_bidi():
        held = f"\u2066{held}\u2069"  # a number with hyphens turns round after Arabic words
    return filled(FINDINGS[found.code], {"asked": found.asked, "held": held})


def reasons(hit: Hit) -> tuple[tuple[str, bool], ...]:
    """All reasons of a hit as (sentence, speaks against it), each once, the evidence after the name."""
    names = ((name_reason(one), one.code in AGAINST) for one in hit.reasons)
    evidence = ((finding(one), one.effect < 0) for one in hit.findings)
    return tuple(dict.fromkeys((*names, *evidence)))


def obligations(words: tuple[str, ...]) -> tuple[str, ...]:
    """What a reader must observe, as sentences."""
    return tuple(str(OBLIGATIONS[word]) for word in words if word in OBLIGATIONS)


def delivery_state(one: DeliveryView) -> str:
    """What became of a release, in words; what still wants an acknowledgement says so."""
    if one.is_overdue:
        return _("Acknowledgement overdue")
    if one.state is DeliveryState.RECEIVED and one.due is not None:
        return _("Arrived, to be acknowledged")
    return str(DELIVERY_STATES[one.state])


def withdrawal_reason(word: str) -> str:
    """Why something was withdrawn, in words; empty where no reason was given."""
    try:
        return str(FILE_REASONS[FileReason(word)])
    except ValueError:
        return ""


def parcel_kind_name(kind: str) -> str:
    """What a parcel holds, in words."""
    return str(PARCEL_KINDS.get(kind, kind))


def fault_sentence(code: str, **known: object) -> str:
    """What a fault's code says, as far as `known` fills its marks; the code itself where it does not, or is unknown."""
    sentence = fault_codes().get(code)
    return (_filled(str(sentence.what), known) if sentence else "") or code


def fault_step(code: str, **known: object) -> str:
    """What to do about a fault's code, as far as `known` fills its marks; nothing where it does not, or is unknown."""
    sentence = fault_codes().get(code)
    return _filled(str(sentence.next_step), known) if sentence else ""


def _filled(text: str, known: Mapping[str, object]) -> str:
    try:
        return text % known if "%(" in text else text
    except KeyError:
        return ""


def two_person_act(name: str) -> str:
    """What needs two persons, in words."""
    return str(TWO_PERSON_ACTS.get(name, name))


def tactic_name(name: str) -> str:
    """A tactic in words; the catalogue's own where we have none."""
    return str(TACTICS.get(name, name)) or _("Without a tactic")


def relation_words(name: str, *, outgoing: bool) -> str:
    """What one thing has to do with another, read from the one on the page; in brackets where the other is the source."""
    words = str(RELATION_WORDS.get(name, name.replace("-", " ")))
    return words if outgoing else _("(%(words)s) this:") % {"words": words}


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
    return country_named(code, translation.get_language() or "en")


def language_name(code: str) -> str:
    """A language's name in the active language, as ISO 639 and its translations have it; the code where unknown."""
    found = pycountry.languages.get(alpha_2=code)
    if found is None:
        return code
    return _iso_languages(translation.get_language() or "en").gettext(found.name)


@cache
def _iso_languages(language: str) -> gnu.NullTranslations:
    return gnu.translation("iso639-3", pycountry.LOCALES_DIR, [language], fallback=True)


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
