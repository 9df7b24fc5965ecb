"""Pages are tested with their real static files, gathered once, and with compiled translations."""

from pathlib import Path

import pytest
from django.test import Client

from assets.build_hook import compile_catalogs
from minassa.node.serving import gather_static

SOURCE = Path(__file__).parents[2] / "src" / "minassa"


@pytest.fixture(scope="session", autouse=True)
def gathered() -> None:
    """What `minassa serve` does first."""
    compile_catalogs(SOURCE / "locale")
    gather_static()


@pytest.fixture
def visitor() -> Client:
    """Somebody who is not logged in."""
    return Client(SERVER_NAME="localhost")
