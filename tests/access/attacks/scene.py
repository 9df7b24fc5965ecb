"""What the attackers find: rows of another agency, planted so that they could leak, beside a few of their own.

`mine` points to hidden rows wherever a key can, because joins are where walls have holes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from minassa.access import Actor, door
from tests.factories import a_label, actor_for, make_user
from tests.plants.acts import PLANT_WRITE
from tests.plants.models import Garden, GardenPlant, Grafting, Leaf, Plant, Signpost

CANARY: Final = "EXERCISE-CANARY"


@dataclass(frozen=True, slots=True)
class Scene:
    attacker: Actor
    owner: Actor
    hidden: UUID
    hidden_leaf: UUID
    hidden_label: int
    mine: UUID
    my_leaf: UUID
    my_label: int
    my_garden: UUID


Attack = Callable[[Scene], Any]
"""Tries to read or to harm. What it gives back is searched for the canary; True means that an oracle answered."""


def plant_scene() -> Scene:
    """The owner's plant and leaf; the attacker's plant, a leaf of theirs on the hidden plant, and a hidden leaf on theirs."""
    owner, attacker = actor_for(make_user()), actor_for(make_user())
    with door(owner, PLANT_WRITE) as opened:
        hidden_label = opened.intern(a_label(owner))
        hidden = Plant.objects.create(name=f"{CANARY}-plant", height=777, kind="Canary", label_id=hidden_label)
    with door(attacker, PLANT_WRITE) as opened:
        my_label = opened.intern(a_label(attacker))
        mine = Plant.objects.create(name="EXERCISE moss", height=1, label_id=my_label)
        my_leaf = Leaf.objects.create(plant_id=hidden.id, colour="green", label_id=my_label)
        Grafting.objects.create(root=mine, scion_id=hidden.id, label_id=my_label)
        garden = Garden.objects.create(label_id=my_label)
        GardenPlant.objects.create(garden=garden, plant_id=hidden.id, label_id=my_label)
        GardenPlant.objects.create(garden=garden, plant=mine, label_id=my_label)
    with door(owner, PLANT_WRITE):
        hidden_leaf = Leaf.objects.create(plant_id=mine.id, colour=f"{CANARY}-leaf", label_id=hidden_label)
    Signpost.objects.create(text="EXERCISE way")
    return Scene(
        attacker=attacker,
        owner=owner,
        hidden=hidden.id,
        hidden_leaf=hidden_leaf.id,
        hidden_label=hidden_label,
        mine=mine.id,
        my_leaf=my_leaf.id,
        my_label=my_label,
        my_garden=garden.id,
    )


def has_leaked(evidence: Any) -> bool:
    return evidence is True or CANARY in _text(evidence)


def _text(evidence: Any) -> str:
    if isinstance(evidence, dict):
        return " ".join(_text(one) for pair in evidence.items() for one in pair)
    if isinstance(evidence, list | tuple | set):
        return " ".join(map(_text, evidence))
    if isinstance(evidence, bytes | bytearray | memoryview):
        return bytes(evidence).decode("latin-1")
    return " ".join(map(str, evidence.__dict__.values())) if hasattr(evidence, "_meta") else str(evidence)
