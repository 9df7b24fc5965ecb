"""How an attack is run through the attacker's own door, and the control run with no wall in its way.

The control shows that a test that holds, holds something.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from minassa.access import Act, WallError, door, walls
from minassa.access.models import LabelRow
from minassa.access.sql import place
from minassa.base import Fault
from tests.access.attacks.scene import Attack, Scene
from tests.plants.models import Leaf, Plant

HELD: Final = (
    WallError,
    Fault,
    DatabaseError,
    sqlite3.Error,
    psycopg.Error,
    ObjectDoesNotExist,
    ValidationError,
    Http404,
    AttributeError,
    IndexError,
)


@contextmanager
def walls_down() -> Iterator[None]:
    """Both walls let everything through; what happens inside is rolled back."""
    with walls.upkeep(), transaction.atomic():
        ids = frozenset(LabelRow.objects.values_list("id", flat=True))
        connection.let_through(place(), *walls.opening(ids, ids).arrays)  # type: ignore[attr-defined] # our engines have it
        yield
        transaction.set_rollback(True)


def attempt(scene: Scene, attack: Attack, act: Act) -> Any:
    """What the attack gets through the attacker's own door: what it gives back, or the text of the refusal."""
    try:
        with door(scene.attacker, act):
            found = attack(scene)
            return list(found) if hasattr(found, "query") else found
    except HELD as error:
        return str(error)


def state_of_hidden(scene: Scene) -> list[Any]:
    """Every row of the owner as it stands, seen with the walls down."""
    with walls_down():
        return _state_of_hidden(scene)


def _state_of_hidden(scene: Scene) -> list[Any]:
    plants = Plant.objects.filter(label_id=scene.hidden_label).order_by("id")
    leaves = Leaf.objects.filter(label_id=scene.hidden_label).order_by("id")
    return [*plants.values_list("id", "name", "height", "kind"), *leaves.values_list("id", "colour", "plant_id")]


def harmed_without_walls(scene: Scene, attack: Attack) -> bool:
    """Whether the attack changes the owner's rows where no wall stands."""
    with walls_down():
        before = _state_of_hidden(scene)
        attack(scene)
        return _state_of_hidden(scene) != before
