"""`un-sc`: the United Nations Security Council Consolidated List (XML, no namespace).

Names are split over FIRST_NAME .. FOURTH_NAME in no fixed order of given and family names; aliases hold several names
joined by `;`, names in another script in brackets, acronyms in brackets, and remarks; many aliases are empty.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element

from minassa.base import Invalid
from minassa.screening import faults
from minassa.screening.births import read_between, read_birth, read_day
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import child_text, child_texts, elements
from minassa.screening.texts import LONGEST_NAME, name, script, surname_last
from minassa.screening.types import Draft, Fact, Identifier, Kind, ListedSubject, Reading

_NAME_PARTS: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_STRONG: Final = frozenset({"good", "a.k.a.", "f.k.a.", ""})
_KINDS: Final = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.ORGANISATION}
_PLACE_PARTS: Final = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
_SEVERAL: Final = re.compile(r"\s*;\s*|\s+[a-z]\)\s+|\n")
_LETTERED: Final = re.compile(r"^\s*[a-z]\)\s*")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)?")
_ORIGINAL: Final = re.compile(r"^\s*original script\s*:\s*", re.IGNORECASE)
_REMARK: Final = re.compile(r",\s+born\b.*$", re.IGNORECASE)
_DOCUMENT_KINDS: Final = (("passport", "passport"), ("passeport", "passport"), ("pasaporte", "passport"))
_NUMBER_LABEL: Final = re.compile(r"^(?:.*?(?:number|no\.?|n°|numéro)\s*:?\s*)(?=\S*\d)", re.IGNORECASE)
_LONGEST_ACRONYM: Final = 10


def read(batch: Batch) -> Reading:
    """Read the list; the first element is the root, which carries the day of generation."""
    stream = elements(batch.only(".xml"), frozenset(_KINDS))
    root = next(stream, None)
    if root is None or root.tag != "CONSOLIDATED_LIST":
        raise Invalid(faults.FORMAT_UNKNOWN)
    published = read_day(root.get("dateGenerated", ""))
    return Reading(published, (_subject(one, f"subject {number}") for number, one in enumerate(stream, start=1)))


def _subject(element: Element, where: str) -> ListedSubject:
    kind = _KINDS[str(element.tag)]
    ref = child_text(element, "REFERENCE_NUMBER", "REFERENCE_NUMBER")
    draft = Draft(ref, kind, listed_on=read_day(child_text(element, "LISTED_ON", ref)))
    draft.amended_on = max(map(read_day, child_texts(element, "LAST_DAY_UPDATED", ref)), default="")
    _names(element, draft)
    _aliases(element, draft)
    _births(element, draft)
    _documents(element, draft)
    _places(element, draft)
    draft.countries += child_texts(element, "NATIONALITY", ref)
    draft.programmes += child_texts(element, "UN_LIST_TYPE", ref)
    for tag, fact in (("TITLE", "title"), ("DESIGNATION", "position"), ("GENDER", "gender"), ("COMMENTS1", "remark")):
        draft.facts += [Fact(fact, one) for one in child_texts(element, tag, ref)]
    return draft.finished(where)


def _names(element: Element, draft: Draft) -> None:
    parts = [name(element.findtext(tag), draft.ref) for tag in _NAME_PARTS]
    _file(" ".join(one for one in parts if one), draft, draft.names)
    for original in re.split(r"[;:\n]", _bounded(element.findtext("NAME_ORIGINAL_SCRIPT"), draft)):
        draft.original_names.append(name(original, draft.ref))


def _aliases(element: Element, draft: Draft) -> None:
    for alias in element.findall(f"{element.tag}_ALIAS"):
        strong = (alias.findtext("QUALITY") or "").strip().lower() in _STRONG
        _file(_bounded(alias.findtext("ALIAS_NAME"), draft), draft, draft.names if strong else draft.weak_names)


def _bounded(raw: str | None, draft: Draft) -> str:
    """A field that may hold several names: bounded before anything is searched in it."""
    if raw and len(raw) > LONGEST_NAME * 4:
        raise Invalid(faults.NAME_TOO_LONG, where=draft.ref, limit=LONGEST_NAME)
    return raw or ""


def _file(raw: str, draft: Draft, target: list[str]) -> None:
    """File the names of one field. Brackets may hold more names, an acronym, or a remark."""
    outside = _BRACKETS.sub(" ", raw)
    for one in _SEVERAL.split(_REMARK.sub("", outside)):
        tidy = name(_LETTERED.sub("", one), draft.ref)
        is_turned = draft.kind is Kind.PERSON and tidy.count(",") == 1
        target.append(surname_last(tidy) if is_turned else tidy)
    for inside in _BRACKETS.findall(raw):
        _file_inside(_ORIGINAL.sub("", inside), outside, draft, target)


def _file_inside(inside: str, outside: str, draft: Draft, target: list[str]) -> None:
    names = [name(one, draft.ref) for one in _SEVERAL.split(inside)]
    if script(inside) == script(outside):
        draft.weak_names += [one for one in names if _is_acronym(one, outside)]
    elif script(inside) == "LATIN" or target is draft.weak_names:
        target += names
    else:
        draft.original_names += names


def _is_acronym(short: str, full: str) -> bool:
    """Whether a short word in capitals has its letters in the full name, in order (GSPC, MUJAO, JAK-T)."""
    letters = [one for one in short.lower() if one.isalnum()]
    capitals = sum(1 for one in short if one.isupper())
    if " " in short or not 2 <= len(letters) <= _LONGEST_ACRONYM or capitals * 2 < len(letters):
        return False
    rest = iter(full.lower())
    return all(one in rest for one in letters)


def _births(element: Element, draft: Draft) -> None:
    for one in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
        kind = child_text(one, "TYPE_OF_DATE", draft.ref)
        first, last = child_text(one, "FROM_YEAR", draft.ref), child_text(one, "TO_YEAR", draft.ref)
        stated = child_text(one, "DATE", draft.ref) or child_text(one, "YEAR", draft.ref)
        stated = stated or child_text(one, "NOTE", draft.ref)
        if first and last:
            draft.births.append(read_between(first, last))
        elif stated:
            draft.births.append(read_birth(stated, approximate=kind == "APPROXIMATELY"))


def _documents(element: Element, draft: Draft) -> None:
    for one in element.findall("INDIVIDUAL_DOCUMENT"):
        kinds = [child_text(one, tag, draft.ref) for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2")]
        number, note = child_text(one, "NUMBER", draft.ref), child_text(one, "NOTE", draft.ref)
        value = _NUMBER_LABEL.sub("", number or (kinds[1] if re.search(r"\d{4}", kinds[1]) else ""))
        country = child_text(one, "ISSUING_COUNTRY", draft.ref) or child_text(one, "COUNTRY_OF_ISSUE", draft.ref)
        if value:
            draft.identifiers.append(Identifier(_document_kind(kinds[0]), value, country, note))
        elif note:
            draft.facts.append(Fact("document", f"{kinds[0]} {note}".strip()))


def _document_kind(stated: str) -> str:
    return next((kind for word, kind in _DOCUMENT_KINDS if word in stated.lower()), "national-id")


def _places(element: Element, draft: Draft) -> None:
    for tag, target in (
        (f"{element.tag}_ADDRESS", draft.addresses),
        ("INDIVIDUAL_PLACE_OF_BIRTH", draft.birth_places),
    ):
        for one in element.findall(tag):
            target.append(", ".join(filter(None, (child_text(one, part, draft.ref) for part in _PLACE_PARTS))))
            draft.residences.append(child_text(one, "COUNTRY", draft.ref))
    for listed in (draft.addresses, draft.birth_places, draft.residences):
        listed[:] = [one for one in listed if one]
