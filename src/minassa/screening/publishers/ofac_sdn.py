"""`ofac-sdn`: the Specially Designated Nationals list of the United States Treasury, as its set of CSV files.

Four files without header lines are joined on their first column. `-0- ` means empty, the last line is a lone 0x1A, and
dates of birth, documents, nationalities and weak aliases stand in free-text remarks that sdn_comments.csv continues.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from minassa.base import Invalid
from minassa.screening import faults
from minassa.screening.births import read_birth
from minassa.screening.identifiers import is_iban
from minassa.screening.intake import Batch
from minassa.screening.publishers.streams import lines, rows
from minassa.screening.texts import name, surname_last, text
from minassa.screening.types import Draft, Fact, Identifier, Kind, ListedSubject, Reading

_KINDS: Final = {
    "individual": Kind.PERSON,
    "": Kind.ORGANISATION,
    "entity": Kind.ORGANISATION,
    "vessel": Kind.VESSEL,
    "aircraft": Kind.AIRCRAFT,
}
_WIDTHS: Final = {"sdn.csv": 12, "alt.csv": 5, "add.csv": 6, "sdn_comments.csv": 2}
_EMPTY: Final = "-0-"
_END: Final = "\x1a"
_ALIAS: Final = re.compile(r"^(?:a|f|n)\.k\.a\. ['\"](.+?)['\"]$")
_NUMBERED: Final = re.compile(
    r"^(?P<number>.+?)(?: \((?P<country>[^()]+)\))?(?P<note>(?: (?:issued|expires|exp\.).*)?)$"
)
# What a remark begins with, and the kind of identifier that follows. The longest beginnings stand first.
_NUMBERS: Final[tuple[tuple[str, str], ...]] = (
    ("Digital Currency Address - ", "wallet"),
    ("Vessel Registration Identification IMO ", "imo"),
    ("Company Number IMO ", "registration"),
    ("Identification Number IMO ", "imo"),
    ("Business Registration Document # ", "registration"),
    ("Business Registration Number ", "registration"),
    ("Commercial Registry Number ", "registration"),
    ("Chamber of Commerce Number ", "registration"),
    ("Aircraft Manufacturer's Serial Number (MSN) ", "serial-number"),
    ("Aircraft Construction Number (also called L/N or S/N or F/N) ", "serial-number"),
    ("Aircraft Tail Number ", "tail-number"),
    ("Government Gazette Number ", "registration"),
    ("Folio Mercantil No. ", "registration"),
    ("Matricula Mercantil No ", "registration"),
    ("Registration Number ", "registration"),
    ("Registration ID ", "registration"),
    ("Company Number ", "registration"),
    ("Trade License No. ", "registration"),
    ("C.R. No. ", "registration"),
    ("D-U-N-S Number ", "registration"),
    ("RUC # ", "tax-id"),
    ("RIF # ", "tax-id"),
    ("NIT # ", "tax-id"),
    ("RTN ", "tax-id"),
    ("R.F.C. ", "tax-id"),
    ("C.U.I.T. ", "tax-id"),
    ("V.A.T. Number ", "tax-id"),
    ("Tax ID No. ", "tax-id"),
    ("Italian Fiscal Code ", "tax-id"),
    ("National ID No. ", "national-id"),
    ("National Foreign ID Number ", "national-id"),
    ("Identification Number ", "national-id"),
    ("Birth Certificate Number ", "national-id"),
    ("Personal ID Card ", "national-id"),
    ("Turkish Identification Number ", "national-id"),
    ("Stateless Person ID Card ", "national-id"),
    ("Cedula No. ", "national-id"),
    ("C.U.R.P. ", "national-id"),
    ("Numero de Identidad ", "national-id"),
    ("Tarjeta de Identidad ", "national-id"),
    ("Residency Number ", "national-id"),
    ("Refugee ID Card ", "national-id"),
    ("Electoral Registry No. ", "national-id"),
    ("Driver's License No. ", "other-id"),
    ("D.N.I. ", "national-id"),
    ("I.F.E. ", "national-id"),
    ("SSN ", "national-id"),
    ("Diplomatic Passport ", "passport"),
    ("Stateless Person Passport ", "passport"),
    ("Passport ", "passport"),
    ("MMSI ", "mmsi"),
    ("SWIFT/BIC ", "swift"),
    ("Bank Account Number ", "bank-account"),
    ("Phone Number ", "phone"),
    ("Telephone ", "phone"),
    ("Email Address ", "email"),
    ("Website ", "website"),
)
Joined = dict[str, list[tuple[str, str]]]
_FACTS: Final = (("Gender ", "gender"), ("Linked To: ", "linked-to"), ("Organization Type: ", "activity"))


def read(batch: Batch) -> Reading:
    """Read the set: names and remarks from `sdn.csv`, aliases, addresses and continued remarks joined to them."""
    main = batch.part("sdn.csv")
    aliases = _joined(batch.part("alt.csv"), "alt.csv", _alias)
    addresses = _joined(batch.part("add.csv"), "add.csv", _address)
    more = batch.parts.get("sdn_comments.csv")
    comments = _joined(more, "sdn_comments.csv", _comment) if more else {}
    return Reading("", _subjects(main, aliases, addresses, comments))


def _subjects(main: Path, aliases: Joined, addresses: Joined, comments: Joined) -> Iterator[ListedSubject]:
    for line, row in _rows(main, "sdn.csv"):
        draft = _draft(row, line)
        _add_aliases(draft, aliases.get(draft.ref, []))
        for whole, country in addresses.get(draft.ref, []):
            draft.addresses.append(whole)
            draft.residences.append(country)
        # A remark is cut at 1,000 characters, in the middle of a word, and goes on in the comments.
        continued = "".join(one for one, _ in comments.get(draft.ref, []))
        _add_remarks(draft, text(_cell(row[11]) + continued, draft.ref))
        yield draft.finished()


def _rows(path: Path, part: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of one file; a row of another width, or without a number in front, raises Invalid."""
    for line, row in rows(lines(path)):
        if row == [_END]:
            return
        if len(row) != _WIDTHS[part] or not row[0].strip().isdigit():
            raise Invalid(faults.CSV_BROKEN, line=f"{part}:{line}")
        yield line, row


