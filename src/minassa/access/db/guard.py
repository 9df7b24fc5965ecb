"""What both engines share: the last look at a statement's text before it runs.

It stops mistakes, and SQL that was smuggled into an expression; somebody who controls the process can go around it. Behind
it stand SQLite's authorizer and PostgreSQL's row-level security.
"""

import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from types import TracebackType
from typing import Any, Final, Self

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from minassa.access import walls
from minassa.access.walls import WallError, guarded_tables

_KEPT_UP_TO: Final = 10_000
"""Longer statements, such as inserts of many rows, are looked at each time: they would fill the memory and never come back."""

COMPILER_MODULE: Final = "minassa.access.compile"


def last_look(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature of an execute wrapper
    """Let a statement pass that names no guarded table, or that our compiler wrote with a wall before each one.

    Raises WallError for any other. Migrations and flushes pass.
    """
    if not walls.is_upkeep() and walls.statement() != "keys":
        text = str(sql)
        look = _fault if len(text) < _KEPT_UP_TO else _fault.__wrapped__
        fault = look(text, guarded_tables(), is_ours=walls.statement() is not None)
        if fault:
            raise WallError(fault)
    return execute(sql, params, many, context)


@lru_cache(maxsize=1024)
def _fault(sql: str, tables: frozenset[str], *, is_ours: bool) -> str:
    if not tables:
        return ""
    if not is_ours:
        found = _mention(tables).search(sql)
        return "SQL that does not come from the compiler may not name a guarded table" if found else ""
    return _unwalled(sql, tables)


def _unwalled(sql: str, tables: frozenset[str]) -> str:
    """What is wrong with a compiled statement: every guarded table in it needs the label condition for its alias."""
    sources: Counter[str] = Counter()
    for one in _mention(tables).finditer(sql):
        if one["column"]:
            continue
        if not one["before"]:
            return "a guarded table stands where the compiler puts none"
        if one["before"].split()[0].lower() != "into":
            sources[one["alias"] or f'"{one["table"]}"'] += 1
    bare = (alias for alias, count in sources.items() if sql.count(f'{alias}."label_id" IN (') < count)
    return "a guarded table in an expression goes past the wall" if any(bare) else ""


@lru_cache(maxsize=8)
def _mention(tables: frozenset[str]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, tables)))
    return re.compile(
        rf'(?P<before>\b(?:from|join|update|into)\s+)?"?(?<!\w)(?P<table>{names})(?!\w)"?'
        r'(?P<column>\."?\w)?(?:\s(?P<alias>[A-Z]+[0-9]+)\b)?',
        re.IGNORECASE,
    )


class UpkeepSchema(BaseDatabaseSchemaEditor):
    """Mixed into both schema editors: what a migration runs is let through."""

    def __enter__(self) -> Self:
        self._upkeep = ExitStack()
        self._upkeep.enter_context(walls.upkeep())
        try:
            return super().__enter__()
        except BaseException:
            self._upkeep.close()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._upkeep:
            super().__exit__(kind, error, trace)
