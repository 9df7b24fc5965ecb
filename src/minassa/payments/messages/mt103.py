"""SWIFT MT103: messages of one file, one after another, each in its blocks 1 to 5.

Fields read: 20, 23B, 32A, 33B, 50A/F/K, 52a, 53a, 56a, 57a, 59/59A/59F, 70, 71A, 72, 77B (SWIFT User Handbook, Standards MT).
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from minassa.payments.messages.amounts import amount_of
from minassa.payments.messages.letters import UNREADABLE, BudgetError, Letters
from minassa.payments.messages.numbers import account_number, without_cards
from minassa.payments.messages.types import (
    BrokenOff,
    Event,
    NotPaymentsError,
    Number,
    NumberKind,
    Party,
    Problem,
    Role,
    Text,
    Transaction,
    once,
)

SORT: Final = "MT103"
LONGEST: Final = 60_000
"""Letters of one message: SWIFT's own limit is 10,000."""
_BEGIN: Final = "{1:"
_TYPE: Final = re.compile(r"\{2:[IO](\d{3})")
_SENDER: Final = re.compile(r"\{1:F\d{2}([A-Z0-9]{8})[A-Z0-9]([A-Z0-9]{3})")
_RECEIVER: Final = re.compile(r"\{2:I\d{3}([A-Z0-9]{8})[A-Z0-9]([A-Z0-9]{3})")
_UETR: Final = re.compile(r"\{121:([0-9a-fA-F-]{36})\}")
_FIELD: Final = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_BIC: Final = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_AMOUNT: Final = re.compile(r"(\d{6})([A-Z]{3})([-\d,.]{1,40})")
_CODES: Final = frozenset({"CRED", "CRTS", "SPAY", "SPRI", "SSTD"})
_CHARGES: Final = frozenset({"OUR", "SHA", "BEN"})
_AGENTS: Final = {
    "52": Role.DEBTOR_AGENT, "53": Role.INTERMEDIARY, "54": Role.INTERMEDIARY, "55": Role.INTERMEDIARY,
    "56": Role.INTERMEDIARY, "57": Role.CREDITOR_AGENT,
}  # fmt: skip
_TEXTS: Final = ("70", "72", "77B", "77T")

Fields = dict[str, str]


def read_mt103(letters: Letters) -> Iterator[Event]:
    """The messages of a file. Raises NotPaymentsError where it does not begin with one.

    A message of another type, or without its fields, is a transaction with problems; a last one that is cut off is `BrokenOff`.
    """
    number, held = 0, ""
    try:
        for number, (message, is_whole) in enumerate(_messages(letters), start=1):
            held = message
            if not is_whole:
                yield BrokenOff(f"MT103 {number}")
                return
            yield _transaction(number, message)
    except BudgetError:
        yield BrokenOff(f"MT103 {number + 1}")
    if not held:
        raise NotPaymentsError


def _messages(letters: Letters) -> Iterator[tuple[str, bool]]:
    """Each message with whether its text ends as it must."""
    held, is_first = "", True
    while text := letters.text():
        held += text
        if is_first and not held.lstrip("\ufeff\u0001\ufffd \r\n\t").startswith(
            _BEGIN[: max(1, min(3, len(held.strip())))]
        ):
            raise NotPaymentsError
        is_first = False
        *whole, held = _split(held)
        for one in whole:
            letters.mark()
            yield one, "-}" in one
        if len(held) > LONGEST:
            raise BudgetError
    if held.strip(" \r\n\t$\ufffd\u0003"):
        yield held, "-}" in held


def _split(held: str) -> list[str]:
    """The text cut before each basic header; what stands before the first belongs to none."""
    places = [found.start() for found in re.finditer(re.escape(_BEGIN), held)]
    if not places:
        return [held]
    ends = [*places[1:], len(held)]
    return [held[start:end] for start, end in zip(places, ends, strict=True)]


def _transaction(number: int, message: str) -> Transaction:
    problems: list[tuple[Problem, str]] = []
    kind = _TYPE.search(message)
    if kind is None or kind[1] != "103":
        problems.append((Problem.NOT_MT103, kind[1] if kind else ""))
    fields = _fields(message)
    for tag, is_there in (
        ("20", "20" in fields),
        ("32A", "32A" in fields),
        ("50a", bool(_tags(fields, "50"))),
        ("59a", bool(_tags(fields, "59"))),
    ):
        if not is_there:
            problems.append((Problem.NO_FIELD, tag))
    if (code := fields.get("23B", "CRED").strip()) not in _CODES:
        problems.append((Problem.NO_FIELD, f"23B {code[:8]}"))
    if (charges := fields.get("71A", "SHA").strip()) not in _CHARGES:
        problems.append((Problem.NO_FIELD, f"71A {charges[:8]}"))
    day, currency, amount, bad = _value(fields.get("32A", ""))
    problems += bad if "32A" in fields else []
    if UNREADABLE in message:
        problems.append((Problem.BROKEN_LETTERS, ""))
    references = {"message": fields.get("20", "").strip()[:35]}
    if uetr := _UETR.search(message):
        references["uetr"] = uetr[1].lower()
    return Transaction(
        number=number,
        sort=SORT,
        references={name: value for name, value in references.items() if value},
        amount=amount,
        currency=currency,
        day=day,
        parties=tuple(_parties(message, fields)),
        texts=tuple(Text(_words(fields[tag]), f":{tag}:") for tag in _TEXTS if fields.get(tag, "").strip()),
        problems=tuple(problems),
        raw=without_cards(message)[:20_000] if problems else "",
    )


