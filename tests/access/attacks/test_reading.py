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


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@pytest.mark.parametrize("attack", reading.ATTACKS.values(), ids=reading.ATTACKS)
def test_held(scene: Scene, attack: Attack) -> None:
    evidence = None
    try:
        with door(scene.attacker, PLANT_LIST):
            evidence = attack(scene)
            assert not has_leaked(evidence if not hasattr(evidence, "query") else list(evidence))
    except HELD as error:
        assert not has_leaked(error)


@pytest.mark.parametrize("attack", reading.ATTACKS.values(), ids=reading.ATTACKS)
def test_bites_where_no_wall_stands(scene: Scene, attack: Attack) -> None:
    with walls_down():
        evidence = attack(scene)
        assert has_leaked(list(evidence) if hasattr(evidence, "query") else evidence)
