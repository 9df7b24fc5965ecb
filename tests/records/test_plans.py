"""Query plans: lists and searches go through their indexes on both engines, behind both walls."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, Tlp, door, walls
from minassa.records import Sort, links_of, list_records, match_identifier, search_records
from minassa.records.acts import RECORD_LIST
from tests.conftest import on_postgresql
from tests.factories import an_actor
from tests.records.made import PURPOSE, add, own_label

pytestmark = pytest.mark.django_db


def sown() -> tuple[Actor, UUID]:
    actor = an_actor()
    made = [
        add(
            actor,
            f"EXERCISE Sown Person{number}",
            passportNumber=f"EX{number:05d}",
            label=own_label(actor, Tlp.GREEN if number % 2 else Tlp.AMBER),
        )
        for number in range(60)
    ]
    return actor, made[-1].id


def plans_of(actor: Actor, read: Callable[[], object], table: str) -> list[str]:
    """The plans of the statements on a table that a service runs."""
    with CaptureQueriesContext(connection) as captured:
        read()
    asked = [one["sql"] for one in captured.captured_queries if table in one["sql"] and one["sql"].startswith("SELECT")]
    assert asked
    return [_plan(actor, sql) for sql in asked]


def _plan(actor: Actor, sql: str) -> str:
    with door(actor, RECORD_LIST), walls.upkeep(), connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(("EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN ") + sql)
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())


def test_lists_use_their_indexes() -> None:
    actor, _one = sown()
    plans = plans_of(actor, lambda: list_records(actor), "records_record")
    assert any("record_newest" in plan for plan in plans)
    assert not any("SCAN records_record" in plan and "INDEX" not in plan for plan in plans)
    plans = plans_of(actor, lambda: list_records(actor, schema="Person"), "records_record")
    assert any("record_newest_of_schema" in plan for plan in plans)


@pytest.mark.parametrize("sort", [Sort.THINGS, Sort.LINKS])
def test_lists_without_links_and_of_links_alone_use_their_index(sort: Sort) -> None:
    actor, _one = sown()
    plans = plans_of(actor, lambda: list_records(actor, sort=sort), "records_record")
    # The page; and on SQLite, which does not weigh so few rows, its count.
    assert sum("record_newest_of_sort" in plan for plan in plans) >= (1 if on_postgresql() else 2)
    assert not any("Seq Scan on records_record" in plan for plan in plans)


@pytest.mark.parametrize("query", ["sown person7", "sown perso"])
def test_words_are_found_by_index_beginnings_too(query: str) -> None:
    actor, _one = sown()
    plans = plans_of(actor, lambda: search_records(actor, query=query, purpose=PURPOSE), "records_recordword")
    assert any("record_word" in plan for plan in plans)
    for plan in plans:
        assert "Seq Scan on records_recordword" not in plan, plan
        assert "SCAN records_recordword" not in plan, plan


@pytest.mark.postgres
def test_a_beginning_is_a_condition_of_the_index_not_a_filter_after_it() -> None:
    """Row-level security keeps what is not leakproof away from the index: a range of words must not be kept away."""
    actor, _one = sown()
    plans = plans_of(actor, lambda: search_records(actor, query="perso", purpose=PURPOSE), "records_recordword")
    ranged = [plan for plan in plans if ">= 'perso'" in plan]
    assert ranged
    for plan in ranged:
        assert "Index Cond" in next(line for line in plan.splitlines() if ">= 'perso'" in line), plan


def test_identifiers_and_links_are_found_by_index() -> None:
    actor, one = sown()
    keys = plans_of(actor, lambda: match_identifier(actor, identifier="EX00007", purpose=PURPOSE), "records_recordkey")
    assert any("record_key" in plan for plan in keys)
    ends = plans_of(actor, lambda: links_of(actor, id=one), "records_recordreference")
    assert any("record_reference" in plan for plan in ends)
