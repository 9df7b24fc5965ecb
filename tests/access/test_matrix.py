"""S12: what the database shows is what `decide` says, for every role x agency x TLP level x handling code x audience.

One row stands under each label. Each actor lists, counts, gets, pages and searches; all five must agree with the policy.
"""

from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest
from django.db import connection

from minassa.access import (
    Actor,
    AgencyKind,
    Context,
    Handling,
    Label,
    Role,
    Tlp,
    capped_count,
    decide,
    door,
    newest,
    walls,
)
from minassa.access.labels import interned
from minassa.access.models import Agency, Community, User
from minassa.access.sql import place
from minassa.base import now
from tests.factories import a_label, actor_for, make_agency, make_community, make_user
from tests.plants.acts import PLANT_LIST
from tests.plants.models import Plant

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Field:
    labels: dict[UUID, Label]
    actors: list[Actor]


@pytest.fixture
def field(db: None) -> Field:
    owner, other = make_agency(), make_agency()
    partner, secretariat = make_agency(kind=AgencyKind.PARTNER), make_agency(kind=AgencyKind.SECRETARIAT)
    people: dict[Role, list[User]] = {
        role: [make_user(agency, [role]) for agency in (owner, other, partner)]
        for role in Role
        if role is not Role.SECRETARIAT
    }
    people[Role.SECRETARIAT] = [make_user(secretariat, [Role.SECRETARIAT])]
    named = people[Role.ANALYST][1]
    audiences: list[tuple[Agency | User | Community, ...]] = [
        (),
        (other,),
        (named,),
        (make_community(partner, people[Role.OBSERVER][0]),),
    ]
    marked = [
        a_label(
            owner,
            tlp,
            audience=audience if tlp is not Tlp.RED else (*audience, named),
            handling=handling,
            purposes=purposes,
        )
        for tlp, audience, handling, purposes in product(Tlp, audiences, [(), (Handling.H2,)], [(), ("border",)])
    ]
    labels = {one.id: label for one, label in zip(plant_all(marked), marked, strict=True)}
    return Field(labels, [actor_for(person) for group in people.values() for person in group])


def plant_all(marked: list[Label]) -> list[Plant]:
    """One plant under each label, also under those that no single person could write."""
    ids = [interned(label) for label in marked]
    everything = walls.opening(frozenset(ids), frozenset(ids))
    with walls.opened_as(everything):
        connection.let_through(place(), *everything.arrays)  # type: ignore[attr-defined] # our engines have it
        return Plant.objects.bulk_create([Plant(name="EXERCISE everywhere", label_id=one) for one in ids])


@pytest.mark.parametrize("purpose", ["", "border", "cyber"])
def test_list_count_get_page_and_search_agree_with_the_policy(field: Field, purpose: str) -> None:
    assert len(field.labels) == 80
    seen_by_somebody = set()
    for actor in field.actors:
        if not decide(actor, PLANT_LIST, None, Context(at=now(), purpose=purpose)).allowed:
            continue
        context = Context(at=now(), purpose=purpose)
        expected = {one for one, label in field.labels.items() if decide(actor, PLANT_LIST, label, context).allowed}
        with door(actor, PLANT_LIST, purpose=purpose):
            assert {row.id for row in Plant.objects.all()} == expected
            assert Plant.objects.count() == capped_count(Plant.objects.all()).number == len(expected)
            assert {row.id for row in newest(Plant, 100)} == expected
            assert set(Plant.objects.filter(name__startswith="EXERCISE").values_list("id", flat=True)) == expected
            assert {one for one in field.labels if Plant.objects.filter(id=one).exists()} == expected
        seen_by_somebody |= expected
    free = {one for one, label in field.labels.items() if not label.purposes or purpose in label.purposes}
    assert free <= seen_by_somebody
