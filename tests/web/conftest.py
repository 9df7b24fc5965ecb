"""Pages are tested with their real static files, gathered once, and with compiled translations."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

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


@pytest.fixture
def strict_node(settings: Settings) -> Iterator[None]:
    """A node that is not for exercises: a second factor is asked for."""
    settings.MINASSA = replace(settings.MINASSA, node=replace(settings.MINASSA.node, exercise=False))
    cache.clear()
    yield
    cache.clear()
