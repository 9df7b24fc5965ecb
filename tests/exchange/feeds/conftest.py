"""A server elsewhere that the node may reach, and somebody who follows feeds."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings

from minassa.access import Actor
from minassa.base import Settings
from minassa.base.settings import Fetch
from tests.exchange.feeds.server import Elsewhere, serving
from tests.exchange.taxii.made import a_keeper


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[Elsewhere]:
    with serving() as there:
        reachable(monkeypatch, there.place)
        yield there


def reachable(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    node: Settings = settings.MINASSA
    monkeypatch.setattr(settings, "MINASSA", replace(node, fetch=Fetch(private=(place,), seconds=10)))


@pytest.fixture
def keeper(db: None) -> Actor:
    return a_keeper()
