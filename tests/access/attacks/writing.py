"""Attacks that change, steal or destroy another agency's rows, or plant rows under its label."""

import json
from typing import Any, Final

from django.core import serializers
from django.db.models import F, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from minassa.access.models import LabelRow
from tests.access.attacks.scene import Attack, Scene
from tests.plants.models import Leaf, Plant


def bare(model: type[Any]) -> QuerySet[Any]:
    return QuerySet(model)


def forged(scene: Scene, **values: Any) -> Plant:
    """An instance that claims to have been read."""
    made = Plant(id=scene.hidden, label_id=scene.my_label, name="stolen", **values)
    made._state.adding = False
    made._state.db = "default"
    return made


def deserialized(scene: Scene) -> None:
    row = {
        "model": "plants.plant",
        "pk": str(scene.hidden),
        "fields": {
            "label": scene.my_label,
            "name": "stolen",
            "kind": "x",
            "height": 0,
            "modified": "2026-01-01T00:00Z",
        },
    }
    for one in serializers.deserialize("json", json.dumps([row])):
        one.save()


def planted(scene: Scene) -> None:
    for one in serializers.deserialize(
        "json", json.dumps([{"model": "plants.plant", "fields": {"label": scene.hidden_label, "name": "planted"}}])
    ):
        one.save()


def moved_by_save(scene: Scene) -> None:
    row = bare(Plant).get(id=scene.mine)
    row.label_id = scene.hidden_label
    row.save()


def overwritten(scene: Scene) -> None:
    Plant._base_manager.bulk_create(
        [Plant(id=scene.hidden, label_id=scene.my_label, name="stolen")],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "label"],
    )


def moved_by_bulk_update(scene: Scene) -> None:
    row = bare(Plant).get(id=scene.mine)
    row.label_id = scene.hidden_label
    bare(Plant).bulk_update([row], ["label"])


ATTACKS: Final[dict[str, Attack]] = {
    "update": lambda s: bare(Plant).filter(id=s.hidden).update(name="stolen"),
    "update_all": lambda _s: bare(Plant).update(name="stolen"),
    "update_base_manager": lambda _s: Plant._base_manager.update(height=0),
    "update_with_column": lambda _s: bare(Plant).update(height=F("height") + 1),
    "update_by_join": lambda _s: bare(Plant).filter(leaves__colour="green").update(name="stolen"),
    "update_by_subquery": lambda _s: (
        bare(Plant).filter(id__in=bare(Leaf).values("plant_id")).update(name="stolen", kind="x")
    ),
    "update_ordered": lambda _s: bare(Plant).order_by("height").update(name="stolen"),
    "update_through_reverse": lambda s: Plant(id=s.mine).leaves.update(colour="stolen"),
    "steal_by_label": lambda s: bare(Plant).filter(id=s.hidden).update(label=s.my_label),
    "steal_by_label_row": lambda s: bare(Plant).filter(id=s.hidden).update(label=LabelRow.objects.get(id=s.my_label)),
    "steal_by_save": lambda s: forged(s, height=1).save(),
    "forced_update": lambda s: forged(s).save(force_update=True),
    "update_fields": lambda s: forged(s).save(update_fields=["name"]),
    "bulk_update": lambda s: bare(Plant).bulk_update([forged(s)], ["name"]),
    "overwriting_insert": overwritten,
    "update_or_create": lambda s: bare(Plant).update_or_create(
        id=s.hidden, defaults={"name": "stolen"}, create_defaults={"name": "stolen", "label_id": s.my_label}
    ),
    "deserialized": deserialized,
    "move_leaf": lambda s: bare(Leaf).filter(id=s.hidden_leaf).update(plant_id=s.hidden),
    "delete": lambda s: bare(Leaf).filter(id=s.hidden_leaf).delete(),
    "delete_all": lambda _s: bare(Leaf).delete(),
    "delete_base_manager": lambda _s: Leaf._base_manager.all().delete(),
    "raw_delete": lambda _s: bare(Leaf)._raw_delete("default"),
    "delete_by_join": lambda s: bare(Leaf).filter(plant__id=s.mine).delete(),
    "delete_by_two_joins": lambda s: bare(Leaf).filter(plant__label__id=s.my_label).delete(),
    "delete_through_reverse": lambda s: Plant(id=s.mine).leaves.all().delete(),
    "delete_forged": lambda s: Leaf(id=s.hidden_leaf, label_id=s.my_label).delete(),
    "delete_with_children": lambda s: forged(s).delete(),
    "insert": lambda s: Plant._base_manager.create(name="planted", label_id=s.hidden_label),
    "insert_by_row": lambda s: Plant._base_manager.create(
        name="planted", label=LabelRow.objects.get(id=s.hidden_label)
    ),
    "insert_by_save": lambda s: Plant(name="planted", label_id=s.hidden_label).save(),
    "insert_as_text": lambda s: Plant._base_manager.create(name="planted", label_id=str(s.hidden_label)),
    "insert_as_expression": lambda s: Plant._base_manager.create(name="planted", label_id=Value(s.hidden_label)),
    "insert_as_subquery": lambda s: Plant._base_manager.create(
        name="planted", label_id=Subquery(LabelRow.objects.filter(owner__in=[s.owner.agency]).values("id")[:1])
    ),
    "bulk_insert": lambda s: Plant._base_manager.bulk_create(
        [Plant(name="mine", label_id=s.my_label), Plant(name="planted", label_id=s.hidden_label)]
    ),
    "bulk_insert_ignoring": lambda s: Plant._base_manager.bulk_create(
        [Plant(name="planted", label_id=s.hidden_label)], ignore_conflicts=True
    ),
    "insert_deserialized": planted,
    "get_or_create": lambda s: bare(Plant).get_or_create(name="planted", label_id=s.hidden_label),
    "move": lambda s: bare(Plant).filter(id=s.mine).update(label=s.hidden_label),
    "move_as_text": lambda s: bare(Plant).filter(id=s.mine).update(label_id=str(s.hidden_label)),
    "move_as_value": lambda s: bare(Plant).filter(id=s.mine).update(label_id=Value(s.hidden_label)),
    "move_as_cast": lambda s: (
        bare(Plant).filter(id=s.mine).update(label_id=Cast(Value(str(s.hidden_label)), LabelRow._meta.get_field("id")))
    ),
    "move_as_subquery": lambda s: (
        bare(Plant)
        .filter(id=s.mine)
        .update(label_id=Subquery(LabelRow.objects.filter(owner__in=[s.owner.agency]).values("id")[:1]))
    ),
    "move_by_save": moved_by_save,
    "move_by_bulk_update": moved_by_bulk_update,
}
