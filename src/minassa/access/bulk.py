"""Many guarded rows at once: what an import writes, without a model's object for each row.

The wall stands all the same: every row's label must be writable through the open door, and on PostgreSQL the second wall
checks it again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.db import connection, models

from minassa.access import walls
from minassa.access.guarded import Guarded
from minassa.access.walls import WallError

_BATCH: Final = 5_000


def insert_rows(model: type[Guarded], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values (ints, texts, UUIDs, dates, aware datetimes), in the order of `columns`, ids and labels included.

    `columns` are names of the model's database columns; "id" and "label_id" are among them. Runs inside a door. Raises
    WallError for a label that is not writable through it.
    """
    known = {field.column: field for field in model._meta.local_concrete_fields}
    if set(columns) != set(known):
        raise WallError("an insert of many rows names every column of its table")
    _refuse_foreign_labels(columns, rows)
    quote = connection.ops.quote_name
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES ({marks})"  # noqa: S608 - quoted names of the model's own table and columns
    readers = [_reader(known[one]) for one in columns]
    with walls.compiled("write"), connection.cursor() as cursor:
        for start in range(0, len(rows), _BATCH):
            cursor.executemany(sql, list(_prepared(readers, rows[start : start + _BATCH])))


def _refuse_foreign_labels(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    place = list(columns).index("label_id")
    labels = {row[place] for row in rows}
    if not all(type(one) is int for one in labels) or not labels <= walls.needed().writable:
        raise WallError("this label is not writable through the open door")


def _prepared(readers: Sequence[Callable[[Any], Any] | None], rows: Sequence[Sequence[Any]]) -> Iterator[list[Any]]:
    for row in rows:
        yield [value if read is None else read(value) for read, value in zip(readers, row, strict=True)]


def _reader(field: "models.Field[Any, Any]") -> Callable[[Any], Any] | None:
    """What turns a value into what the driver takes; None where it goes as it is."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.UUIDField) and connection.vendor == "sqlite":
        return _hex
    if isinstance(target, models.DateField) and not isinstance(target, models.DateTimeField):
        return connection.ops.adapt_datefield_value
    if isinstance(target, models.DateTimeField):
        return lru_cache(maxsize=1024)(_moment)  # the rows of one record carry the same moment
    return None


def _hex(value: UUID) -> str:
    return value.hex


def _moment(value: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(value)
