"""Rows of a table as links: what each says of a call, a payment or a journey, and which ends it names by which identifier."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from minassa.base import Fault, Invalid
from minassa.base.amounts import amount_of
from minassa.base.identifiers import phone_key, plain_key
from minassa.names import fold
from minassa.records import faults as record_faults
from minassa.records.flows import faults
from minassa.records.flows.cells import DayOrder, moment_of, seconds_of
from minassa.records.flows.sorts import CALLS, PAYMENTS, FlowSort
from minassa.records.lines import Readable, bounded_lines
from minassa.records.tables import line_of, table_rows
from minassa.records.values import cleaned
from minassa.records.vocabulary import schema

LONGEST_SHOWN: Final = 64


@dataclass(frozen=True, slots=True)
class FlowOptions:
    """How a file is read.

    The country of phone numbers without a prefix, the order of day and month, the currency where the rows name none, and who the
    file is from: with it, a reference in the source means the same record the next time.
    """

    region: str = ""
    order: DayOrder = DayOrder.CLEAR
    currency: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class EndTold:
    """One end of a link as a row names it: by which property, of which kind, under which key, and what a new record would say.

    `holder` is whose account it is, as the row says.
    """

    by: str
    schema: str
    key: str
    properties: Mapping[str, tuple[str, ...]]
    holder: str = ""

    @property
    def origin(self) -> str:
        """The reference that a new record of this end gets: the same for the same identifier, whatever file it stands in."""
        return f"{self.schema.lower()}:{digest(self.key)}"


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One row: where it stood, and what it says or why it was refused."""

    number: int
    raw: str
    origin: str = ""
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends: tuple[EndTold, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)
    fault: Fault | None = None


def digest(*parts: str) -> str:
    """A short name for what these texts say."""
    told = json.dumps(parts, ensure_ascii=False)
    return hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()


def read_flows(file: Readable, of: FlowSort, columns: Mapping[str, str], options: FlowOptions) -> Iterator[FlowRow]:
    """Each row of a file as a link or a refusal. `columns` says for a heading what its column holds; else it is guessed.

    Raises Invalid where the table as a whole cannot be read, or lacks a column without which no row can be.
    """
    rows = table_rows(bounded_lines(file))
    _number, heads = next(rows, (1, []))
    held = columns or of.guessed(heads)
    names = tuple(held.get(head, "") for head in heads)
    missing = [str(one.label) for one in of.columns if one.is_needed and one.name not in names]
    if missing:
        raise Invalid(faults.UNMAPPED, missing=", ".join(missing))
    return (_row(number, cells, names, of, options) for number, cells in rows if any(map(str.strip, cells)))


def first_rows(file: Readable, most: int = 5) -> tuple[list[str], list[list[str]]]:
    """The headings of a file and its first rows, for whoever says what its columns hold."""
    rows = table_rows(bounded_lines(file))
    _number, heads = next(rows, (1, []))
    return heads, [cells for (_n, cells), _i in zip(rows, range(most), strict=False)]


def _row(number: int, cells: Sequence[str], names: Sequence[str], of: FlowSort, options: FlowOptions) -> FlowRow:
    raw = line_of(cells)
    try:
        if len(cells) > len(names):
            raise Invalid(record_faults.ROW_LENGTH)
        said = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name and cell.strip()}
        told = _READERS[of.name](said, options)
    except Fault as fault:
        return FlowRow(number, raw, fault=fault)
    return FlowRow(
        number, raw, _origin(of, said, told.properties, told.ends, options), told.properties, told.ends, told.extra
    )


@dataclass(frozen=True, slots=True)
class _Said:
    properties: Mapping[str, tuple[str, ...]]
    ends: tuple[EndTold, ...]
    extra: Mapping[str, object] = field(default_factory=dict)


def _origin(
    of: FlowSort,
    said: Mapping[str, str],
    properties: Mapping[str, tuple[str, ...]],
    ends: Iterable[EndTold],
    options: FlowOptions,
) -> str:
    """By its source and its reference there, where both are known; else by all that the row says."""
    if options.source and said.get("reference"):
        return f"{of.name}:{digest(options.source, said['reference'])}"
    told = [f"{name}={value}" for name, values in sorted(properties.items()) for value in values]
    return f"{of.name}:{digest(*told, *(one.key for one in ends))}"