def _joined(path: Path, part: str, read_row: Callable[[list[str]], tuple[str, str]]) -> Joined:
    """What one of the side files says, by subject."""
    found: Joined = defaultdict(list)
    for _line, row in _rows(path, part):
        found[row[0].strip()].append(read_row(row))
    return found


def _alias(row: list[str]) -> tuple[str, str]:
    return _cell(row[3]), row[2].strip()


def _address(row: list[str]) -> tuple[str, str]:
    ref = row[0].strip()
    parts = [text(_cell(one), ref) for one in row[2:5]]
    return ", ".join(filter(None, parts)), parts[2]


def _comment(row: list[str]) -> tuple[str, str]:
    return row[1], ""


def _cell(raw: str) -> str:
    return "" if raw.strip() == _EMPTY else raw


def _draft(row: list[str], line: int) -> Draft:
    ref, kind = row[0].strip(), _KINDS.get(_cell(row[2]).strip().lower(), Kind.OTHER)
    draft = Draft(ref, kind, names=[_straight(row[1], kind, f"sdn.csv:{line}")])
    draft.programmes += [text(one, ref) for one in re.split(r"\]\s*\[", _cell(row[3])) if one.strip()]
    for raw, fact in ((row[4], "position"), (row[6], "vessel-type"), (row[10], "owner")):
        if stated := text(_cell(raw), ref):
            draft.facts.append(Fact(fact, stated))
    if call_sign := text(_cell(row[5]), ref):
        draft.identifiers.append(Identifier("call-sign", call_sign))
    if flag := text(_cell(row[9]), ref):
        draft.countries.append(flag)
    return draft


def _straight(raw: str, kind: Kind, where: str) -> str:
    tidy = name(_cell(raw), where)
    return surname_last(tidy) if kind is Kind.PERSON else tidy


def _add_aliases(draft: Draft, found: list[tuple[str, str]]) -> None:
    for raw, kind in found:
        target = draft.weak_names if kind == "weak aka" else draft.names
        target.append(_straight(raw, draft.kind, draft.ref))
    draft.names[:] = [one for one in draft.names if one]


def _add_remarks(draft: Draft, remarks: str) -> None:
    for segment in remarks.strip().removesuffix(".").split(";"):
        one = segment.strip().removeprefix("alt. ").strip()
        if one and one != _EMPTY:
            _add_remark(draft, one)
    draft.residences[:] = [one for one in draft.residences if one]
    draft.addresses[:] = [one for one in draft.addresses if one]


def _add_remark(draft: Draft, remark: str) -> None:
    """File one remark: an alias, a birth, a nationality, a number, or else a fact as it stands."""
    if alias := _ALIAS.match(remark):
        draft.weak_names.append(_straight(alias[1], draft.kind, draft.ref))
    elif remark.startswith("DOB "):
        draft.births.append(read_birth(remark[4:]))
    elif remark.startswith("POB "):
        draft.birth_places.append(remark[4:])
        draft.residences.append(remark.rpartition(", ")[2] if ", " in remark else remark[4:])
    elif remark.startswith(("nationality ", "citizen ")):
        draft.countries.append(remark.split(" ", 1)[1])
    elif identifier := _number(remark):
        draft.identifiers.append(identifier)
    else:
        kind, told = next(
            ((kind, remark[len(start) :]) for start, kind in _FACTS if remark.startswith(start)), ("", "")
        )
        draft.facts.append(Fact(kind or "remark", told or remark))


def _number(remark: str) -> Identifier | None:
    for start, kind in _NUMBERS:
        if remark.startswith(start):
            return _identifier(kind, remark[len(start) :])
    return None


def _identifier(kind: str, stated: str) -> Identifier | None:
    if kind == "phone":
        return Identifier("phone", stated)
    found = _NUMBERED.match(stated)
    if not found:
        return None
    number, country, note = found["number"], found["country"] or "", found["note"].strip()
    if kind == "wallet":
        currency, _, address = number.rpartition(" ")
        return Identifier("wallet", address, note=currency)
    if kind == "bank-account" and is_iban(number):
        kind = "iban"
    return Identifier(kind, number, country, note)
