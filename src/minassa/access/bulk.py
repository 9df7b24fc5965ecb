"""Many guarded rows at once: what an import writes, without a model's object for each row.

The wall stands all the same: every row's label must be writable through the open door, and on PostgreSQL the second wall
checks it again.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, TypeAlias

from django.db import connection, models

from minassa.access import walls
from minassa.access.guarded import Guarded
from minassa.access.walls import WallError

_BATCH: Final = 5_000
_Reader: TypeAlias = Callable[[Any], Any]


def insert_rows(model: type[Guarded], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values (ints, texts, UUIDs, dates, aware datetimes), in the order of `columns`, ids and labels included.

    `columns` are names of the model's database columns; "id" and "label_id" are among them. Runs inside a door. Raises
    WallError for a label that is not writable through it.
    """
    known = {field.column: field for field in model._meta.local_concrete_fields if not field.generated}
    if set(columns) != set(known):
        raise WallError("an insert of many rows names every column of its table")
    _refuse_foreign_labels(columns, rows)
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES ({marks})"  # noqa: S608 - quoted names of the model's own table and columns
    readers = [_reader_of_some(known[one]) for one in columns]
    with walls.compiled("write"), connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            cursor.executemany(sql, _prepared(readers, rows[start : start + _BATCH]))


def _refuse_foreign_labels(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    place = list(columns).index("label_id")
    labels = {row[place] for row in rows}
    if not all(type(one) is int for one in labels) or not labels <= walls.needed().writable:
        raise WallError("this label is not writable through the open door")


def _prepared(readers: Sequence[_Reader | None], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them: read column by column, which is half the work of value by value."""
    columns = zip(*rows, strict=True)
    read = [column if reader is None else map(reader, column) for reader, column in zip(readers, columns, strict=True)]
    return list(zip(*read, strict=True))


def _reader_of_some(field: "models.Field[Any, Any]") -> _Reader | None:
    """The same for a column that may be empty: what is not there goes as it is."""
    read = _reader(field)
    return read if read is None or not field.null else lambda value: None if value is None else read(value)


def _reader(field: "models.Field[Any, Any]") -> _Reader | None:
    """What turns a value into what the driver takes; None where it goes as it is."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField) and connection.vendor == "sqlite":
        return attrgetter("hex")
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return connection.ops.adapt_datefield_value
    if isinstance(target, models.DateTimeField):
        # Rows that are written together mostly carry the same moment of receipt.
        return lru_cache(maxsize=64)(_moment if _keeps_utc_as_text() else connection.ops.adapt_datetimefield_value)
    return None


def _keeps_utc_as_text() -> bool:
    return connection.vendor == "sqlite" and connection.timezone is UTC


def _moment(value: datetime) -> object:
    """As Django's own adapter has it, for nearly all moments without its five calls."""
    if value.tzinfo is UTC:
        return str(value.replace(tzinfo=None))
    return connection.ops.adapt_datetimefield_value(value)