def _call(said: Mapping[str, str], options: FlowOptions) -> _Said:
    ends = (
        _line(said.get("caller", ""), "callerLine", options),
        _line(said.get("callee", ""), "receiverLine", options),
    )
    _refuse_same(ends)
    duration = seconds_of(said["duration"]) if "duration" in said else ""
    if "duration" in said and not duration:
        raise Invalid(faults.NO_DURATION, value=said["duration"][:LONGEST_SHOWN])
    numbers = {"callerNumber": ends[0].key, "receiverNumber": ends[1].key}
    written = {"callerNumber": said["caller"], "receiverNumber": said["callee"]}
    values = {
        **numbers,
        "date": _moment(said, "date", options),
        "duration": duration,
        "callType": said.get("kind", ""),
        "cell": said.get("cell", ""),
        "location": said.get("place", ""),
        **_sourced(said, options),
    }
    as_written = {name: text for name, text in written.items() if text != numbers[name]}
    return _Said(_kept(values), ends, {"as_written": as_written} if as_written else {})


def _payment(said: Mapping[str, str], options: FlowOptions) -> _Said:
    ends = (
        _account(said.get("payer_account", ""), "payerAccount", said.get("payer_name", ""), options),
        _account(said.get("payee_account", ""), "beneficiaryAccount", said.get("payee_name", ""), options),
    )
    _refuse_same(ends)
    amount = amount_of(said.get("amount", ""))
    if amount is None:
        raise Invalid(faults.NO_AMOUNT, value=said.get("amount", "")[:LONGEST_SHOWN])
    values = {
        "amount": f"{amount:f}",
        "currency": (said.get("currency") or options.currency).upper(),
        "date": _moment(said, "date", options),
        "purpose": said.get("purpose", ""),
        "transactionNumber": said.get("reference", ""),
        "publisher": options.source,
    }
    return _Said(_kept(values), ends)


def _journey(said: Mapping[str, str], options: FlowOptions) -> _Said:
    if not said.get("from") or not said.get("to"):
        raise Invalid(faults.NO_PLACE)
    ends = [
        _traveller(said),
        _place(said["from"], "startLocation"),
        _place(said["to"], "endLocation"),
    ]
    _refuse_same(ends[1:])
    if plate := said.get("vehicle"):
        ends.append(EndTold("vehicle", "Vehicle", plain_key(plate), {"registrationNumber": (plate,)}))
    arrived = _moment({"date": said["arrived"]}, "date", options) if "arrived" in said else ""
    values = {
        "name": f"{said['from']} – {said['to']}",
        "startDate": _moment(said, "date", options),
        "endDate": arrived,
        **_sourced(said, options),
    }
    return _Said(_kept(values), tuple(ends))


_READERS: Final[Mapping[str, Callable[[Mapping[str, str], FlowOptions], _Said]]] = {
    CALLS.name: _call,
    PAYMENTS.name: _payment,
    "travel": _journey,
}


def _sourced(said: Mapping[str, str], options: FlowOptions) -> dict[str, str]:
    return {"recordId": said.get("reference", ""), "publisher": options.source}


def _kept(values: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: (value,) for name, value in values.items() if value}


def _moment(said: Mapping[str, str], name: str, options: FlowOptions) -> str:
    written = said.get(name, "")
    found = moment_of(written, said.get("time", ""), options.order)
    if not found:
        raise Invalid(faults.NO_MOMENT, value=f"{written} {said.get('time', '')}".strip()[:LONGEST_SHOWN])
    return found


def _line(written: str, name: str, options: FlowOptions) -> EndTold:
    key, _is_possible = phone_key(written, region=options.region)
    if not key.strip("+"):
        raise Invalid(faults.NO_LINE, value=written[:LONGEST_SHOWN])
    return EndTold(name, "PhoneLine", key, {"phone": (key,)})


def _account(written: str, name: str, holder: str, options: FlowOptions) -> EndTold:
    if written.startswith("+"):
        line = _line(written, name, options)
        return EndTold(name, line.schema, line.key, line.properties, holder)
    key = plain_key(written)
    if not key:
        raise Invalid(faults.NO_ACCOUNT)
    as_iban = cleaned(schema("BankAccount").properties["iban"], written)
    said = {"accountNumber": (written,)} if as_iban.doubtful else {"iban": (as_iban.value,)}
    return EndTold(name, "BankAccount", key, said, holder)


def _traveller(said: Mapping[str, str]) -> EndTold:
    number = said.get("document", "")
    key, name = plain_key(number), said.get("traveller", "")
    if not key:
        raise Invalid(faults.NO_TRAVELLER)
    made = {"name": (name,), "passportNumber": (number,)} if name else {}
    return EndTold("involved", "Person", key, made)


def _place(written: str, name: str) -> EndTold:
    return EndTold(name, "Place", fold(written) or written.casefold(), {"name": (written,)})


def _refuse_same(ends: Sequence[EndTold]) -> None:
    if ends[0].key == ends[1].key:
        raise Invalid(faults.SAME_ENDS)
