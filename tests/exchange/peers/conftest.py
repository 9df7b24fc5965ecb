"""A federation of three nodes, made once, for the tests with real nodes; and a world of keys around one node for the others."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from minassa import audit
from minassa.base import now
from minassa.exchange.peers.keys import make_node_keys
from tests.exchange.peers.nodes import Federation, copied, founded_once
from tests.exchange.peers.world import OWN_ADDRESS, World
from tests.factories import make_agency


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Federation:
    return founded_once(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def federation(founded: Federation, tmp_path: Path) -> Iterator[Federation]:
    made = copied(founded, tmp_path)
    yield made
    made.end()


@pytest.fixture
def world(db: None, settings: Settings, tmp_path: Path) -> World:
    """A node of its own folder, with one agency, which has not joined yet."""
    node = replace(settings.MINASSA.node, name="EXERCISE own", address=OWN_ADDRESS)
    settings.MINASSA = replace(settings.MINASSA, home=tmp_path, node=node)
    audit.make_keys(tmp_path)
    cache.clear()
    return World(make_node_keys(tmp_path, at=now()), make_agency("EXERCISE own agency"))
