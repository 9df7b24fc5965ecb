"""Query plans: checks, lists and streams go through their indexes on both engines, behind both walls."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minassa.access import Actor, door, walls
from minassa.cyber import (
    check_content,
    check_observables,
    list_content,
    list_indicators,
    list_sightings,
    list_threats,
    read_threat,
    techniques_seen,
)
from minassa.cyber.acts import INDICATOR_LIST
from tests.conftest import on_postgresql
from tests.cyber.made import PURPOSE, bring_in, of, relation, technique, thing
from tests.factories import an_actor

pytestmark = pytest.mark.django_db

CAMPAIGN, PHISHING = thing("campaign", "EXERCISE campaign"), technique("EXERCISE Phishing", "T1566", "initial-access")


def sown() -> Actor:
    actor = an_actor()
    bring_in(actor, *[f"[domain-name:value = 'h{number}.example.com']" for number in range(60)])
    bring_in(actor, "[ipv4-addr:value = '198.51.100.0/24']", CAMPAIGN, PHISHING, relation(CAMPAIGN, "uses", PHISHING))
    return actor


def campaign(actor: Actor) -> object:
    return read_threat(actor, id=list_threats(actor, kind="campaign").rows[0].id)


READS: list[tuple[Callable[[Actor], object], str, str]] = [
    (list_indicators, "cyber_indicator", "indicator_newest"),
    (lambda actor: list_indicators(actor, kind="domain"), "cyber_indicator", "indicator_newest_of_kind"),
    (lambda actor: list_threats(actor, kind="campaign"), "cyber_threat", "threat_newest_of_type"),
    (
        lambda actor: check_observables(actor, observables=[of("h1.example.com")], purpose=PURPOSE),
        "cyber_indicatorkey",
        "indicator_key",
    ),
    (
        lambda actor: check_observables(actor, observables=[of("198.51.100.9")], purpose=PURPOSE),
        "cyber_indicatornetwork",
        "indicator_network",
    ),
    (lambda actor: check_content(actor, hashes=["a" * 64], purpose=PURPOSE), "cyber_knowncontent", "content_sha256"),
    (list_content, "cyber_knowncontent", "content_newest"),
    (list_sightings, "cyber_sighting", "sighting_stream"),
    (techniques_seen, "cyber_relation", "relation_"),
    (campaign, "cyber_relation", "relation_"),
]


@pytest.mark.parametrize(("read", "table", "index"), READS, ids=[f"{table}-{index}" for _read, table, index in READS])
def test_a_read_goes_through_its_index(read: Callable[[Actor], object], table: str, index: str) -> None:
    actor = sown()
    plans = plans_of(actor, lambda: read(actor), table)
    if on_postgresql():  # of a few rows its planner takes any index; it must not need to read the whole table
        assert not any("Seq Scan" in plan for plan in plans), plans
        return
    assert any(index in plan for plan in plans), plans


def plans_of(actor: Actor, read: Callable[[], object], table: str) -> list[str]:
    """The plans of the statements on a table that a service runs."""
    with CaptureQueriesContext(connection) as captured:
        read()
    asked = [one["sql"] for one in captured.captured_queries if table in one["sql"] and one["sql"].startswith("SELECT")]
    assert asked
    return [_plan(actor, sql) for sql in asked]


def _plan(actor: Actor, sql: str) -> str:
    with door(actor, INDICATOR_LIST), walls.upkeep(), connection.cursor() as cursor:
        if on_postgresql():
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if on_postgresql() else "EXPLAIN QUERY PLAN ") + sql)
        return "\n".join(" ".join(map(str, row)) for row in cursor.fetchall())