def _fields(message: str) -> Fields:
    """The fields of block 4 by their tags, the first of each."""
    _before, begin, rest = message.partition("{4:")
    text = rest.partition("\n-}")[0] if begin else ""
    text = text.replace("\r\n", "\n")
    found: Fields = {}
    places = list(_FIELD.finditer(text))
    for place, following in zip(places, [*places[1:], None], strict=True):
        found.setdefault(place[1], text[place.end() : following.start() if following else len(text)].strip("\n"))
    return found


def _tags(fields: Fields, number: str) -> list[str]:
    return [tag for tag in fields if tag.startswith(number)]


def _value(written: str) -> tuple[str, str, Decimal | None, list[tuple[Problem, str]]]:
    found = _AMOUNT.fullmatch(written.strip())
    if found is None:
        return "", "", None, [(Problem.BAD_AMOUNT, written.strip()[:40])]
    day, currency, amount = found[1], found[2], found[3]
    if "." in amount or amount.count(",") != 1:
        return "", currency, None, [(Problem.BAD_AMOUNT, written[:40])]
    value, problems = amount_of(amount.replace(",", ".").rstrip("."), currency)
    return f"20{day[:2]}-{day[2:4]}-{day[4:]}", currency, value, problems


def _parties(message: str, fields: Fields) -> Iterator[Party]:
    for shape, role, block in ((_SENDER, Role.INSTRUCTING_AGENT, "1"), (_RECEIVER, Role.INSTRUCTED_AGENT, "2")):
        if found := shape.search(message):
            bic = found[1] + ("" if found[2] == "XXX" else found[2])
            yield Party(
                role, f"{{{block}:", kind="organisation", numbers=(Number(NumberKind.BIC, bic, f"{{{block}:", role),)
            )
    for tag in fields:
        if tag[:2] == "50":
            yield _party(tag, Role.DEBTOR, fields[tag])
        elif tag[:2] == "59":
            yield _party(tag, Role.CREDITOR, fields[tag])
        elif tag[:2] in _AGENTS:
            yield _party(tag, _AGENTS[tag[:2]], fields[tag])


def _party(tag: str, role: Role, text: str) -> Party:
    path = f":{tag}:"
    lines = [" ".join(one.split()) for one in text.split("\n") if one.strip()]
    numbers: list[Number] = []
    if lines and (lines[0].startswith("/") or (tag == "50F" and "/" in lines[0] and not re.match(r"[1-8]/", lines[0]))):
        numbers += _first_line(lines.pop(0), path, role)
    if tag.endswith("F"):
        return _structured(path, role, lines, numbers)
    is_agent = tag[:2] in _AGENTS
    if lines and tag[-1] not in "DK" and _BIC.fullmatch(lines[0]):
        numbers.append(Number(NumberKind.BIC, lines.pop(0), path, role))
    name, *address = lines or [""]
    return Party(
        role, path, name=name, kind="organisation" if is_agent else None, address=tuple(address), numbers=once(numbers)
    )


def _first_line(line: str, path: str, role: Role) -> Iterator[Number]:
    """The account, or in 50F the code, country and number of a document (`CCPT/ML/EX0005522`)."""
    if line.startswith("/"):
        # A single letter between slashes says debit or credit, and is no account.
        written = re.sub(r"^/[CD](?:/|$)", "", line).lstrip("/")
    else:
        written = line.split("/", 2)[-1]
        if written:
            yield Number(NumberKind.DOCUMENT, written[:100], path, role)
        return
    if found := account_number(written, path, role):
        yield found


def _structured(path: str, role: Role, lines: list[str], numbers: list[Number]) -> Party:
    """The numbered lines of 50F and 59F: 1 name, 2 address, 3 country and town, 4 birth date, 6 and 7 numbers, 8 more."""
    told: dict[str, list[str]] = {}
    for line in lines:
        number, slash, rest = line.partition("/")
        if slash and number in "12345678":
            told.setdefault(number, []).append(rest)
    town = told.get("3", [])
    born = "".join(told.get("4", []))[:8]
    for one in ("6", "7"):
        numbers += [
            Number(NumberKind.DOCUMENT, rest.rpartition("/")[2][:100], path, role) for rest in told.get(one, [])
        ]
    return Party(
        role,
        path,
        name=" ".join(told.get("1", [])),
        kind="person" if born or "7" in told else None,
        country=town[0].partition("/")[0][:2] if town else "",
        birth_date=f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 and born.isdigit() else "",
        address=(*told.get("2", []), *(one.partition("/")[2] for one in town if "/" in one)),
        numbers=once(numbers),
    )


def _words(text: str) -> str:
    """The words of a free text: its codes (`/INV/`, `//`) are no part of them."""
    return " ".join(re.sub(r"(?m)^//|^/[A-Z]{3,8}/", " ", text).split())[:2_000]
