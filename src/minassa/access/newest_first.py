"""Newest-first lists and capped counts that cost the same for everybody, however labels lie in time.

A plain `WHERE label_id IN (...) ORDER BY modified DESC` can read a million rows for an actor who sees three old labels.
Here the newest keys of each label are read by index, merged, and only then the rows. A model listed this way has

    Index("label", F("modified").desc(), F("id").desc())
    Index(<each column of `equal`>, "label", F("modified").desc(), F("id").desc())
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection, models

from minassa.access import walls
from minassa.access.guarded import Guarded

Row = TypeVar("Row", bound=Guarded)
Cursor = tuple[datetime, UUID]

_SQLITE_COMPOUND: Final = 400
"""SQLite joins at most 500 SELECTs with UNION ALL."""

_HERE: Final = "{label}"
"""Where a label's number goes in the SQL of one label, which is written once and not for each of hundreds."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are, counted up to a cap: `text` is "17", or "1000+" beyond it."""

    number: int
    is_capped: bool

    @property
    def text(self) -> str:
        """As it is shown."""
        return f"{self.number}+" if self.is_capped else str(self.number)


def capped_count(rows: "models.QuerySet[Any]", cap: int = 1000) -> Count:
    """Count the rows of a queryset, but never more than the cap."""
    found = rows.order_by()[: cap + 1].count()
    return Count(min(found, cap), found > cap)


def newest(
    model: type[Row],
    size: int,
    before: Cursor | None = None,
    *,
    by: str = "modified",
    related: tuple[str, ...] = (),
    **equal: Any,  # noqa: ANN401 - values of the model's own columns
) -> list[Row]:
    """The newest visible rows with these column values, newest first, older than the cursor `(modified, id)` of a row.

    `by` names another time than `modified`; `related` is followed as `select_related` would. Runs inside a door.
    """
    wanted = _Wanted(model, by, size, before, equal)
    ids = [one for one, _when in wanted.keys(sorted(walls.needed().visible))]
    # select_related() of nothing would follow every key.
    found = model.objects.select_related(*related) if related else model.objects.all()
    rows = found.in_bulk(ids) if ids else {}
    by_id: dict[object, Row] = {wanted.key_of(row.id): row for row in rows.values()}
    return [by_id[one] for one in ids if one in by_id]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One question: its SQL for a label, and its answer over all labels. Only names of the model's own columns are text."""

    model: type[Guarded]
    by: str
    size: int
    before: Cursor | None
    equal: Mapping[str, Any]

    def keys(self, labels: list[int]) -> list[tuple[Any, Any]]:
        """The newest `(id, time)` over these labels, as the database holds them."""
        if not labels or self.size < 1:
            return []
        if connection.vendor == "postgresql":
            return self._run(self._lateral(), [labels, *self._values(), self.size, self.size])
        step = _SQLITE_COMPOUND
        found = [one for start in range(0, len(labels), step) for one in self._united(labels[start : start + step])]
        return sorted(found, key=itemgetter(1, 0), reverse=True)[: self.size]

    def key_of(self, row_id: UUID) -> object:
        """A row's id as the database gives it."""
        return row_id if connection.vendor == "postgresql" else row_id.hex

    def _lateral(self) -> str:
        return (
            f"SELECT k.id, k.{self._time} FROM unnest(%s::integer[]) AS seen(label),"  # noqa: S608 - quoted names of columns
            f" LATERAL ({self._of_one_label('seen.label')} LIMIT %s) AS k ORDER BY 2 DESC, 1 DESC LIMIT %s"
        )

    def _united(self, labels: list[int]) -> list[tuple[Any, Any]]:
        before, after = self._of_one_label(_HERE).split(_HERE)
        parts = [f"SELECT * FROM ({before}{int(label)}{after} LIMIT %s)" for label in labels]  # noqa: S608 - integers and quoted names of columns
        values = [*self._values(), self.size] * len(labels)
        return self._run(f"{' UNION ALL '.join(parts)} ORDER BY 2 DESC, 1 DESC LIMIT %s", [*values, self.size])

    def _of_one_label(self, label: str) -> str:
        table = connection.ops.quote_name(self.model._meta.db_table)
        conditions = [f"t.label_id = {label}", *(f"t.{self._column(name)} = %s" for name in self.equal)]
        if self.before is not None:
            conditions.append(f"(t.{self._time}, t.id) < (%s, %s)")
        return (
            f"SELECT t.id, t.{self._time} FROM {table} t WHERE {' AND '.join(conditions)}"  # noqa: S608 - quoted names of columns
            f" ORDER BY t.{self._time} DESC, t.id DESC"
        )

    def _values(self) -> list[Any]:
        values = [self._field(name).get_db_prep_value(value, connection) for name, value in self.equal.items()]
        if self.before is None:
            return values
        when, row_id = self.before
        cursor = (
            self._field(self.by).get_db_prep_value(when, connection),
            self._field("id").get_db_prep_value(row_id, connection),
        )
        return [*values, *cursor]

    @property
    def _time(self) -> str:
        return self._column(self.by)

    def _column(self, name: str) -> str:
        return connection.ops.quote_name(self._field(name).column)

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields
        return self.model._meta.get_field(name)

    def _run(self, sql: str, values: list[Any]) -> list[tuple[Any, Any]]:
        with walls.compiled("keys"), connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())
