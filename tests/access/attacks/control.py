"""The control run: the same attacks with no wall in their way, so that a test that holds is known to hold something."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from minassa.access import walls
from minassa.access.models import LabelRow


@contextmanager
def walls_down() -> Iterator[None]:
    """Both walls let everything through; what happens inside is rolled back."""
    with walls.upkeep(), transaction.atomic():
        ids = "{" + ",".join(str(one) for one in LabelRow.objects.values_list("id", flat=True)) + "}"
        connection.let_through(ids, ids)  # type: ignore[attr-defined] # our engines have it
        yield
        transaction.set_rollback(True)
