from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError
from django.http import Http404

from minassa.access import WallError, door
from minassa.base import Fault
from tests.access.attacks import reading
from tests.access.attacks.control import walls_down
from tests.access.attacks.scene import Attack, Scene, has_leaked, plant_scene
from tests.plants.acts import PLANT_LIST

HELD = (WallError, Fault, DatabaseError, ObjectDoesNotExist, ValidationError, Http404, AttributeError, IndexError)

pytestmark = pytest.mark.django_db


def attempt(scene: Scene, attack: Attack) -> Any:
    """What the attack gets through the attacker's own door: what it gives back, or the text of the refusal."""
    try:
        with door(scene.attacker, PLANT_LIST):
            found = attack(scene)
            return list(found) if hasattr(found, "query") else found
    except HELD as error:
        return str(error)


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@pytest.mark.parametrize("attack", reading.ATTACKS.values(), ids=reading.ATTACKS)
def test_held(scene: Scene, attack: Attack) -> None:
    assert not has_leaked(attempt(scene, attack))


@pytest.mark.parametrize("attack", reading.ATTACKS.values(), ids=reading.ATTACKS)
def test_bites_where_no_wall_stands(scene: Scene, attack: Attack) -> None:
    with walls_down():
        evidence = attack(scene)
        assert has_leaked(list(evidence) if hasattr(evidence, "query") else evidence)
