import pytest

from tests.access.attacks.control import attempt, harmed_without_walls, state_of_hidden
from tests.access.attacks.scene import Attack, Scene, plant_scene
from tests.access.attacks.writing import ATTACKS
from tests.plants.acts import PLANT_WRITE

pytestmark = pytest.mark.django_db
attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@attacks
def test_harms_nothing(scene: Scene, attack: Attack) -> None:
    before = state_of_hidden(scene)
    attempt(scene, attack, PLANT_WRITE)
    assert state_of_hidden(scene) == before


@attacks
def test_harms_where_no_wall_stands(scene: Scene, attack: Attack) -> None:
    assert harmed_without_walls(scene, attack)
