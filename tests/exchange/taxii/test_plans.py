"""Query plans: pages and named objects go through their indexes on both engines, behind both walls."""

from collections.abc import Callable

import pytest

from minassa import exchange
from minassa.access import Actor
from minassa.exchange import ALL, CollectionView, Question
from tests.exchange.taxii.made import a_collection, a_keeper, add, indicator, read
from tests.records.test_plans import plans_of

pytestmark = pytest.mark.django_db
TABLE = "exchange_storedobject"
BY_KEY = ("stored_version_once", "sqlite_autoindex_exchange_storedobject")


def filled() -> tuple[Actor, CollectionView, str]:
    keeper = a_keeper()
    here = a_collection(keeper)
    objects = [indicator(f"n{number}") for number in range(300)]
    add(keeper, here.id, *objects)
    return keeper, here, str(objects[150]["id"])


def main_plans(actor: Actor, ask: Callable[[], object]) -> list[str]:
    """The plans of what finds objects."""
    return plans_of(actor, ask, TABLE)


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (Question(limit=10), "stored_in_order"),
        (Question(limit=10, versions=(ALL,)), "stored_in_order"),
        (Question(limit=10, after=1), "stored_in_order"),
        (Question(limit=10, types=("indicator",)), "stored_of_type"),
    ],
)
def test_pages_are_read_in_order_from_their_index(asked: Question, index: str) -> None:
    keeper, here, _id = filled()
    plans = main_plans(keeper, lambda: exchange.read_objects(keeper, collection=here.id, asked=asked))
    assert index in plans[0], plans[0]
    assert "TEMP B-TREE" not in plans[0]
    assert not any("Seq Scan" in plan or f"SCAN {TABLE}" in plan for plan in plans), plans


def test_named_objects_are_found_by_their_keys() -> None:
    keeper, here, stix_id = filled()
    plans = main_plans(keeper, lambda: read(keeper, here.id, ids=(stix_id,)))
    assert any(one in plans[0] for one in BY_KEY), plans[0]
    assert not any("stored_in_order" in plan or "Seq Scan" in plan for plan in plans), plans


def test_what_is_sent_again_is_found_by_its_keys() -> None:
    keeper, here, stix_id = filled()
    plans = main_plans(keeper, lambda: add(keeper, here.id, indicator(id_=stix_id)))
    assert any(one in plans[0] for one in BY_KEY), plans[0]
    assert not any("stored_in_order" in plan for plan in plans), plans
