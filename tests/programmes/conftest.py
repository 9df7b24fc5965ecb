"""The houses of these tests."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from minassa.access import AgencyKind
from tests.programmes.scene import House, house


@pytest.fixture
def mali(db: None) -> House:
    return house("Mali")


@pytest.fixture
def niger(db: None) -> House:
    return house("Niger")


@pytest.fixture
def secretariat(db: None) -> House:
    return house("Secretariat", kind=AgencyKind.SECRETARIAT)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What people are told is asserted in English, whatever the node speaks."""
    with override("en"):
        yield
