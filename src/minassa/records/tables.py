"""Tables (CSV): one record a row, columns named after properties; several values stand in one cell, `|` between them.

Reading: the separator (comma, semicolon or tab) and the columns are taken from the first row; its structure is judged
first, then each row. A column may be called by a property's name in any case, or by its label in the reader's language.
Writing: cells that a spreadsheet would take for a formula get a leading apostrophe (checklist S33), and reading takes it
away again, so that a table comes back as it went.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from minassa.base.cells import RISKY
from minassa.base.errors import Fault, Invalid
from minassa.records import faults
from minassa.records.ftm import ReadRow
from minassa.records.items import Item, checked
from minassa.records.vocabulary import LEFT_OUT, Schema, schema, schemata

_SEPARATORS: Final = ",;\t"
# What a spreadsheet takes for a formula, and our own guard, so that it can be told apart.
_RISKY: Final = (*RISKY, "'")
_VALUE: Final = re.compile(r"(?:[^|\\]|\\.|\\$)+", re.DOTALL)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PLAIN: Final = re.compile(r"[\W_]+")


def read_table(
    lines: Iterable[bytes], *, schema_name: str = "", columns: Mapping[str, str] | None = None
) -> Iterator[ReadRow]:
    """Each row as an item or a refusal with its reason. Row numbers count from 1, the header being row 1.

    `schema_name` is the kind of every row, unless a column `schema` says otherwise; `columns` maps a column of the file
    to a property's name, or to "" to pass it over. Raises Invalid where the structure of the table is wrong.
    """
    rows = table_rows(lines)
    _number, heads = next(rows, (1, []))
    names = _header(heads, schema_name, columns or {})
    for number, cells in rows:
        if any(cell.strip() for cell in cells):
            yield _row(number, cells, names, schema_name)


def table_rows(lines: Iterable[bytes]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers from 1, the header among them; the separator is the one that its first row has most of."""
    texts = _decoded(lines)
    first = next(texts, "")
    separator = max(_SEPARATORS, key=first.count)
    return _numbered(csv.reader(chain([first], texts), delimiter=separator, strict=True))


def _decoded(lines: Iterable[bytes]) -> Iterator[str]:
    for number, line in enumerate(lines):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Invalid(faults.BAD_ENCODING) from error
        yield text.removeprefix("\ufeff") if number == 0 else text


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers from 1; csv's own error becomes a fault that names the last good row."""
    number = 0
    try:
        for number, cells in enumerate(rows, start=1):
            yield number, cells
    except csv.Error as error:
        raise Invalid(faults.BAD_TABLE, row=number) from error


def _header(heads: Sequence[str], schema_name: str, columns: Mapping[str, str]) -> tuple[str, ...]:
    """The property of each column: `id`, `schema`, a property's name, or "" where the column is passed over."""
    names = tuple(columns[head] if head in columns else _property(head, schema_name) for head in heads)
    if not any(names):
        raise Invalid(faults.NO_HEADER)
    for head, name in zip(heads, names, strict=True):
        if not name and head.strip() and head not in columns:
            raise Invalid(faults.UNKNOWN_COLUMN, column=head[:64], schema=schema_name or "schema")
        if name and names.count(name) > 1:
            raise Invalid(faults.COLUMN_TWICE, column=head[:64])
    if not schema_name and "schema" not in names:
        raise Invalid(faults.NO_SCHEMA)
    return names


def _property(head: str, schema_name: str) -> str:
    """The property that a column's heading means: by name in any case, else by label; "" where there is none."""
    wanted = _PLAIN.sub("", head).casefold()
    if wanted in {"id", "schema"}:
        return wanted
    kinds: Iterable[Schema] = [schema(schema_name)] if schema_name else schemata().values()
    for words in (lambda one: one.name, lambda one: str(one.label)):
        for kind in kinds:
            for one in kind.properties.values():
                if _PLAIN.sub("", words(one)).casefold() == wanted:
                    return one.name
    return next((name for name in LEFT_OUT if name.casefold() == wanted), "")


def _row(number: int, cells: Sequence[str], names: Sequence[str], schema_name: str) -> ReadRow:
    raw = line_of(cells)
    try:
        if len(cells) > len(names):
            raise Invalid(faults.ROW_LENGTH)
        return ReadRow(number, raw, item=checked(_item(cells, names, schema_name)))
    except Fault as fault:
        return ReadRow(number, raw, fault=fault)


def _item(cells: Sequence[str], names: Sequence[str], schema_name: str) -> Item:
    found = {name: _values(cell) for name, cell in zip(names, cells, strict=False) if name}
    own_id = "".join(found.pop("id", ()))
    own_schema = "".join(found.pop("schema", ())) or schema_name
    return Item(own_id or _id_of_content(own_schema, found), own_schema, found)


def _id_of_content(schema_name: str, properties: Mapping[str, tuple[str, ...]]) -> str:
    """A reference for a row without one, from what it says: the same table read twice gives the same references."""
    told = json.dumps([schema_name, sorted(properties.items())], ensure_ascii=False)
    return f"row-{hashlib.blake2b(told.encode('utf-8', 'replace'), digest_size=16).hexdigest()}"


def _values(cell: str) -> tuple[str, ...]:
    """The values in a cell: split at each bar; a bar or backslash within a value has a backslash before it."""
    parts = _VALUE.findall(_without_guard(cell))
    return tuple(value for value in (_ESCAPED.sub(r"\1", part).strip() for part in parts) if value)


def _cell(values: Iterable[str]) -> str:
    return _guarded("|".join(re.sub(r"([|\\])", r"\\\1", value) for value in values))


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(_RISKY) else cell


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def line_of(cells: Iterable[str]) -> str:
    """A row as it stands in a file."""
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()


def table_columns(of: Schema, used: Collection[str]) -> tuple[str, ...]:
    """The columns of a table of this kind: reference, kind, then the properties that some row uses, in their order."""
    return ("id", "schema", *(name for name in of.properties if name in used))


def write_header(columns: Iterable[str]) -> bytes:
    """The first row of a table, marked as UTF-8 for spreadsheets."""
    return ("\ufeff" + line_of(columns)).encode()


def write_row(item: Item, columns: Iterable[str]) -> bytes:
    """One row, with every cell guarded against being taken for a formula."""
    own = {"id": (item.id,), "schema": (item.schema,)}
    return line_of(_cell(own.get(name) or item.properties.get(name, ())) for name in columns).encode()
