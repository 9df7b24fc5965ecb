import pytest

from tests.access.attacks import reading
from tests.access.attacks.control import attempt, walls_down
from tests.access.attacks.scene import Attack, Scene, has_leaked, plant_scene
from tests.plants.acts import PLANT_LIST

pytestmark = pytest.mark.django_db
attacks = pytest.mark.parametrize("attack", reading.ATTACKS.values(), ids=reading.ATTACKS)


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@attacks
def test_held(scene: Scene, attack: Attack) -> None:
    assert not has_leaked(attempt(scene, attack, PLANT_LIST))


@attacks
def test_bites_where_no_wall_stands(scene: Scene, attack: Attack) -> None:
    with walls_down():
        evidence = attack(scene)
        assert has_leaked(list(evidence) if hasattr(evidence, "query") else evidence)
