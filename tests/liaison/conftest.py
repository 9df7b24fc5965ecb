"""A federation of three nodes, made once for the tests that need real ones; each test gets a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.peers.nodes import Federation, copied, founded_once


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Federation:
    return founded_once(tmp_path_factory.mktemp("founded"))


@pytest.fixture
def federation(founded: Federation, tmp_path: Path) -> Iterator[Federation]:
    made = copied(founded, tmp_path)
    yield made
    made.end()
