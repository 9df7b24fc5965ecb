"""A report as XML in the shape of goAML's: element names and their order as the UNODC's published guides print them. Pure.

The shape is ours until it is checked against the schema of the receiving FIU: docs/suspicions.md has the table.
"""

from datetime import date, datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from minassa.suspicions.content import (
    PartyKind,
    ReportContent,
    ReportKind,
    ReportParty,
    ReportTransaction,
    local_amount,
    standing_apart,
)

_SUBMISSION: Final = "E"
"""Sent electronically."""
_FUNDS: Final = "K"
"""Funds code "unknown": what kind of funds they were is not among what we hold."""


def report_xml(content: ReportContent, *, submitted: datetime, fiu_reference: str = "") -> bytes:
    """The report in UTF-8 with its declaration. Raises nothing: what XML cannot hold was refused before."""
    head, report = content.head, Element("report")
    _texts(
        report,
        ("rentity_id", head.entity),
        ("rentity_branch", head.branch),
        ("submission_code", _SUBMISSION),
        ("report_code", head.kind.value),
        ("entity_reference", head.reference),
        ("fiu_ref_number", fiu_reference),
        ("submission_date", f"{submitted:%Y-%m-%dT%H:%M:%S}"),
        ("currency_code_local", head.currency),
    )
    _texts(
        SubElement(report, "reporting_person"),
        ("first_name", head.first_name or "-"),
        ("last_name", head.last_name),
        ("occupation", head.occupation),
    )
    if head.city and head.country:
        _texts(SubElement(report, "location"), ("city", head.city), ("country_code", head.country))
    is_listed = head.kind is ReportKind.TRANSACTION
    _texts(report, ("reason", _reason(content) if is_listed else head.reason), ("action", head.action))
    if is_listed:
        for one in content.transactions:
            _transaction(report, one, content)
    else:
        _activity(report, content)
    if head.indicators:
        listed = SubElement(report, "report_indicators")
        _texts(listed, *(("indicator", one) for one in head.indicators))
    indent(report)
    written: bytes = tostring(report, encoding="utf-8", xml_declaration=True)
    return written


def _texts(parent: Element, *pairs: tuple[str, str]) -> None:
    """Children with a text; what is empty is left out."""
    for name, text in pairs:
        if text:
            SubElement(parent, name).text = text


def _reason(content: ReportContent) -> str:
    """The reason, with those parties that stand on no side of a transaction: a list of transactions has no other place for them."""
    apart = (
        ", ".join(filter(None, (one.name, one.first_name, one.number, one.country, one.why)))
        for one in standing_apart(content)
    )
    return "\n".join((content.head.reason, *apart))


def _transaction(report: Element, one: ReportTransaction, content: ReportContent) -> None:
    made = SubElement(report, "transaction")
    _texts(
        made,
        ("transactionnumber", one.number),
        ("transaction_description", one.description),
        ("date_transaction", _moment(one.on)),
        ("transmode_code", one.mode),
        ("amount_local", local_amount(one, content.head) or ""),
    )
    for side in ("from", "to"):
        _side(SubElement(made, f"t_{side}"), side, one, content)


def _side(parent: Element, side: str, one: ReportTransaction, content: ReportContent) -> None:
    name, account = getattr(one, f"{side}_name"), getattr(one, f"{side}_account")
    _texts(parent, (f"{side}_funds_code", _FUNDS))
    if one.currency != content.head.currency:
        foreign = SubElement(parent, f"{side}_foreign_currency")
        _texts(foreign, ("foreign_currency_code", one.currency), ("foreign_amount", one.amount))
    known = next((each for each in content.parties if each.name == name and each.kind is not PartyKind.ACCOUNT), None)
    if account:
        _account(SubElement(parent, f"{side}_account"), account, name, getattr(one, f"{side}_institution"))
    elif known is not None and known.kind is PartyKind.PERSON:
        _person(SubElement(parent, f"{side}_person"), known)
    else:
        _entity(SubElement(parent, f"{side}_entity"), known or ReportParty(PartyKind.ENTITY, name or "-"))
    _texts(parent, (f"{side}_country", getattr(one, f"{side}_country")))


def _account(parent: Element, number: str, name: str, institution: str) -> None:
    _texts(parent, ("institution_name", institution or "-"), ("account", number), ("account_name", name))


def _activity(report: Element, content: ReportContent) -> None:
    parties = SubElement(SubElement(report, "activity"), "report_parties")
    for one in content.parties:
        made = SubElement(parties, "report_party")
        _party(made, one)
        _texts(made, ("reason", one.why))


def _party(parent: Element, one: ReportParty) -> None:
    if one.kind is PartyKind.ACCOUNT:
        _account(SubElement(parent, "account"), one.number or one.name, one.name, one.institution)
    elif one.kind is PartyKind.ENTITY:
        _entity(SubElement(parent, "entity"), one)
    else:
        _person(SubElement(parent, "person"), one)


def _entity(made: Element, one: ReportParty) -> None:
    _texts(
        made,
        ("name", one.name),
        ("incorporation_number", one.number),
        ("incorporation_country_code", one.country),
    )


def _person(made: Element, one: ReportParty) -> None:
    _texts(
        made,
        ("first_name", one.first_name or "-"),
        ("last_name", one.name),
        ("birthdate", _moment(one.birth_date) if one.birth_date else ""),
        ("id_number", one.number),
        ("nationality1", one.country),
    )


def _moment(day: str) -> str:
    return f"{date.fromisoformat(day):%Y-%m-%d}T00:00:00"
