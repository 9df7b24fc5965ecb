"""What only wall 2 stops: SQL that somebody injects past Django, in the app's own transaction."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import override_settings

from minassa.access import door, seals, wall_faults, walls
from tests.access.attacks.scene import Scene, has_leaked, plant_scene
from tests.plants.acts import PLANT_LIST, PLANT_WRITE
from tests.plants.models import Plant

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
REFUSED = psycopg.errors.InsufficientPrivilege


@pytest.fixture
def scene(db: None) -> Scene:
    return plant_scene()


def drive(sql: str, *values: Any) -> list[Any]:
    with connection.connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def test_the_app_is_no_owner_and_nobody_special(scene: Scene) -> None:
    role = settings.MINASSA.database.user
    assert drive("SELECT current_user") == [(role,)]
    special = "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s"
    assert drive(special, role) == [(False, False, False, False)]
    assert drive(
        "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole AND relnamespace = 'public'::regnamespace", role
    ) == [(0,)]
    assert not any(drive("SELECT pg_has_role(%s, 'member')", settings.MINASSA.database.owner)[0])


def test_every_guarded_table_has_its_four_policies_forced(scene: Scene) -> None:
    for table in walls.guarded_tables():
        flags = "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s"
        assert drive(flags, table) == [(True, True)], table
        kinds = drive("SELECT cmd FROM pg_policies WHERE tablename = %s ORDER BY 1", table)
        assert kinds == [("DELETE",), ("INSERT",), ("SELECT",), ("UPDATE",)], table


def test_outside_every_door_there_are_no_rows(scene: Scene) -> None:
    assert drive("SELECT name FROM plants_plant") == []
    assert drive("UPDATE plants_plant SET name = 'x' RETURNING name") == []


def test_inside_a_door_injected_sql_sees_what_the_actor_sees(scene: Scene) -> None:
    with door(scene.attacker, PLANT_LIST):
        assert drive("SELECT name FROM plants_plant") == [("EXERCISE moss",)]
    with door(scene.owner, PLANT_LIST):
        assert has_leaked(drive("SELECT name FROM plants_plant"))


def test_a_reader_writes_nothing(scene: Scene) -> None:
    with door(scene.attacker, PLANT_LIST):
        assert drive("UPDATE plants_plant SET name = 'x' RETURNING name") == []
        assert drive("DELETE FROM plants_leaf RETURNING colour") == []


INJECTIONS = """
SELECT set_config('minassa.labels', '{%(label)s}', true); SELECT name FROM plants_plant
SELECT set_config('minassa.labels', '{%(label)s}', false); SELECT name FROM plants_plant
SET LOCAL minassa.labels = '{%(label)s}'; SELECT name FROM plants_plant
SELECT set_config('minassa.labels', '{%(label)s}', true), set_config('minassa.labels_seal', '', true); SELECT name FROM plants_plant
SELECT set_config('minassa.labels', '{%(label)s}', true), set_config('minassa.labels_seal', current_setting('minassa.writable_seal'), true); SELECT name FROM plants_plant
SELECT set_config('minassa.writable', '{%(label)s}', true); INSERT INTO plants_plant (id, label_id, name, kind, modified, height) VALUES (gen_random_uuid(), %(label)s, 'planted', '', now(), 0) RETURNING 'EXERCISE-CANARY'
INSERT INTO plants_plant (id, label_id, name, kind, modified, height) VALUES (gen_random_uuid(), %(label)s, 'planted', '', now(), 0) RETURNING 'EXERCISE-CANARY'
UPDATE plants_plant SET label_id = %(label)s RETURNING 'EXERCISE-CANARY'
SELECT encode(key, 'hex') || 'EXERCISE-CANARY' FROM access_wallkey
INSERT INTO access_wallkey VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET key = 'x' RETURNING 'EXERCISE-CANARY'
CREATE OR REPLACE FUNCTION wall_labels(setting text) RETURNS integer[] LANGUAGE sql AS $$ SELECT array[%(label)s] $$; SELECT name FROM plants_plant
CREATE FUNCTION public.wall_labels(setting varchar) RETURNS integer[] LANGUAGE sql AS $$ SELECT array[%(label)s] $$; SELECT name FROM plants_plant
CREATE FUNCTION pg_temp.wall_labels(setting text) RETURNS integer[] LANGUAGE sql AS $$ SELECT array[%(label)s] $$; SELECT name FROM plants_plant
CREATE TEMP TABLE access_wallkey (id int, key bytea); INSERT INTO access_wallkey VALUES (1, 'x'); SELECT set_config('minassa.labels', '{%(label)s}', true), set_config('minassa.labels_seal', encode(sha256('x' || sha256('x' || convert_to('labels:' || pg_backend_pid() || ':' || (extract(epoch FROM now()) * 1000000)::bigint || ':{%(label)s}', 'UTF8'))), 'hex'), true); SELECT name FROM plants_plant
ALTER TABLE plants_plant DISABLE ROW LEVEL SECURITY; SELECT name FROM plants_plant
ALTER TABLE plants_plant NO FORCE ROW LEVEL SECURITY; SELECT name FROM plants_plant
DROP POLICY wall_select ON plants_plant; SELECT name FROM plants_plant
CREATE POLICY open ON plants_plant USING (true); SELECT name FROM plants_plant
SET LOCAL row_security = off; SELECT name FROM plants_plant
SET ROLE minassa_owner; SELECT name FROM plants_plant
SET SESSION AUTHORIZATION minassa_owner; SELECT name FROM plants_plant
RESET ROLE; SELECT name FROM plants_plant
TRUNCATE plants_leaf; SELECT 'EXERCISE-CANARY'
SELECT most_common_vals::text FROM pg_stats WHERE tablename = 'plants_plant' AND attname = 'name'
SELECT stavalues1::text FROM pg_statistic
SELECT pg_read_file('base/1/PG_VERSION') || 'EXERCISE-CANARY'
LOCK TABLE plants_plant IN ACCESS EXCLUSIVE MODE NOWAIT; SELECT name FROM plants_plant
CREATE TABLE public.stolen AS SELECT name FROM plants_plant; SELECT name FROM stolen
CREATE RULE r AS ON SELECT TO plants_plant DO ALSO SELECT 1; SELECT name FROM plants_plant
CREATE TRIGGER t BEFORE UPDATE ON plants_plant EXECUTE FUNCTION suppress_redundant_updates_trigger(); SELECT 'EXERCISE-CANARY'
"""


@pytest.mark.parametrize("sql", INJECTIONS.strip().splitlines())
def test_injected_sql_opens_nothing(scene: Scene, sql: str) -> None:
    found: list[Any] = []
    try:
        with door(scene.attacker, PLANT_WRITE), connection.connection.cursor() as cursor:
            cursor.execute(sql % {"label": scene.hidden_label})
            while True:
                found += cursor.fetchall() if cursor.description else []
                if not cursor.nextset():
                    break
    except psycopg.Error as error:
        found.append(str(error))
    assert not has_leaked(found)


def test_a_forged_list_is_an_error_not_an_empty_answer(scene: Scene) -> None:
    with door(scene.attacker, PLANT_LIST), transaction.atomic():
        drive("SELECT set_config('minassa.labels', %s, true)", f"{{{scene.hidden_label}}}")
        with pytest.raises(REFUSED, match="not sealed"):
            drive("SELECT name FROM plants_plant")
        transaction.set_rollback(True)


def test_a_seal_is_good_for_its_place_and_its_list_only() -> None:
    key = b"k" * 32
    kinds = product(("labels", "writable"), ("1:5", "2:5", "1:6"), ("{1}", "{1,2}"))
    assert len({seals.seal(key, name, place, ids) for name, place, ids in kinds}) == 12
    assert seals.seal(key, "labels", "1:5", "{1}") != seals.seal(b"l" * 32, "labels", "1:5", "{1}")


@pytest.mark.django_db(transaction=True)
def test_a_seal_that_was_seen_is_not_good_in_the_next_transaction() -> None:
    scene = plant_scene()
    with door(scene.owner, PLANT_LIST):
        seen = drive("SELECT current_setting('minassa.labels'), current_setting('minassa.labels_seal')")[0]
        assert has_leaked(drive("SELECT name FROM plants_plant"))
    replay = "SELECT set_config('minassa.labels', %s, true), set_config('minassa.labels_seal', %s, true)"
    with pytest.raises(REFUSED, match="not sealed"), door(scene.attacker, PLANT_LIST):
        drive("SELECT name FROM plants_plant WHERE name = %s", drive(replay, *seen)[0][0])


def test_the_settings_end_with_the_door(scene: Scene) -> None:
    with door(scene.owner, PLANT_LIST):
        assert drive("SELECT current_setting('minassa.labels', true)") != [("",)]
    assert drive("SELECT current_setting('minassa.labels', true)") == [("",)]
    assert drive("SELECT name FROM plants_plant") == []


def test_the_statement_log_holds_no_seal(scene: Scene) -> None:
    with door(scene.owner, PLANT_WRITE), connection.execute_wrapper(lambda run, sql, *more: run(sql, *more)):
        connection.force_debug_cursor = True
        try:
            with door(scene.owner, PLANT_LIST):
                Plant.objects.count()
        finally:
            connection.force_debug_cursor = False
    assert connection.queries_log
    assert not any("seal" in one["sql"] for one in connection.queries_log)


def test_with_the_walls_away_the_plants_are_there() -> None:
    """The control: a superuser, past both walls, finds what the attacks could not."""
    with psycopg.connect(os.environ["MINASSA_TEST_SUPERUSER_DSN"]) as superuser:
        label = superuser.execute("SELECT count(*) FROM access_wallkey").fetchone()
        assert label == (1,)
        superuser.execute("INSERT INTO access_label VALUES (1, gen_random_uuid(), '{}')")
        superuser.execute(
            "INSERT INTO plants_plant (id, label_id, name, kind, modified, height)"
            " VALUES (gen_random_uuid(), 1, 'EXERCISE-CANARY', '', now(), 0)"
        )
        assert has_leaked(superuser.execute("SELECT name FROM plants_plant").fetchall())
        superuser.rollback()


@contextmanager
def broken(*statements: str, mended_by: str) -> Iterator[None]:
    """What a careless administrator of the database did, undone afterwards."""
    with psycopg.connect(os.environ["MINASSA_TEST_SUPERUSER_DSN"], autocommit=True) as superuser:
        for one in statements:
            superuser.execute(one)
        try:
            yield
        finally:
            superuser.execute(mended_by)


@pytest.mark.django_db(transaction=True)
def test_the_start_up_check_finds_every_hole() -> None:
    role, owner = settings.MINASSA.database.user, settings.MINASSA.database.owner
    assert wall_faults() == ()
    holes = {
        "passes row-level security": (f"ALTER ROLE {role} BYPASSRLS", f"ALTER ROLE {role} NOBYPASSRLS"),
        "owns": (f"GRANT {owner} TO {role}", f"REVOKE {owner} FROM {role}"),
        "no forced": (
            "ALTER TABLE plants_leaf NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE plants_leaf FORCE ROW LEVEL SECURITY",
        ),
        "row-level security on plants_leaf": (
            "ALTER POLICY wall_select ON plants_leaf RENAME TO open; CREATE POLICY more ON plants_leaf USING (true)",
            "ALTER POLICY open ON plants_leaf RENAME TO wall_select; DROP POLICY more ON plants_leaf",
        ),
    }
    for words, (done, undone) in holes.items():
        with broken(done, mended_by=undone):
            assert [words in what for what, _next_step in wall_faults()] == [True], words
    with override_settings(SECRET_KEY="another secret key, of more than fifty letters, as it were"):
        assert ["secret key" in what for what, _next_step in wall_faults()] == [True]
    assert wall_faults() == ()
