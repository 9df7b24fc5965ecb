import sqlite3

import pytest
from django.db import connection

from minassa.access import door, walls
from tests.access.attacks.control import HELD, attempt, walls_down
from tests.access.attacks.scene import Attack, Scene, has_leaked, plant_scene
from tests.access.attacks.smuggling import ATTACKS, POSTGRESQL, SQLITE
from tests.plants.acts import PLANT_WRITE

pytestmark = pytest.mark.django_db
attacks = pytest.mark.parametrize(
    "attack",
    [
        *(pytest.param(attack, id=name) for name, attack in ATTACKS.items()),
        *(pytest.param(attack, id=f"sqlite-{name}", marks=pytest.mark.sqlite) for name, attack in SQLITE.items()),
        *(pytest.param(attack, id=f"pg-{name}", marks=pytest.mark.postgres) for name, attack in POSTGRESQL.items()),
    ],
)


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


@attacks
def test_held(scene: Scene, attack: Attack) -> None:
    assert not has_leaked(attempt(scene, attack, PLANT_WRITE))


@attacks
def test_bites_where_no_wall_stands(scene: Scene, attack: Attack) -> None:
    """An error of a function that was fed a hidden row is a bite too."""
    with walls_down():
        try:
            evidence = attack(scene)
        except HELD as error:
            evidence = str(error).replace("division by zero", "EXERCISE-CANARY")
        assert has_leaked(list(evidence) if hasattr(evidence, "query") else evidence)


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_script_is_held_though_it_commits() -> None:
    """`executescript` ends the transaction before it begins, and with it the savepoints of a test."""
    scene = plant_scene()
    with pytest.raises(sqlite3.DatabaseError), door(scene.attacker, PLANT_WRITE):
        connection.connection.executescript("CREATE TEMP TABLE w AS SELECT name FROM plants_plant")
    connection.close()
    with walls.upkeep():
        connection.ensure_connection()
        script = "CREATE TEMP TABLE w AS SELECT name FROM plants_plant"
        connection.connection.executescript(script)
        assert has_leaked(connection.connection.execute("SELECT name FROM w").fetchall())
    connection.close()
