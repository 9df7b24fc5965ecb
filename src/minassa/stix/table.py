"""The table of the codec: each kind of record, the STIX object that stands for it, and what of it STIX itself can say.

What STIX cannot say is in the extension, so the columns here decide what other tools see, and nothing of what returns to us.
Where the object's type demands what a record lacks (a place its country, a link its two ends), a note stands for it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from minassa.stix import shapes
from minassa.stix.row import Row

NOT_EXPORTED: Final = frozenset({"Thing", "Interval", "Value", "Interest", "Analyzable"})
"""Schemata of which there are no records: they only lend their properties to others."""


def _identity(class_: str, *lines: str, **fixed: object) -> Row:
    return Row("identity", shapes.identity, lines=lines, fixed={"identity_class": class_, **fixed})


def _thing(*named_by: str, lines: tuple[str, ...] = ()) -> Row:
    return Row("infrastructure", shapes.infrastructure, named_by, lines, fixed={"infrastructure_types": ["unknown"]})


def _account(*numbers: str) -> Row:
    return Row("user-account", shapes.account, numbers)


def _link(words: str, source: str, target: str, *lines: str, kind: str = "related-to") -> Row:
    return Row(
        "relationship", shapes.link, (), lines, words=words, ends=(source, target), fixed={"relationship_type": kind}
    )


def _note(about: tuple[str, ...], *lines: str, named_by: tuple[str, ...] = ()) -> Row:
    return Row("note", shapes.note, named_by, lines, about)


_COMPANY_LINES: Final = ("registrationNumber", "jurisdiction", "country")
_PAPER_LINES: Final = ("type", "number", "country", "authority", "startDate", "endDate")
_SANCTION_LINES: Final = ("authority", "program", "reason", "listingDate", "startDate", "endDate")
_INCIDENT_LINES: Final = (
    "date",
    "location",
    "country",
    "tactic",
    "targetType",
    "deathsLow",
    "deathsBest",
    "deathsHigh",
)

TABLE: Final[Mapping[str, Row]] = MappingProxyType(
    {
        "Person": _identity("individual"),
        "LegalEntity": _identity("unknown", "country"),
        "Organization": _identity("organization", "country"),
        "Company": _identity("organization", *_COMPANY_LINES),
        "PublicBody": _identity("organization", "country", sectors=["government"]),
        "ArmedGroup": Row("threat-actor", shapes.group, lines=("areaOfActivity", "country")),
        "Asset": _thing(),
        "Security": _thing("isin", "registrationNumber"),
        "RealEstate": _thing("address", "registrationNumber", lines=("address", "country")),
        "Vehicle": _thing("registrationNumber", "chassisNumber", lines=("registrationNumber", "type", "model")),
        "Vessel": _thing("imoNumber", lines=("imoNumber", "flag")),
        "Airplane": _thing("registrationNumber", "serialNumber", lines=("registrationNumber", "type")),
        "Device": _thing("imei", "serialNumber", "model", lines=("imei", "macAddress", "model")),
        "Weapon": _thing("serialNumber", "model", lines=("serialNumber", "manufacturer", "calibre")),
        "BankAccount": _account("iban", "accountNumber"),
        "CryptoWallet": _account("publicKey", "cryptoAddress", "accountId"),
        "PhoneLine": _account("phone", "imsi"),
        "UserAccount": _account("username", "email", "phone"),
        "Identification": _note(("holder",), *_PAPER_LINES, named_by=("number",)),
        "Passport": _note(("holder",), *_PAPER_LINES, named_by=("passportNumber", "number")),
        "Ownership": _link("owns", "owner", "asset", "percentage"),
        "Control": _link("controls", "controller", "controlled", "controlType"),
        "Directorship": _link("directs", "director", "organization", "role"),
        "Employment": _link("works for", "employee", "employer", "role"),
        "Membership": _link("belongs to", "member", "organization", "role"),
        "Representation": _link("represents", "agent", "client", "role"),
        "UnknownLink": _link("is linked to", "subject", "object", "role"),
        "SameAs": _link("is judged the same as", "subject", "object", "summary"),
        "Succession": _link("succeeds", "successor", "predecessor", kind="derived-from"),
        "CourtCaseParty": _note(("party", "case"), "role", "status"),
        "Documentation": _note(("document", "entity"), "role"),
        "Family": _link("is related to", "person", "relative", "relationship"),
        "Associate": _link("is associated with", "person", "associate", "relationship"),
        "Occupancy": _note(("holder", "post"), "status", "startDate", "endDate"),
        "Position": _note(("organization",), "country"),
        "Payment": _link("paid", "payer", "beneficiary", "amount", "currency", "date", "purpose"),
        "Debt": _link("owes", "debtor", "creditor", "amount", "currency"),
        "Sanction": _note(("entity",), *_SANCTION_LINES, "provisions", named_by=("program",)),
        "Risk": _note(("entity",), "topics", *_SANCTION_LINES, named_by=("program",)),
        "Event": Row("incident", shapes.incident, lines=("date", "location", "country")),
        "Incident": Row("incident", shapes.incident, lines=_INCIDENT_LINES),
        "Seizure": Row(
            "incident", shapes.incident, ("goods",), ("date", "location", "goods", "quantity", "unit", "value")
        ),
        "Trip": Row(
            "grouping",
            shapes.grouping,
            lines=("startDate", "endDate"),
            about=("startLocation", "endLocation", "vehicle", "involved", "organizer"),
        ),
        "Call": Row(
            "observed-data",
            shapes.call,
            lines=("date", "startDate", "duration", "callType", "cell", "location"),
            about=("callerLine", "receiverLine", "caller", "receiver"),
        ),
        "CourtCase": _note((), "court", "category", "status", "fileDate", "closeDate", named_by=("caseNumber",)),
        "Address": Row("location", shapes.location, ("full", "street", "city")),
        "Place": Row("location", shapes.location, ("full", "pcode", "city")),
        "Route": Row("grouping", shapes.grouping, lines=("commodity", "mode"), about=("usedBy",)),
        "RouteLeg": _link("leads to", "fromPlace", "toPlace", "order", "mode", "confidence"),
        "Document": Row("report", shapes.report, ("fileName",), ("author", "date")),
        "Article": Row("report", shapes.report, ("fileName",), ("author", "publisher", "date")),
        "Message": _note(("sender", "recipients"), "date", "bodyText", named_by=("subject",)),
        "Email": Row("email-message", shapes.email, ("subject", "threadTopic")),
        "Note": _note(("entity",)),
    }
)
"""Every kind of record (`minassa.records.vocabulary`); a test holds the two together."""
