"""Rows of rooms above that say more of a record: an incident's time and place. They live under their record's label."""

from minassa.access import Guarded

_tables: list[type[Guarded]] = []


def detail_table(model: type[Guarded]) -> None:
    """Register a model with a key `record` to records, once, when Django has started: its rows follow their record's label.

    The key's CASCADE takes them away with the record.
    """
    if model not in _tables:
        _tables.append(model)


def detail_tables() -> tuple[type[Guarded], ...]:
    """All that are registered."""
    return tuple(_tables)
