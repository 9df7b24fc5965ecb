"""Query plans: searches, pages and past checks go through their indexes on both engines, behind both walls."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, Role, door, walls
from minassa.desk import list_notices
from minassa.screening import (
    Asked,
    delta,
    import_list,
    judgements,
    past_checks,
    read_subject,
    remember_check,
    search_lists,
)
from minassa.screening.acts import CHECK_PAST
from tests.conftest import on_postgresql
from tests.factories import an_actor
from tests.screening.samples import SAMPLES

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> Actor:
    actor = an_actor(Role.ANALYST)
    for source, path in SAMPLES.items():
        import_list(actor, source=source, path=path)
    remember_check(actor, asked=Asked("EXERCISE Someone"), purpose="counter-terrorism", case="EX-1", hits=[])
    return actor


def plans_of(actor: Actor, read: Callable[[], object], table: str) -> list[str]:
    """The plans of the statements on a table that a service runs."""
    with CaptureQueriesContext(connection) as captured:
        read()
    asked = [one["sql"] for one in captured.captured_queries if table in one["sql"] and one["sql"].startswith("SELECT")]
    assert asked
    with door(actor, CHECK_PAST), walls.upkeep(), connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        return [_plan(cursor, sql) for sql in asked]


def _plan(cursor: object, sql: str) -> str:
    explain = "EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN "
    cursor.execute(explain + sql)  # type: ignore[attr-defined] # Django's cursor
    return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())  # type: ignore[attr-defined] # the same


def assert_indexed(plans: list[str], table: str, *indexes: str) -> None:
    for plan in plans:
        assert f"Seq Scan on {table}" not in plan, plan
        assert f"SCAN {table}" not in plan or "INDEX" in plan, plan
    assert any(index in plan for plan in plans for index in indexes), plans


def test_a_search_reads_subjects_and_identifiers_by_index(analyst: Actor) -> None:
    by_name = plans_of(analyst, lambda: search_lists(analyst, name="Moussa Ag Ikerwane"), "screening_listedrow")
    assert_indexed(by_name, "screening_listedrow", "listed_once", "listed_until", "listed_version")
    table = "screening_listedidentifier"
    by_number = plans_of(analyst, lambda: search_lists(analyst, identifier="EX0001117"), table)
    assert_indexed(by_number, table, "screening_listedidentifier_value")


def test_a_subject_and_a_delta_are_read_by_index(analyst: Actor) -> None:
    table = "screening_listedrow"
    page = plans_of(analyst, lambda: read_subject(analyst, source="un-sc", ref="EXi.001"), table)
    assert_indexed(page, table, "listed_", "sqlite_autoindex_screening_listedrow")
    difference = plans_of(analyst, lambda: delta(analyst, source="un-sc", version=1), table)
    assert_indexed(difference, table, "listed_first", "listed_until")


def test_past_checks_judgements_and_notices_are_read_by_index(analyst: Actor) -> None:
    mine = plans_of(analyst, lambda: past_checks(analyst), "screening_pastcheck")
    assert_indexed(mine, "screening_pastcheck", "past_check")
    hits = [("un-sc", "EXi.001", "x")]
    judged = plans_of(analyst, lambda: judgements(analyst, asked=Asked("A B"), hits=hits), "screening_judgement")
    assert_indexed(judged, "screening_judgement", "judgement_question")
    told = plans_of(analyst, lambda: list_notices(analyst), "desk_notice")
    assert_indexed(told, "desk_notice", "notice_")
