"""`ca-sema`: Canada's consolidated autonomous sanctions (Special Economic Measures Act, XML).

Flat records without a reference of their own: the regulation (country), schedule and item together are the reference.
Country cells are bilingual (`Syria / Syrie`), aliases are joined by commas, and element names grew over the years.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element

from minassa.base import Invalid
from minassa.base.countries import country_code
from minassa.screening import faults
from minassa.screening.births import read_birth, read_day
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import child_text, elements
from minassa.screening.texts import name
from minassa.screening.types import Draft, Fact, Identifier, Kind, ListedSubject, Reading

# A comma that does not stand before a legal form: "Air Bagan Holdings Pte. Ltd., Air Bagan Limited", "Acme Co., Ltd."
_NEXT_ALIAS: Final = re.compile(
    r"\s*;\s*|,\s+(?!(?:Ltd|Limited|Inc|LLC|L\.L\.C|Co|Corp|S\.A|SA|GmbH|PJSC|JSC|PLC|OAO|OOO)\b)"
)
_SHIP_NUMBER: Final = re.compile(r"\d{7}")


def read(batch: Batch) -> Reading:
    """Read the records; the file does not say when it was published."""
    stream = elements(batch.only(".xml"), frozenset({"record"}))
    root = next(stream, None)
    if root is None or root.tag != "data-set":
        raise Invalid(faults.FORMAT_UNKNOWN)
    return Reading("", (_subject(one, number) for number, one in enumerate(stream, start=1)))


def _subject(element: Element, number: int) -> ListedSubject:
    where = f"record {number}"
    country, schedule, item = (child_text(element, tag, where) for tag in ("Country", "Schedule", "Item"))
    if not country or not item:
        raise Invalid(faults.REF_MISSING, where=where)
    ref = f"{country_code(country) or country.split(' / ')[0]}-{schedule or '0'}-{item}"
    draft = Draft(ref, _kind(element, where), programmes=[country])
    draft.listed_on = read_day(child_text(element, "DateOfListing", where))
    draft.names.append(_name(element, where))
    aliases = child_text(element, "Aliases", where)
    draft.names += [found for one in _NEXT_ALIAS.split(aliases) if (found := name(one, where))]
    _add_details(element, draft, where)
    return draft.finished()


def _kind(element: Element, where: str) -> Kind:
    if _ship_number(element, where):
        return Kind.VESSEL
    persons = child_text(element, "LastName", where) or child_text(element, "GivenName", where)
    return Kind.PERSON if persons else Kind.ORGANISATION


def _ship_number(element: Element, where: str) -> str:
    found = _SHIP_NUMBER.search(child_text(element, "ShipIMONumber", where))
    return found[0] if found else ""


def _name(element: Element, where: str) -> str:
    for tags in (("GivenName", "LastName"), ("EntityOrShip",), ("Entity",)):
        if found := name(" ".join(child_text(element, tag, where) for tag in tags), where):
            return found
    return ""


def _add_details(element: Element, draft: Draft, where: str) -> None:
    born = child_text(element, "DateOfBirthOrShipBuildDate", where) or child_text(element, "DateOfBirth", where)
    if born and draft.kind is Kind.PERSON:
        draft.births.append(read_birth(born))
    if ship := _ship_number(element, where):
        draft.identifiers.append(Identifier("imo", ship))
    for tag, fact in (("TitleOrShip", "title"), ("Title", "title")):
        if stated := child_text(element, tag, where):
            draft.facts.append(Fact(fact, stated))
