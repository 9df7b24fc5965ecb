"""What both walls must know at this moment: which door is open, and whether our own compiler wrote the statement.

The state lives in context variables, so threads and asynchronous tasks each have their own. Only the door, the
compilers, the engines and migrations write it; everything else may only ask.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Model

Statement: TypeAlias = Literal["read", "write", "keys"]

LABEL_TABLE: Final = "access_label"

NOBODY: Final = "NULL"
"""`label_id IN (NULL)` is never true, and neither is its negation."""


class WallError(RuntimeError):
    """An attempt to reach guarded rows past the door. A mistake in our code, so not a Fault that a user could mend."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What one open door lets through: label ids to read, and label ids to write, with their SQL text."""

    visible: frozenset[int]
    writable: frozenset[int]
    visible_text: str
    writable_text: str

    @property
    def arrays(self) -> tuple[str, str]:
        """Both lists as PostgreSQL writes arrays, such as "{1,2}"."""
        return _as_array(self.visible_text), _as_array(self.writable_text)


def opening(visible: frozenset[int], writable: frozenset[int]) -> Opening:
    """An opening for these labels; ids are integers, so their text needs no escaping."""
    return Opening(visible, writable, _as_text(visible), _as_text(writable))


def _as_text(ids: frozenset[int]) -> str:
    return ",".join(str(int(one)) for one in sorted(ids)) or NOBODY


def _as_array(text: str) -> str:
    return "{}" if text == NOBODY else f"{{{text}}}"


_opening: ContextVar[Opening | None] = ContextVar("wall_opening", default=None)
_statement: ContextVar[Statement | None] = ContextVar("wall_statement", default=None)
_upkeep: ContextVar[bool] = ContextVar("wall_upkeep", default=False)


def current() -> Opening | None:
    """The innermost open door's opening, or None outside every door."""
    return _opening.get()


def needed() -> Opening:
    """The innermost opening. Raises WallError outside a door."""
    found = _opening.get()
    if found is None:
        raise WallError("guarded rows are reached through the door only: `with door(actor, ACT) as opened:`")
    return found


def statement() -> Statement | None:
    """What kind of statement of our own compiler is running, or None: the SQL came from elsewhere."""
    return _statement.get()


def is_upkeep() -> bool:
    """Whether migrations or a test's flush are at work."""
    return _upkeep.get()


@contextmanager
def opened_as(one: Opening) -> Iterator[None]:
    """Hold this opening within the block; the outer one stands again afterwards."""
    token = _opening.set(one)
    try:
        yield
    finally:
        _opening.reset(token)


def replace_current(one: Opening) -> None:
    """Widen the innermost opening, after a new label was interned through it; its end still restores the outer one."""
    needed()
    _opening.set(one)


@contextmanager
def compiled(kind: Statement) -> Iterator[None]:
    """Mark the statement that runs within the block as written by our compiler."""
    token = _statement.set(kind)
    try:
        yield
    finally:
        _statement.reset(token)


@contextmanager
def upkeep() -> Iterator[None]:
    """Let migrations, test databases and their flushes through wall 1. No service may use it (a lint contract holds that)."""
    token = _upkeep.set(True)
    try:
        yield
    finally:
        _upkeep.reset(token)


_known: "tuple[list[type[Model]], frozenset[str]]" = ([], frozenset())


def guarded_tables() -> frozenset[str]:
    """The tables of all guarded models. Before the models are loaded there are none to reach."""
    global _known  # noqa: PLW0603 - a cache of what the app registry says, replaced as a whole
    if not apps.models_ready:
        return frozenset()
    models = apps.get_models(include_auto_created=True, include_swapped=True)
    if _known[0] is not models:
        _known = (models, frozenset(one._meta.db_table for one in models if is_guarded(one)))
    return _known[1]


def is_guarded(model: "type[Model]") -> bool:
    """Whether this model's rows carry a label and stand behind the walls."""
    return bool(getattr(model, "is_behind_the_walls", False))
