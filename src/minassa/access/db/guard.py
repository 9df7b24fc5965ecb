"""What both engines share: statements that did not come from our compilers may not name a guarded table."""

import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import lru_cache
from types import TracebackType
from typing import Any, Final, Self

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from minassa.access import walls
from minassa.access.walls import WallError, guarded_tables

COMPILER_MODULE: Final = "minassa.access.compile"


@lru_cache(maxsize=8)
def _mention(tables: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, tables))), re.IGNORECASE)


def refuse_foreign_sql(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature of an execute wrapper
    """Let a statement pass that our compiler wrote or that names no guarded table. Stops mistakes; the second walls stop malice."""
    tables = guarded_tables()
    if tables and walls.statement() is None and not walls.is_upkeep() and _mention(tables).search(str(sql)):
        raise WallError("SQL that does not come from the compiler may not name a guarded table")
    return execute(sql, params, many, context)


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
