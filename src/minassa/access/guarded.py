"""Guarded: the base of every model whose rows carry a label and stand behind the walls."""

from typing import Any, ClassVar, NoReturn, Self, TypeVar

from django.db import models

from minassa.access import walls
from minassa.access.walls import WallError
from minassa.base import new_id

Row = TypeVar("Row", bound=models.Model)


class GuardedQuerySet(models.QuerySet[Row]):
    """A queryset that says early what the compiler would refuse later, and that does not carry rows to another door."""

    filled_through: frozenset[int] | None = None

    def _fetch_all(self) -> None:
        seen = _visible_now()
        if self._result_cache is None:
            self.filled_through = seen
        elif self.filled_through != seen and not walls.is_upkeep():
            raise WallError("these rows were read through another door")
        super()._fetch_all()

    def raw(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: SQL text goes past the wall."""
        raise WallError("raw() goes past the wall")


def _visible_now() -> frozenset[int] | None:
    one = walls.current()
    return one.visible if one is not None else None


class GuardedManager(models.Manager[Row]):
    """The default manager: outside a door it refuses at once."""

    def get_queryset(self) -> GuardedQuerySet[Row]:
        """The rows that the open door lets through. Raises WallError outside a door."""
        if not walls.is_upkeep():
            walls.needed()
        return GuardedQuerySet(self.model, using=self._db)

    def raw(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: SQL text goes past the wall."""
        raise WallError("raw() goes past the wall")


class Guarded(models.Model):
    """A row with a random-looking id and exactly one label.

    Its migration ends with `GuardTable("records_record")` (`access.migrations_support`). What lists newest first needs the
    indexes that `access.newest` names. A model with a key to a guarded model is guarded itself.
    """

    is_behind_the_walls: ClassVar[bool] = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.ForeignKey("access.LabelRow", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects: ClassVar[GuardedManager[Self]] = GuardedManager()

    class Meta:
        abstract = True
