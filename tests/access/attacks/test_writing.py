import pytest

from minassa.access import WallError, door
from minassa.access.bulk import insert_rows
from minassa.base import new_id, now
from tests.access.attacks.control import attempt, harmed_without_walls, state_of_hidden
from tests.access.attacks.scene import Attack, Scene, plant_scene
from tests.access.attacks.writing import ATTACKS
from tests.plants.acts import PLANT_WRITE
from tests.plants.models import Plant

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


def test_many_rows_at_once_need_writable_labels_too(scene: Scene) -> None:
    columns = ["id", "label_id", "name", "kind", "modified", "height"]
    own, foreign = ([[new_id(), one, "planted", "", now(), 0]] for one in (scene.my_label, scene.hidden_label))
    before = state_of_hidden(scene)
    with door(scene.attacker, PLANT_WRITE):
        insert_rows(Plant, columns, own)
        assert Plant.objects.filter(name="planted").count() == 1
    for rows in (foreign, own + foreign, [[new_id(), str(scene.my_label), "planted", "", now(), 0]]):
        with pytest.raises(WallError), door(scene.attacker, PLANT_WRITE):
            insert_rows(Plant, columns, rows)
    with pytest.raises(WallError):
        insert_rows(Plant, columns, own)
    assert state_of_hidden(scene) == before
