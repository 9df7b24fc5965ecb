"""`uk-ofsi`: the United Kingdom's consolidated list of financial sanctions targets (ConList CSV).

The first line says when the list was last updated, the second names the columns. There is one row for each alias, date
of birth and address of a subject, in the order of names, so rows are gathered by Group ID. `Name 6` is the surname.
Older files are in Windows-1252; newer ones are UTF-8 and have more columns, so cells are found by their names.
"""

import re
from typing import Final

from minassa.base import Invalid
from minassa.screening import faults
from minassa.screening.births import read_birth, read_day
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import Columns, lines, rows
from minassa.screening.texts import name, text
from minassa.screening.types import Draft, Fact, Identifier, Kind, Reading

_REQUIRED: Final = {"Name 6": ("Name 6",), "Group Type": ("Group Type",), "Group ID": ("Group ID",)}
_KINDS: Final = {"individual": Kind.PERSON, "entity": Kind.ORGANISATION, "ship": Kind.VESSEL}
_NAME_PARTS: Final = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_ADDRESS_PARTS: Final = (*(f"Address {number}" for number in range(1, 7)), "Post/Zip Code", "Country")
_UNKNOWN_DAY: Final = re.compile(r"^00/(?:00/)?")
_ISSUER: Final = re.compile(r"\s*\((?P<country>[^()]*)\).*$")
_OTHER_REFS: Final = re.compile(
    r"(?:UN Ref(?:erence)?(?: No)?|UK Sanctions List Ref)\)?\s*:?\s*([A-Z]{2,4}[a-z]?\.?\d+)", re.IGNORECASE
)


def read(batch: Batch) -> Reading:
    """Read the file: its day, its columns, then its rows gathered by subject."""
    source = rows(lines(batch.only(".csv"), ("utf-8", "cp1252")))
    day, header = next(source, None), next(source, None)
    if day is None or header is None or not day[1][0].strip().lower().startswith("last updated"):
        raise Invalid(faults.HEADER_MISSING, columns="Last Updated, Name 6, Group Type, Group ID")
    columns = Columns(header[1], _REQUIRED)
    drafts: dict[str, Draft] = {}
    for line, row in source:
        columns.check(row, line)
        _add_row(drafts, columns, row, line)
    published = read_day(day[1][1]) if len(day[1]) > 1 else ""
    return Reading(published, (draft.finished() for draft in drafts.values()))


def _add_row(drafts: dict[str, Draft], columns: Columns, row: list[str], line: int) -> None:
    ref = columns.get(row, "Group ID").strip()
    if not ref.isdigit():
        raise Invalid(faults.REF_MISSING, where=line)
    draft = drafts.get(ref)
    if draft is None:
        draft = drafts[ref] = _draft(columns, row, ref)
    _add_name(draft, columns, row)
    _add_life(draft, columns, row)
    _add_address(draft, columns, row)
    _add_documents(draft, columns, row)


def _draft(columns: Columns, row: list[str], ref: str) -> Draft:
    kind = _KINDS.get(columns.get(row, "Group Type").strip().lower(), Kind.OTHER)
    draft = Draft(ref, kind, programmes=[text(columns.get(row, "Regime"), ref)])
    draft.listed_on = read_day(columns.get(row, "Listed On"))
    draft.amended_on = read_day(columns.get(row, "Last Updated"))
    remark = text(columns.get(row, "Other Information"), ref)
    for fact, stated in (
        ("title", text(columns.get(row, "Title"), ref)),
        ("position", text(columns.get(row, "Position"), ref)),
        ("remark", remark),
        *(("other-reference", other) for other in _OTHER_REFS.findall(remark)),
    ):
        if stated:
            draft.facts.append(Fact(fact, stated))
    return draft


def _add_name(draft: Draft, columns: Columns, row: list[str]) -> None:
    found = name(" ".join(filter(None, (columns.get(row, part).strip() for part in _NAME_PARTS))), draft.ref)
    kind = columns.get(row, "Alias Type").strip().lower()
    if columns.get(row, "Alias Quality").strip().lower().startswith("low"):
        draft.weak_names.append(found)
    elif kind.startswith("prim"):
        draft.names.insert(0, found)
    else:
        draft.names.append(found)
    if original := name(columns.get(row, "Name Non-Latin Script"), draft.ref):
        draft.original_names.append(original)


def _add_life(draft: Draft, columns: Columns, row: list[str]) -> None:
    for stated in _stated(columns.get(row, "DOB", "D.O.B"), draft):
        draft.births.append(read_birth(_UNKNOWN_DAY.sub("", stated)))
    place = [text(columns.get(row, one), draft.ref) for one in ("Town of Birth", "Country of Birth")]
    if any(place):
        draft.birth_places.append(", ".join(filter(None, place)))
        draft.residences += [place[1]] if place[1] else []
    draft.countries += _stated(columns.get(row, "Nationality", "Nationality(/ies)"), draft)


def _stated(raw: str, draft: Draft) -> list[str]:
    """The values of one cell, which newer files number as `(1) ... (2) ...`."""
    return [one.strip(" .") for one in re.split(r"\(\d+\)|;", text(raw, draft.ref)) if one.strip(" .")]


def _add_address(draft: Draft, columns: Columns, row: list[str]) -> None:
    parts = [text(columns.get(row, one), draft.ref) for one in _ADDRESS_PARTS]
    if any(parts):
        draft.addresses.append(", ".join(filter(None, parts)))
    if parts[-1]:
        draft.residences.append(parts[-1])


def _add_documents(draft: Draft, columns: Columns, row: list[str]) -> None:
    for kind, number, details in (
        ("passport", "Passport Number", "Passport Details"),
        ("national-id", "National Identification Number", "National Identification Details"),
        ("national-id", "NI Number", ""),
    ):
        note = text(columns.get(row, details), draft.ref) if details else ""
        stated = _stated(columns.get(row, number), draft)
        for one in stated or ([note] if note else []):
            issuer = _ISSUER.search(one)
            value = _ISSUER.sub("", one)
            if value:
                draft.identifiers.append(Identifier(kind, value, issuer["country"] if issuer else "", note))
