from uuid import UUID

import pytest

from minassa.access import Actor, Label, WallError, door
from minassa.base import NotFound
from tests.factories import a_label, actor_for, make_user
from tests.plants.acts import PLANT_READ, PLANT_WRITE
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db


def plant(actor: Actor, label: Label, name: str = "EXERCISE fern") -> UUID:
    with door(actor, PLANT_WRITE) as opened:
        return Plant.objects.create(name=name, label_id=opened.intern(label)).id


def test_owner_sees_what_another_agency_does_not() -> None:
    owner, other = actor_for(make_user()), actor_for(make_user())
    planted = plant(owner, a_label(owner))
    with door(owner, PLANT_READ):
        assert Plant.objects.get().id == planted
    with door(other, PLANT_READ):
        assert not Plant.objects.exists()
    with pytest.raises(NotFound), door(other, PLANT_READ):
        Plant.objects.get(id=planted)


def test_outside_a_door_nothing_is_read() -> None:
    with pytest.raises(WallError):
        Plant.objects.all()
    with pytest.raises(WallError):
        list(Plant._base_manager.all())
