"""The lists of incidents, questions and warnings use their indexes, on both engines, however many rows there are."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, door, walls
from minassa.threats import (
    Filters,
    RuleDraft,
    add_rule,
    count_incidents,
    list_doubts,
    list_incidents,
    list_rules,
    list_warnings,
)
from minassa.threats.acts import INCIDENT_LIST
from minassa.threats.picture.kept import stamp_of
from tests.conftest import on_postgresql
from tests.factories import an_actor
from tests.threats.made import bring, own_row

pytestmark = [pytest.mark.django_db, pytest.mark.store]

Ask = Callable[[Actor], object]


def stamped(actor: Actor) -> None:
    with door(actor, INCIDENT_LIST):
        stamp_of()


@pytest.fixture
def actor() -> Actor:
    made = an_actor()
    bring(made, [own_row(number, latitude="12.3") for number in range(60)])
    add_rule(made, draft=RuleDraft("EXERCISE", "rise"))
    return made


@pytest.mark.parametrize(
    ("ask", "table", "index"),
    [
        (list_incidents, "threats_incident", "incident_newest"),
        (
            lambda one: list_incidents(one, filters=Filters(country="ne")),
            "threats_incident",
            "incident_newest_of_country",
        ),
        (
            lambda one: list_incidents(one, filters=Filters(first=date(2030, 1, 1), kind="explosion")),
            "threats_incident",
            "incident_",
        ),
        (count_incidents, "threats_report", "report_"),
        (list_doubts, "threats_doubt", "doubt_newest"),
        (list_warnings, "threats_warned", "warned_newest"),
        (list_rules, "threats_warningrule", "warning_rule_newest"),
        (stamped, "threats_incident", "incident_c"),  # of changes; on PostgreSQL that of cells may cost as little
        (stamped, "threats_report", "report_changed"),
    ],
)
def test_each_list_is_read_by_its_index(actor: Actor, ask: Ask, table: str, index: str) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask(actor)
    asked = [one["sql"] for one in captured.captured_queries if table in one["sql"] and one["sql"].startswith("SELECT")]
    plans = [plan_of(actor, one) for one in asked]
    assert any(index in plan for plan in plans), plans
    if on_postgresql():
        assert not any(f"Seq Scan on {table}" in plan for plan in plans if index in plan), plans


def plan_of(actor: Actor, sql: str) -> str:
    """How the engine would read it; on PostgreSQL as if the table were large, where sorting all of it costs more than an index in order."""
    with door(actor, INCIDENT_LIST), walls.upkeep(), connection.cursor() as cursor:
        if on_postgresql():
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        cursor.execute(("EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN ") + sql)
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())
