"""`eu-fsf`: the European Union's Financial Sanctions Files (CSV with `;`, UTF-8).

One row for each combination of a subject with one alias, address, birth, citizenship or document. Column names differ
between releases (2018: `Naal_wholename`; since: `NameAlias_WholeName`), so cells are found by either name.
"""

from collections.abc import Iterator
from typing import Final

from minassa.base import Invalid
from minassa.screening import faults
from minassa.screening.births import read_between, read_birth, read_day
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import Columns, lines, rows
from minassa.screening.texts import name, text
from minassa.screening.types import Draft, Fact, Identifier, Kind, ListedSubject, Reading

_REQUIRED: Final = {
    "Entity_LogicalId": ("Entity_LogicalId",),
    "Entity_SubjectType": ("Entity_SubjectType", "Subject_type"),
    "NameAlias_WholeName": ("NameAlias_WholeName", "Naal_wholename"),
}
_PERSON: Final = frozenset({"p", "person"})
_DOCUMENTS: Final = (("passport", "passport"), ("id", "national-id"), ("ssn", "national-id"), ("fiscal", "tax-id"))
_REGISTRATIONS: Final = frozenset({"regnumber", "tradelic", "swiftbic", "imo"})


def read(batch: Batch) -> Reading:
    """Read the file; rows of one subject are gathered wherever they stand."""
    source = rows(lines(batch.only(".csv")), delimiter=";")
    first = next(source, None)
    if first is None:
        raise Invalid(faults.FORMAT_UNKNOWN)
    columns = Columns(first[1], _REQUIRED)
    drafts: dict[str, Draft] = {}
    published = ""
    for line, row in source:
        columns.check(row, line)
        published = published or read_day(columns.get(row, "fileGenerationDate", "Date_filexxxx", "Date_file"))
        _add_row(drafts, columns, row, line)
    return Reading(published, _finished(drafts))


def _finished(drafts: dict[str, Draft]) -> Iterator[ListedSubject]:
    return (draft.finished() for draft in drafts.values())


def _add_row(drafts: dict[str, Draft], columns: Columns, row: list[str], line: int) -> None:
    logical = columns.get(row, "Entity_LogicalId").strip()
    if not logical:
        raise Invalid(faults.REF_MISSING, where=line)
    draft = drafts.get(logical)
    if draft is None:
        draft = drafts[logical] = _draft(columns, row, logical, line)
    draft.names.append(_name(columns, row, line))
    _add_birth(draft, columns, row)
    _add_address(draft, columns, row)
    _add_document(draft, columns, row)
    citizen = columns.get(row, "Citizenship_CountryIso2Code", "Citizenship_CountryDescription", "Citi_country")
    if found := text(citizen, line):
        draft.countries.append(found)
    for fact, names in (
        ("title", ("NameAlias_Title", "Naal_title")),
        ("position", ("NameAlias_Function", "Naal_function")),
        ("gender", ("NameAlias_Gender", "Naal_gender")),
    ):
        if stated := text(columns.get(row, *names), line):
            draft.facts.append(Fact(fact, stated))


def _draft(columns: Columns, row: list[str], logical: str, line: int) -> Draft:
    stated = columns.get(row, "Entity_SubjectType_ClassificationCode", "Entity_SubjectType", "Subject_type")
    ref = text(columns.get(row, "Entity_EU_ReferenceNumber", "EU_ref_num"), line) or logical
    draft = Draft(ref, Kind.PERSON if stated.strip().lower() in _PERSON else Kind.ORGANISATION)
    draft.listed_on = read_day(columns.get(row, "Entity_DesignationDate", "Leba_publication_date"))
    draft.amended_on = read_day(columns.get(row, "Entity_Regulation_PublicationDate", "Leba_publication_date"))
    draft.source_url = text(columns.get(row, "Entity_Regulation_PublicationUrl", "Leba_url"), line)
    draft.programmes.append(text(columns.get(row, "Entity_Regulation_Programme", "Programme"), line))
    for fact, names in (
        ("remark", ("Entity_Remark",)),
        ("un-reference", ("Entity_UnitedNationId",)),
        ("legal-basis", ("Entity_Regulation_NumberTitle", "Leba_numtitle")),
    ):
        if told := text(columns.get(row, *names), line):
            draft.facts.append(Fact(fact, told))
    return draft


def _name(columns: Columns, row: list[str], line: int) -> str:
    whole = name(columns.get(row, "NameAlias_WholeName", "Naal_wholename"), line)
    parts = (
        columns.get(row, "NameAlias_FirstName", "Naal_firstname"),
        columns.get(row, "NameAlias_MiddleName", "Naal_middlename"),
        columns.get(row, "NameAlias_LastName", "Naal_lastname"),
    )
    return whole or name(" ".join(filter(None, parts)), line)


def _add_birth(draft: Draft, columns: Columns, row: list[str]) -> None:
    first, last = columns.get(row, "BirthDate_YearRangeFrom"), columns.get(row, "BirthDate_YearRangeTo")
    stated = text(columns.get(row, "BirthDate_BirthDate", "Birt_date", "BirthDate_Year"), draft.ref)
    if stated:
        circa = columns.get(row, "BirthDate_Circa").strip().lower() == "true"
        draft.births.append(read_birth(stated, approximate=circa))
    elif first and last:
        draft.births.append(read_between(first, last))
    place = (
        columns.get(row, "BirthDate_City", "BirthDate_Place", "Birt_place"),
        columns.get(row, "BirthDate_Region"),
        columns.get(row, "BirthDate_CountryDescription", "BirthDate_CountryIso2Code", "Birt_country"),
    )
    _add_place(draft, draft.birth_places, place)


def _add_address(draft: Draft, columns: Columns, row: list[str]) -> None:
    place = (
        columns.get(row, "Addr_number"),
        columns.get(row, "Address_Street", "Addr_street"),
        columns.get(row, "Address_PoBox"),
        columns.get(row, "Address_ZipCode", "Addr_zipcode"),
        columns.get(row, "Address_City", "Addr_city"),
        columns.get(row, "Address_Region", "Address_Place", "Addr_other"),
        columns.get(row, "Address_CountryDescription", "Address_CountryIso2Code", "Addr_country"),
    )
    _add_place(draft, draft.addresses, place)


def _add_place(draft: Draft, target: list[str], place: tuple[str, ...]) -> None:
    parts = [one for one in (text(raw, draft.ref) for raw in place) if one]
    if parts:
        target.append(", ".join(parts))
    if parts and (country := text(place[-1], draft.ref)):
        draft.residences.append(country)


def _add_document(draft: Draft, columns: Columns, row: list[str]) -> None:
    number = text(columns.get(row, "Identification_Number", "Iden_number"), draft.ref)
    if not number:
        return
    stated = columns.get(row, "Identification_TypeCode", "Identification_TypeDescription").strip().lower()
    kind = next((kind for word, kind in _DOCUMENTS if stated.startswith(word)), "other-id")
    kind = "registration" if stated in _REGISTRATIONS else kind
    country = text(columns.get(row, "Identification_CountryIso2Code", "Iden_country"), draft.ref)
    draft.identifiers.append(Identifier(kind, number, country))
